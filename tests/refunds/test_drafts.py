"""Which refunds a draft takes, on which days, and what becomes of a second press."""

from datetime import date

import pytest

from config import clock
from payouts import account_requests, holds
from payouts.batches import days, drafting, working
from payouts.models import Consignor, RefundBatch, RefundLine
from payouts.tasks import build_refund_batches, work_on_refund_batches
from tests.makers import japan, regionpay, staff
from tests.races.guards import refusal
from tests.refunds import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        ("2023-05-15", True),
        ("2023-05-20", False),  # Saturday
        ("2023-05-21", False),
        ("2023-05-03", False),  # 憲法記念日
        ("2024-02-12", False),  # the Monday after a holiday on Sunday
        ("2023-12-29", True),
        ("2023-12-31", False),
        ("2024-01-01", False),
        ("2024-01-02", False),
        ("2024-01-03", False),
        ("2024-01-04", True),
    ],
)
def test_a_bank_business_day(day, is_one):
    assert days.is_bank_day(date.fromisoformat(day)) is is_one


@pytest.mark.parametrize(
    ("start", "business_days", "found"),
    [
        ("2023-05-15", 3, "2023-05-18"),
        ("2023-05-19", 1, "2023-05-22"),
        ("2023-05-02", 1, "2023-05-08"),
        ("2023-12-29", 1, "2024-01-04"),
        ("2024-01-04", -1, "2023-12-29"),
        ("2023-05-18", 0, "2023-05-18"),
    ],
)
def test_business_days_are_counted_over_weekends_holidays_and_new_year(start, business_days, found):
    assert days.bank_day(date.fromisoformat(start), business_days).isoformat() == found


@pytest.fixture
def house(db) -> None:
    people.house()


def lines_of(batch: RefundBatch) -> list[int]:
    return list(batch.lines.order_by("line_no").values_list("payout_id", flat=True))


def test_a_draft_takes_every_open_refund_in_order(house):
    payouts = people.refunds(people.claim(), people.claim(), people.claim())

    batch = people.drafted()

    assert lines_of(batch) == [payout.pk for payout in payouts]
    assert (batch.state, batch.work, batch.work_done, batch.work_total) == ("draft", "", 3, 3)


def test_what_keeps_a_refund_out(house):
    held, asked, before, plain = people.refunds(*[people.claim() for _ in range(4)])
    holds.hold(payout_id=held.pk, by=staff("clerk"), reason="確認中")
    account_requests.ask(claim=asked.claim, by="clerk", reason="支店の統合", at=people.AT)
    people.drafted()
    RefundLine.objects.exclude(payout=before).delete()

    batch = people.drafted()

    assert lines_of(batch) == [plain.pk]


def test_a_cut_off_and_a_prefecture(house):
    okinawa, early = people.refunds(people.claim(), people.claim())
    late = people.claim()
    people.refunds(late, at="2023-05-14 10:00")

    batch = people.drafted(cut_off=japan("2023-05-13 00:00"), prefecture="47")
    assert lines_of(batch) == [okinawa.pk, early.pk]
    with pytest.raises(drafting.NothingToTransfer) as told:
        people.drafted(prefecture="13")
    assert told.value.batches == []


def test_who_comes_second_is_told_every_batch_that_holds_a_refund_and_no_other(house):
    credited = people.refund()
    people.exported()
    people.outcomes.say(line_id=people.line_of(credited).pk, outcome="credited", by=staff("typist"))
    held = []
    for _ in range(6):
        people.refund()
        held.append(people.drafted())

    with pytest.raises(drafting.NothingToTransfer) as told:
        people.drafted()

    assert told.value.batches == held[::-1]


@pytest.mark.parametrize(("day", "earliest"), [("2023-05-20", "2023-05-17"), ("2023-05-16", "2023-05-17")])
def test_a_transfer_date_is_a_bank_day_that_the_bank_still_takes(house, day, earliest):
    people.refund()

    with pytest.raises(drafting.NotABankDay) as told:
        drafting.ask(scheme=regionpay(), by="maker", transfer_on=date.fromisoformat(day))
    assert told.value.earliest.isoformat() == earliest


def test_refunds_begin_in_mid_may(house):
    people.refund()

    with pytest.raises(drafting.NotBegun):
        drafting.ask(scheme=regionpay(), by="maker", transfer_on=people.ON, at=japan("2023-05-14 23:59"))


def test_a_stopped_scheme_makes_no_batch(house):
    people.refund()
    scheme = regionpay()
    scheme.stopped_at, scheme.stopped_reason = people.AT, "照合表"
    scheme.save()

    with pytest.raises(drafting.SchemeStopped):
        drafting.ask(scheme=scheme, by="maker", transfer_on=people.ON)
    assert build_refund_batches() == 0


def test_what_is_over_the_banks_limit_goes_into_further_batches(house):
    Consignor.objects.update(most_lines=2)
    payouts = people.refunds(*[people.claim() for _ in range(5)])

    people.drafted()
    working.work()
    working.work()

    batches = list(RefundBatch.objects.order_by("number"))
    assert [lines_of(batch) for batch in batches] == [
        [payout.pk for payout in payouts[start : start + 2]] for start in (0, 2, 4)
    ]
    assert {(batch.work, batch.transfer_on, batch.made_by) for batch in batches} == {("", people.ON, "maker")}


def test_the_second_press_is_told_who_is_building(house):
    people.refund()
    first = drafting.ask(scheme=regionpay(), by="one", transfer_on=people.ON)

    with pytest.raises(drafting.BeingBuilt) as told:
        drafting.ask(scheme=regionpay(), by="two", transfer_on=people.ON)
    assert told.value.batch == first


def test_and_which_batch_has_them_once_it_is_built(house):
    people.refund()
    first = people.drafted()

    with pytest.raises(drafting.NothingToTransfer) as told:
        drafting.ask(scheme=regionpay(), by="two", transfer_on=people.ON)
    assert told.value.batches == [first]


def test_one_batch_is_built_at_a_time_says_the_database(house):
    people.refund()
    drafting.ask(scheme=regionpay(), by="one", transfer_on=people.ON)

    values = {"scheme": regionpay(), "number": 99, "transfer_on": people.ON, "made_by": "two", "work": "build"}
    assert refusal(lambda: RefundBatch.objects.create(**values)) == "one_batch_of_a_scheme_is_built_at_a_time"


@pytest.mark.parametrize(
    ("at", "begun"),
    [("2023-05-12 10:00", 0), ("2023-05-15 00:00", 1), ("2023-05-20 10:00", 0), ("2023-05-22 10:00", 1)],
)
def test_the_duty_drafts_on_bank_days_from_mid_may(house, at, begun):
    people.refunds(people.claim(), at="2023-05-11 10:00")
    clock.move_to(japan(at))

    assert build_refund_batches() == begun


def test_the_duty_drafts_once_a_day_and_its_draft_is_transferred_three_business_days_later(house):
    people.refund()
    assert (build_refund_batches(), work_on_refund_batches()) == (1, 1)
    people.refunds(people.claim(), at="2023-05-15 11:00")

    assert build_refund_batches() == 0
    [batch] = RefundBatch.objects.all()
    assert (batch.transfer_on, batch.made_by, batch.lines.count()) == (people.ON, "duty:build_refund_batches", 1)
