"""What the database counts as a shop that does not answer (question 9), and what it refuses of attempts."""

import pytest

from claims import confirming
from claims.models import Incident, StoreAttempt, StoreConfirmation
from tests.incidents.people import reported, sakura
from tests.makers import japan, regionpay, shop_says, staff
from tests.races.guards import drop_trigger, refusal
from tests.shops.people import AT, other_shop

pytestmark = pytest.mark.django_db
TOO_EARLY = "three_attempts_on_three_days_before_the_records_decide"


@pytest.fixture
def case() -> Incident:
    """The shop is being asked."""
    return shop_says(reported(sakura(), "paid_twice"), "")


def attempt(of: Incident, at: str, outcome: str = "absent", **more) -> None:
    made = {"store": of.store, "by": "phone", "outcome": outcome, "clerk": staff("clerk"), "at": japan(at)}
    StoreAttempt.objects.create(confirmation=of.confirmation, **made | more)


def on_records() -> None:
    settled = {"settled_by": staff("supervisor"), "settled_at": AT}
    StoreConfirmation.objects.update(result="records", **settled)


def for_the_supervisor() -> list[Incident]:
    return list(confirming.for_the_supervisor(regionpay()))


def test_the_records_decide_after_three_days_only(case):
    for at in ("2023-03-10 23:59", "2023-03-11 00:00", "2023-03-11 09:00"):
        attempt(case, at)
    assert (for_the_supervisor(), refusal(on_records)) == ([], TOO_EARLY)

    attempt(case, "2023-03-12 00:00")
    assert for_the_supervisor() == [case]
    on_records()
    note = refusal(lambda: StoreAttempt.objects.update(note="x"))
    assert note == "claims_storeattempt takes inserts only (attempts_are_append_only)"
    Incident.objects.update(state="confirmed")


@pytest.mark.parametrize(
    ("outcomes", "is_silent"),
    [
        (("absent", "absent", "absent"), True),
        (("absent", "waits", "waits"), True),
        (("absent", "absent", "answered"), False),
        (("absent", "answered", "absent"), False),
        (("absent", "answered", "absent", "absent"), False),
        (("answered", "absent", "waits", "absent"), True),
    ],
    ids=["nobody", "no answer yet", "answered at last", "answered between", "two days since", "three days since"],
)
def test_silent_is_a_shop_without_an_answer_since_its_last_one(case, outcomes, is_silent):
    for day, outcome in enumerate(outcomes, 10):
        attempt(case, f"2023-03-{day} 11:00", outcome)

    assert for_the_supervisor() == ([case] if is_silent else [])
    if is_silent:
        on_records()
    else:
        assert refusal(on_records) == TOO_EARLY


def test_attempts_at_the_wrong_shop_do_not_count_for_the_right_one(case):
    for day in ("08", "09"):
        attempt(case, f"2023-03-{day} 11:00")
    right = other_shop()
    elsewhere = refusal(lambda: attempt(case, "2023-03-10 11:00", store=right))
    assert elsewhere == "an_attempt_is_made_at_the_shop_of_its_case"
    Incident.objects.update(store=right)
    for day in (10, 11):
        attempt(case, f"2023-03-{day} 11:00", store=right)

    assert (for_the_supervisor(), refusal(on_records)) == ([], TOO_EARLY)
    attempt(case, "2023-03-12 11:00", store=right)
    assert for_the_supervisor() == [case]
    on_records()


def test_what_one_shop_has_said_is_not_anothers_answer(case):
    shop_says(case)
    assert refusal(lambda: Incident.objects.update(store=other_shop())) == "a_shop_that_has_answered_stays"
    drop_trigger("a_shop_that_has_answered_stays", "claims_incident")
    assert Incident.objects.update(store=other_shop()) == 1


def test_what_was_recorded_once_is_not_recorded_again(case):
    for _ in range(2):
        attempt(case, "2023-03-10 11:00")
    attempt(case, "2023-03-10 11:00", "waits", mark="x")
    again = refusal(lambda: attempt(case, "2023-03-11 11:00", "waits", mark="x"))
    assert again == "an_attempt_is_recorded_once"
