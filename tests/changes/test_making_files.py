"""Everything untold goes into one file, once: by the duty in the morning, or by hand."""

import hashlib

import pytest

from coupons import changes
from coupons.models import Change, ChangeFile
from tests.changes.people import AT, extended, lines, made, restored, reversed_again
from tests.makers import coupon, japan, other_scheme, regionpay
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_the_file_says_of_each_change_what_a_terminal_needs():
    extension = extended(inquiry_no="123456789012")
    restoration = restored(inquiry_no="123456789013")
    reversal = reversed_again(inquiry_no="123456789014")
    payment = restoration.restores.entry_no

    rows = {row["キー"]: row for row in lines(made())}

    assert list(rows) == list(Change.objects.order_by("pk").values_list("key", flat=True))
    assert list(rows[extension.key].values()) == [
        extension.key, "延長", "123456789012", "2023-03-31 23:59", "", "2023-02-27 00:00", "", "",
    ]  # fmt: skip
    assert list(rows[restoration.entry_no].values()) == [
        restoration.entry_no, "戻入", "123456789013", "", "500", "2023-03-20 10:00", "S1", payment,
    ]  # fmt: skip
    assert list(rows[reversal.entry_no].values()) == [
        reversal.entry_no, "戻入の取消", "123456789014", "", "500", "2023-03-20 10:00", "S1", reversal.reverses.entry_no,
    ]  # fmt: skip


def test_its_bytes_its_digest_and_its_counts_are_kept():
    extended()
    reversed_again()

    file = ChangeFile.objects.get(pk=made().pk)

    assert bytes(file.content).startswith(
        "\ufeffキー,種別,お問合せ番号,新しい有効期限,金額,日時,店舗番号,元の取引\r\n".encode()
    )
    assert file.sha256 == hashlib.sha256(file.content).hexdigest()
    assert (file.number, file.made_by, file.made_at, file.name) == (1, "jimu", AT, "regionpay_changes_0001.csv")
    assert (file.extensions, file.reinstatements, file.reversals, file.line_count) == (2, 1, 1, 4)
    assert (file.reinstated_yen, file.reversed_yen) == (500, 500)
    assert list(file.changes.order_by("line_no").values_list("line_no", flat=True)) == [1, 2, 3, 4]
    assert AuditEvent.objects.get(action="change file made").detail == {"lines": 4, "sha256": file.sha256}


def test_making_a_file_tells_nothing_yet():
    extended()
    made()
    assert (Change.objects.get().told_at, ChangeFile.objects.get().downloaded_at) == (None, None)


def test_what_is_in_a_file_is_in_no_other():
    first = extended()
    made()
    with pytest.raises(changes.NothingToTell):
        made()
    second = extended()

    assert [row["キー"] for row in lines(made())] == [second.key]
    assert Change.objects.get(pk=first.pk).file.number == 1


def test_more_than_a_file_holds_goes_into_the_next(monkeypatch):
    monkeypatch.setattr(changes, "LINES", 2)
    keys = [extended().key for _ in range(3)]

    assert changes.make_daily(regionpay(), AT) == 3
    assert [[row["キー"] for row in lines(file)] for file in ChangeFile.objects.order_by("number")] == [
        keys[:2],
        keys[2:],
    ]


def test_each_scheme_has_files_and_numbers_of_its_own():
    extended()
    other = coupon(other_scheme())
    Change.objects.create(scheme=other.scheme, key="OTHER", kind="extension", coupon=other, until=AT, made_at=AT)

    theirs = changes.make_file(scheme=other.scheme, who="jimu", at=AT)

    assert ([row["キー"] for row in lines(theirs)], theirs.number, made().number) == (["OTHER"], 1, 1)


@pytest.mark.parametrize(
    ("at", "files"),
    [("2023-02-27 05:59", 0), ("2023-02-27 06:00", 1), ("2023-02-27 23:00", 1), ("2023-02-28 05:59", 1)],
)
def test_the_duty_makes_one_in_the_morning(at, files):
    extended()  # at midnight
    changes.make_daily(regionpay(), japan(at))
    changes.make_daily(regionpay(), japan(at))
    assert ChangeFile.objects.filter(made_by="duty:make_change_files").count() == files


def test_what_comes_after_six_waits_for_the_next_morning_or_for_a_person():
    restored()  # at ten
    assert changes.make_daily(regionpay(), japan("2023-03-21 05:59")) == 0
    assert changes.make_daily(regionpay(), japan("2023-03-21 06:00")) == 2
