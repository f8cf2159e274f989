"""An (A) extension that a late file proves wrong goes with its change, also out of a file that nobody has yet."""

import pytest

from coupons import changes, eligibility
from coupons.models import Change, ChangeFile, Extension
from tests.changes.people import AT, NEXT, extended, lines, made
from tests.makers import pay, regionpay
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrong() -> Change:
    """Two extensions in a file; then one coupon turns out to have been empty on 26 February."""
    found = extended(yen=1000)
    extended()
    made()
    pay(found.coupon, 1000, "2023-02-25 12:00")
    return found


def test_the_file_is_set_aside_and_the_rest_goes_into_the_next(wrong):
    assert eligibility.extend(regionpay(), NEXT) == 1

    assert not Extension.objects.filter(coupon=wrong.coupon).exists()
    file, rest = ChangeFile.objects.get(), Change.objects.get()
    assert (file.set_aside_at, file.set_aside_why, rest.file) == (NEXT, changes.ASIDE, None)
    assert AuditEvent.objects.get(action="change file set aside").detail == {"lines": 2}
    with pytest.raises(changes.IsSetAside):
        changes.download(file_id=file.pk, who="jimu", at=NEXT)
    assert [row["キー"] for row in lines(made(at=NEXT))] == [rest.key]


def test_once_downloaded_the_extension_stays_and_is_listed(wrong):
    changes.download(file_id=ChangeFile.objects.get().pk, who="jimu", at=AT)

    assert eligibility.extend(regionpay(), NEXT) == 0
    assert [one.coupon for one in eligibility.no_longer_holding(regionpay())] == [wrong.coupon]
    assert ChangeFile.objects.get().set_aside_at is None


def test_a_file_without_the_wrong_one_stays(wrong):
    extended()
    second = made()

    eligibility.extend(regionpay(), NEXT)

    assert list(ChangeFile.objects.filter(set_aside_at=None)) == [second]
