"""戻入: only the echo of our own reinstatement is taken, as unchanged, and never counted twice (design 7).

An echo that agrees is an acknowledgement; one that does not is listed.
"""

import pytest

from config import clock
from config.clock import JAPAN
from coupons import changes, reinstatement
from coupons.models import Change, Coupon, Entry
from tests.coupons.load_files import TARO, balance, contents, load_rows, places, tally, taros_coupon
from tests.makers import coupon, japan, pay, regionpay_told

pytestmark = pytest.mark.django_db

AT = japan("2023-03-20 10:00")


def restored(on: Coupon, yen: int = 500) -> Entry:
    payment = pay(on, 500, "2023-02-24 18:00")
    return reinstatement.reinstate(payment=payment, amount_yen=yen, ground="B1", who="staff", at=AT)


def echo(entry_no: str, yen: int = 500, number: str = TARO, kind: str = "戻入") -> str:
    return f"{entry_no},{number},{kind},{yen},2023-03-21 03:00,,"


@pytest.mark.parametrize("kind", ["戻入", "reinstatement"])
def test_the_echo_of_ours_is_unchanged_whenever_regionpay_booked_it(tmp_path, kind):
    on = taros_coupon()
    key = restored(on).entry_no
    before = contents()

    assert tally(load_rows(tmp_path, "entries", *[echo(key, kind=kind)] * 2)) == {"read": 2, "unchanged": 2}
    assert contents() == before
    assert balance(on) == 3000


@pytest.mark.parametrize(
    ("more", "theirs"),
    [({"yen": 499}, f"お問合せ番号 {TARO}、499円"), ({"number": "100000000002"}, "お問合せ番号 100000000002、500円")],
    ids=["amount", "coupon"],
)
def test_an_echo_that_says_something_else_is_listed_and_counts_for_nothing(tmp_path, more, theirs):
    on = taros_coupon()
    key = restored(on).entry_no
    coupon(inquiry_no="100000000002")
    regionpay_told("2023-03-20 12:00")
    ledger = list(Entry.objects.order_by("pk").values())
    clock.move_to(japan("2023-03-22 03:00"))

    report = load_rows(tmp_path, "entries", echo(key, **more))

    assert tally(report) == {"read": 1, "differing": 1, "warnings": 1}
    assert places(report.warnings) == [(2, "amount")]
    assert list(Entry.objects.order_by("pk").values()) == ledger
    change = Change.objects.get(key=key)
    assert (change.acknowledged_at, change.difference) == (None, f"regionPAYの明細では、{theirs}です。")
    assert list(changes.differing(on.scheme)) == [change]

    clock.move_to(japan("2023-03-23 03:00"))
    load_rows(tmp_path, "entries", echo(key))  # regionPAY has put it right
    assert list(changes.differing(on.scheme)) == []


def test_an_echo_that_agrees_acknowledges_what_was_told(tmp_path):
    on = taros_coupon()
    key = restored(on).entry_no

    load_rows(tmp_path, "entries", echo(key))
    assert Change.objects.get(key=key).acknowledged_at is None  # nobody has told it yet
    regionpay_told("2023-03-20 12:00")
    clock.move_to(japan("2023-03-22 03:00"))
    load_rows(tmp_path, "entries", echo(key))
    first = Change.objects.get(key=key).acknowledged_at
    load_rows(tmp_path, "entries", echo(key))

    assert first.astimezone(JAPAN).date().isoformat() == "2023-03-22"
    assert Change.objects.get(key=key).acknowledged_at == first
    assert (Change.objects.get(kind="extension").acknowledged_at, balance(on)) == (None, 3000)


def test_what_is_no_echo_of_ours_is_refused(tmp_path):
    on = taros_coupon()
    ours = restored(on)
    reversal = reinstatement.reverse(reinstatement=ours, amount_yen=500, who="staff", at=AT)
    payment = on.entries.get(kind="payment")
    numbers = ["HOSHO-R999-1", "T404", reversal.entry_no, "HOSHO-I" + TARO, payment.entry_no]

    report = load_rows(tmp_path, "entries", *(echo(number) for number in numbers))

    assert places(report.refused) == [(line, "entry_no") for line in range(2, 7)]
    assert balance(on) == 2500


@pytest.mark.parametrize("kind", ["決済", "取消"])
def test_our_numbers_are_taken_for_nothing_else(tmp_path, kind):
    on = taros_coupon()
    key = restored(on).entry_no

    report = load_rows(tmp_path, "entries", echo(key, kind=kind), echo("HOSHO-X", kind=kind))

    assert places(report.refused) == [(2, "entry_no"), (3, "entry_no")]
    assert balance(on) == 3000


def test_a_payment_beside_the_echo_is_added(tmp_path):
    on = taros_coupon()
    key = restored(on).entry_no

    report = load_rows(tmp_path, "entries", echo(key), f"T9,{TARO},決済,200,2023-03-25 12:00,S1,")

    assert tally(report) == {"read": 2, "added": 1, "unchanged": 1}
    assert balance(on) == 2800
