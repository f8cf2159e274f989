"""Two clerks on one shop: the second sees who has it, and two answers at once are one."""

import pytest
from django.db import transaction

from claims import confirming, leases, naming_shops
from claims.confirming import AGREES, DIFFERS, UNKNOWN, Answer
from claims.models import Incident, OpenStore, StoreAttempt
from coupons.models import Store
from tests.makers import regionpay, staff
from tests.races.guards import Background, at_once
from tests.shops.people import NEXT, called, other_shop, shop, stands, two_cases
from trail.models import AuditEvent


@pytest.mark.django_db
def test_the_second_sees_who_has_it_and_takes_over_knowingly():
    first, _ = two_cases()
    leases.take(shop(), by=staff("sato"))
    with pytest.raises(leases.WithAColleague) as refusal:
        leases.take(shop(), by=staff("suzuki"))
    assert refusal.value.opened.clerk == staff("sato")
    with pytest.raises(leases.WithAColleague):
        called(Answer(first.pk, AGREES), by="suzuki")

    leases.take(shop(), by=staff("suzuki"), takes_over=True)

    assert called(Answer(first.pk, AGREES), by="suzuki") == [first]
    events = AuditEvent.objects.filter(action="shop opened").order_by("pk")
    assert [(event.who, event.detail) for event in events] == [("sato", {}), ("suzuki", {"took_over_from": "sato"})]


@pytest.mark.django_db
def test_it_is_given_back_or_free_after_a_quarter_of_an_hour():
    leases.take(shop(), by=staff("sato"))
    leases.give_back(shop(), by=staff("suzuki"))
    assert leases.who_has(shop()).clerk == staff("sato")
    OpenStore.objects.update(until="2023-01-01T00:00:00Z")
    assert leases.take(shop(), by=staff("suzuki")).clerk == staff("suzuki")
    leases.give_back(shop(), by=staff("suzuki"))
    assert OpenStore.objects.count() == 0


def test_two_answers_at_once_are_one(own_database):
    first, _ = two_cases()
    with transaction.atomic():
        called(Answer(first.pk, AGREES), by="sato")
        beside = Background(lambda: called(Answer(first.pk, DIFFERS), by="suzuki"))
        assert beside.is_waiting()
    assert isinstance(beside.join().error, confirming.AnsweredMeanwhile)
    assert (stands(first), StoreAttempt.objects.count()) == (("confirmed", "agrees"), 1)


def test_the_two_clicks_of_one_are_one(own_database):
    first, second = two_cases()

    def click() -> list[Incident]:
        answers = Answer(first.pk, AGREES), Answer(second.pk, UNKNOWN)
        return called(*answers, by="sato", next_on=NEXT, mark="x")

    waited, later = at_once(click, click)

    assert (waited, later.error, later.result) == (True, None, [first, second])
    assert (stands(first), StoreAttempt.objects.count()) == (("confirmed", "agrees"), 2)


def moved(of: Incident, no: str = "S2", by: str = "sato") -> Incident:
    return naming_shops.name_shop(incident_id=of.pk, store_no=no, by=staff(by), why="told")


def test_of_two_at_once_the_second_is_told(own_database):
    first, _ = two_cases()
    other_shop()
    Store.objects.create(scheme=regionpay(), no="S3", name="食堂", prefecture="47", phone="")
    waited, later = at_once(lambda: moved(first), lambda: moved(first, "S3", by="suzuki"))
    assert (waited, type(later.error), Incident.objects.get(pk=first.pk).store.no) == (
        True,
        confirming.AnsweredMeanwhile,
        "S2",
    )


def test_an_answer_beside_the_change_is_not_taken_for_the_wrong_shop(own_database):
    first, _ = two_cases()
    other_shop()
    waited, later = at_once(lambda: moved(first), lambda: called(Answer(first.pk, DIFFERS), by="suzuki"))
    assert (waited, type(later.error), stands(first)) == (True, confirming.AnsweredMeanwhile, ("open", ""))
