"""When a file may be for, until when it may leave, and from when the bank can have said anything of it."""

from datetime import date, time, timedelta

import pytest

from config import clock
from coupons.models import Scheme
from payouts import outcomes
from payouts.batches import approving, days, drafting, exporting, working
from payouts.models import Consignor, RefundBatch, RefundLine
from payouts.tasks import build_refund_batches
from tests.makers import japan, regionpay, staff
from tests.races.guards import drop_trigger, refusal
from tests.refunds import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


def ask(on: str) -> RefundBatch:
    return drafting.ask(scheme=regionpay(), by="maker", transfer_on=date.fromisoformat(on))


@pytest.mark.parametrize("on", ["2023-07-18", "2024-05-16"])
def test_a_day_is_at_most_sixty_days_ahead_for_the_file_names_no_year(on):
    people.refund()

    with pytest.raises(drafting.TooFarAhead) as told:
        ask(on)
    assert told.value.latest == date(2023, 7, 14)
    assert ask("2023-07-14").transfer_on == date(2023, 7, 14)


def test_so_says_the_database():
    values = {"scheme": regionpay(), "number": 9, "made_by": "maker", "transfer_on": people.AT.date() + timedelta(61)}

    name = "the_day_of_a_transfer_is_at_most_60_days_ahead"
    assert refusal(lambda: RefundBatch.objects.create(**values)) == name


def test_nor_is_it_after_the_accounts_are_erased():
    people.refund()
    scheme = Scheme.objects.get(pk=regionpay().pk)
    clock.move_to(scheme.keep_personal_data_until - timedelta(days=20))

    assert drafting.latest(scheme, clock.now()) == scheme.keep_personal_data_until.astimezone(clock.JAPAN).date() - (
        timedelta(days=1)
    )
    clock.move_to(scheme.keep_personal_data_until - timedelta(days=1))
    assert build_refund_batches() == 0


@pytest.mark.parametrize(
    ("on", "days_before", "hour", "too_late"),
    [
        ("2023-05-18", 1, time(12), "2023-05-17 12:00"),
        ("2023-05-22", 1, time(14, 30), "2023-05-19 14:30"),
        ("2023-05-08", 2, time(9), "2023-05-01 09:00"),
    ],
)
def test_an_hour_of_a_bank_day_before_it_is_too_late(on, days_before, hour, too_late):
    assert days.hand_in_by(date.fromisoformat(on), days_before, hour) == japan(too_late)


@pytest.mark.parametrize(("at", "is_late"), [("2023-05-17 11:59", False), ("2023-05-17 12:00", True)])
def test_from_that_hour_on_nothing_is_asked_for_approved_or_written_out(at, is_late):
    people.refund()
    submitted = people.submitted()
    clock.move_to(japan(at))
    if not is_late:
        assert people.exported(people.approved(submitted)).state == "exported"
        return

    with pytest.raises(approving.TooLate) as told:
        people.approved(submitted)
    assert told.value.hand_in_by == japan("2023-05-17 12:00")
    approving.send_back(batch_id=submitted.pk, by="asker", reason="x")
    with pytest.raises(approving.TooLate):
        people.submitted(submitted)


def test_the_hour_is_that_of_the_approval_whatever_the_setting_says_later():
    people.refund()
    batch = people.approved()
    Consignor.objects.update(hand_in_until=time(9))
    clock.move_to(japan("2023-05-17 11:00"))

    assert people.exported(batch).state == "exported"


def test_an_hour_that_passes_while_the_files_are_made_stops_them_and_they_can_be_given_up(monkeypatch):
    payout = people.refund()
    batch = people.approved()
    exporting.ask(batch_id=batch.pk, by="operator")
    whole = exporting.write_sheet

    def slow(*args) -> None:
        whole(*args)
        clock.move_to(japan("2023-05-17 12:00"))

    monkeypatch.setattr(exporting, "write_sheet", slow)

    assert working.work() == 0
    row = people.again(batch)
    assert (row.state, row.work, row.work_error, row.exported_at) == (
        "approved",
        "",
        "この振込指定日のファイルを銀行に出す時刻を、すぎました。",
        None,
    )
    approving.give_up(batch_id=batch.pk, by="operator", reason="時刻をすぎた")
    assert people.state(payout) == "open"


def test_a_stop_while_the_files_are_made_stops_them_and_they_are_asked_for_again(monkeypatch):
    people.refund()
    batch = people.approved()
    exporting.ask(batch_id=batch.pk, by="operator")
    whole = exporting.write_sheet

    def stopping(*args) -> None:
        whole(*args)
        Scheme.objects.update(stopped_at=people.AT, stopped_reason="差額")

    monkeypatch.setattr(exporting, "write_sheet", stopping)
    assert working.work() == 0
    row = people.again(batch)
    assert (row.state, row.work, row.work_error) == ("approved", "", "この制度の支払が、止まっています。")

    monkeypatch.undo()
    Scheme.objects.update(stopped_at=None)
    assert people.exported(row).state == "exported"


def test_an_export_that_nobody_comes_to_is_given_up_and_stores_nothing_later(monkeypatch):
    payout = people.refund()
    batch = people.approved()
    exporting.ask(batch_id=batch.pk, by="operator")
    whole = exporting.write_sheet

    def given_up(*args) -> None:
        whole(*args)
        approving.give_up(batch_id=batch.pk, by="operator", reason="止まったまま")

    monkeypatch.setattr(exporting, "write_sheet", given_up)

    assert working.work() == 0
    row = people.again(batch)
    assert (row.state, row.work, row.exported_at, people.state(payout)) == ("cancelled", "", None, "open")


@pytest.mark.parametrize("outcome", ["credited", "returned", "unknown"])
def test_nothing_is_known_before_the_day(outcome):
    payout = people.refund()
    batch = people.not_yet_due()
    say = lambda at: outcomes.say(
        line_id=people.line_of(payout).pk, outcome=outcome, by=staff("typist"), reason="x", at=japan(at)
    )

    with pytest.raises(outcomes.TooEarly) as told:
        say("2023-05-17 23:59")
    assert told.value.transfer_on == batch.transfer_on
    assert say("2023-05-18 00:00").outcome == outcome


def test_nor_is_the_rest_credited_before_the_day():
    people.refund()
    batch = people.not_yet_due()

    with pytest.raises(outcomes.TooEarly):
        outcomes.close(batch_id=batch.pk, by="operator", rest_is_credited=True)


def test_and_so_says_the_database():
    payout = people.refund()
    people.not_yet_due()
    line, name = people.line_of(payout), "nothing_is_known_of_a_transfer_before_its_day"
    early, on_time = {"outcome_at": japan("2023-05-17 23:59")}, {"outcome_at": japan("2023-05-18 00:00")}
    credit = lambda at: RefundLine.objects.filter(pk=line.pk).update(outcome="credited", **at)
    word = {"outcome": "credited", "made_by": staff("typist"), "state": "booked"}

    assert refusal(lambda: credit(early)) == name
    assert refusal(lambda: line.outcomes.create(made_at=early["outcome_at"], **word)) == name
    assert credit(on_time) == 1
    drop_trigger("nothing_is_known_of_a_transfer_before_its_day", "payouts_refundline")
    assert credit(early) == 1
