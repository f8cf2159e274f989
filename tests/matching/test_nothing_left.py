"""An accepted coupon with nothing left at the freeze: its claimant hears when and where it was last used (case 6)."""

import pytest

from claims import matching
from notifications.models import Message
from notifications.render import render, sms_parts
from payouts import nothing_left
from tests.makers import cancel, japan, owed, pay, regionpay
from tests.matching.people import covered, filed

pytestmark = pytest.mark.django_db
FILED = japan("2023-03-30 10:00")
TOLD = japan("2023-04-03 10:00")


def used_up(**more):
    made = covered(yen=2000)
    claim = filed(made, filed_at=FILED, **more)
    matching.match_claims(FILED)
    pay(made, 1500, "2023-03-31 18:00")
    pay(made, 500, "2023-03-31 19:00")
    owed(made, at="2023-04-01 00:00")
    return made, claim


def test_they_are_told_once_with_day_and_shop():
    used_up()
    assert [nothing_left.tell(regionpay(), TOLD) for _ in range(2)] == [1, 0]
    text = render(Message.objects.get(template="claim_zero")).text
    assert "2023年3月31日（金）　土産店" in text


def test_not_before_points_go_out():
    """A file that comes late may still say otherwise."""
    used_up()
    assert nothing_left.tell(regionpay(), japan("2023-04-02 23:59")) == 0


def test_who_is_owed_something_is_not_told():
    made = covered(yen=2000)
    filed(made, filed_at=FILED)
    matching.match_claims(FILED)
    owed(made, at="2023-04-01 00:00")
    assert nothing_left.tell(regionpay(), TOLD) == 0


def test_a_payment_that_was_cancelled_is_not_the_last_use():
    from coupons.balances import last_use

    made = covered(yen=2000)
    first = pay(made, 500, "2023-03-30 18:00")
    second = pay(made, 700, "2023-03-31 18:00")
    assert last_use(made) == second
    cancel(second, "2023-03-31 19:00", 300)
    assert last_use(made) == second
    cancel(second, "2023-03-31 19:30", 400)
    assert last_use(made) == first


def test_nothing_goes_to_a_place_that_nobody_let_go():
    """Case 24: what a clerk mistyped is a stranger's, so somebody calls."""
    _made, claim = used_up(channel="desk", contact_verified_at=None)
    nothing_left.tell(regionpay(), TOLD)
    message = Message.objects.get(template="claim_zero")
    assert (message.channel, message.to) == ("call", claim.phone)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_by_sms_in_two_parts_at_most(language):
    used_up(by="09000000002", language=language)
    nothing_left.tell(regionpay(), TOLD)
    text = render(Message.objects.get(template="claim_zero")).text
    assert sms_parts(text) <= 2
    assert ("残額0円" in text) == (language == "ja")
