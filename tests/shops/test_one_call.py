"""One call settles all open cases of a shop; what nobody answered is asked again, and then a supervisor's."""

from datetime import date

import pytest

from claims import confirming
from claims.confirming import AGREES, DIFFERS, UNKNOWN, Answer
from claims.models import Incident, StoreConfirmation
from tests.incidents.people import reported, sakura, ume
from tests.makers import incident, japan, regionpay, staff
from tests.shops.people import AT, NEXT, absent, attempts, called, other_shop, shop, silent_for_three_days, stands
from tests.shops.people import two_cases as two
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_one_call_settles_all_open_cases_of_a_shop():
    first, second = two()

    called(Answer(first.pk, AGREES, 500, "レジの控え"), Answer(second.pk, DIFFERS))

    assert (stands(first), stands(second)) == (("confirmed", "agrees"), ("refuted", "differs"))
    said = StoreConfirmation.objects.get(incident=first)
    assert (said.store_person, said.by, said.store_yen, said.evidence) == ("店長 山城", "phone", 500, "レジの控え")
    assert (said.settled_by, said.settled_at) == (staff("clerk"), AT)
    assert (attempts(first), attempts(second)) == (
        [("phone", "answered", "店長 山城：一致（500円）")],
        [("phone", "answered", "店長 山城：不一致")],
    )
    moved = AuditEvent.objects.filter(about=f"claims.incident/{first.pk}").order_by("pk")
    assert [event.action for event in moved] == ["incident confirming", "shop asked", "incident confirmed"]


def test_what_the_shop_does_not_know_is_asked_again():
    first, second = two()

    called(Answer(first.pk, AGREES), Answer(second.pk, UNKNOWN), next_on=NEXT, note="本店に聞く")

    assert stands(second) == ("confirming", "")
    assert StoreConfirmation.objects.get(incident=second).next_on == NEXT
    assert attempts(second) == [("phone", "waits", "本店に聞く 店長 山城：分からない")]
    assert list(confirming.of_shop(shop())) == [second]


@pytest.mark.parametrize(
    ("answers", "more", "refusal"),
    [
        ([], {}, confirming.NothingSaid),
        ([AGREES], {"person": " "}, confirming.NoPerson),
        ([UNKNOWN], {}, confirming.NoNextDate),
        ([UNKNOWN], {"next_on": date(2023, 3, 12)}, confirming.NoNextDate),
    ],
    ids=["nothing", "nobody", "no day", "a day that is over"],
)
def test_a_call_that_says_too_little_is_not_recorded(answers, more, refusal):
    first, _ = two()
    with pytest.raises(refusal):
        called(*(Answer(first.pk, says) for says in answers), **more)
    assert (stands(first), attempts(first)) == (("open", ""), [])


def test_all_or_nothing_when_a_colleague_has_settled_one_meanwhile():
    first, second = two()
    called(Answer(first.pk, AGREES))

    with pytest.raises(confirming.AnsweredMeanwhile) as refusal:
        called(Answer(second.pk, AGREES), Answer(first.pk, DIFFERS))

    assert refusal.value.receipt_nos == [first.receipt_no]
    assert (stands(first), stands(second)) == (("confirmed", "agrees"), ("open", ""))


def test_a_case_of_another_shop_is_not_settled_here():
    first, _ = two()
    Incident.objects.filter(pk=first.pk).update(store=other_shop())
    with pytest.raises(confirming.AnsweredMeanwhile):
        called(Answer(first.pk, AGREES))


def test_an_attempt_counts_for_all_open_cases_of_the_shop():
    first, second = two()
    assert absent(note="留守番電話") == 2
    assert (stands(first), attempts(first)) == (("confirming", ""), [("phone", "absent", "留守番電話")])
    assert attempts(second) == attempts(first)
    with pytest.raises(confirming.NothingSaid):
        confirming.not_reached(store_id=other_shop().pk, by=staff("clerk"), next_on=NEXT, at=AT)


def test_the_queue_is_by_shop_the_longest_waiting_first():
    mine = reported(ume(), "cash_and_deducted", at="2023-03-12 10:00")
    Incident.objects.filter(pk=mine.pk).update(store=other_shop())
    two()
    incident(sakura(), kind="other")
    absent()

    rows = [(one.no, one.cases, one.oldest_at, one.next_on) for one in confirming.queue(regionpay())]

    assert rows == [
        ("S1", 2, japan("2023-03-10 10:00"), date(2023, 3, 20)),
        ("S2", 1, japan("2023-03-12 10:00"), None),
    ]


@pytest.mark.parametrize(
    ("taken", "due"),
    [
        ("2023-03-10 11:00", "2023-03-17 11:00"),
        ("2023-03-28 11:00", "2023-04-01 00:00"),
        ("2023-04-03 11:00", "2023-04-10 11:00"),
    ],
)
def test_a_shop_answers_within_a_week_and_while_the_coupon_can_be_used(taken, due):
    assert confirming.due_at(japan(taken), regionpay()) == japan(due)


def test_three_days_without_an_answer_are_the_supervisors():
    first = silent_for_three_days()
    later = reported(ume(), "cash_and_deducted")
    absent("2023-03-15 15:00")

    assert list(confirming.for_the_supervisor(regionpay())) == [first]
    confirming.decide_on_records(incident_id=first.pk, evidence="3回の決済が26秒差", by=staff("supervisor"), at=AT)

    assert (stands(first), stands(later)) == (("confirmed", "records"), ("confirming", ""))
    assert list(confirming.for_the_supervisor(regionpay())) == []


def test_three_attempts_on_two_days_are_not_enough():
    first = reported(sakura(), "paid_twice")
    for at in ("2023-03-13 11:00", "2023-03-13 15:00", "2023-03-14 00:10"):
        absent(at)
    assert list(confirming.for_the_supervisor(regionpay())) == []
    with pytest.raises(confirming.TooFewAttempts):
        confirming.decide_on_records(incident_id=first.pk, evidence="x", by=staff("supervisor"), at=AT)


def test_the_records_are_named():
    first = silent_for_three_days()
    with pytest.raises(confirming.NoEvidence):
        confirming.decide_on_records(incident_id=first.pk, evidence=" ", by=staff("supervisor"), at=AT)
