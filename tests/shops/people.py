"""A shop with cases of 桜 and 梅, and the clerks who call it."""

from datetime import date

from claims import confirming
from claims.confirming import Answer
from claims.models import Incident, StoreAttempt
from coupons.models import Store
from tests.incidents.people import reported, sakura, ume
from tests.makers import japan, regionpay, staff, store

AT, NEXT = japan("2023-03-13 11:00"), date(2023, 3, 14)
DAYS = ("2023-03-13 11:00", "2023-03-14 11:00", "2023-03-15 11:00")


def two_cases() -> tuple[Incident, Incident]:
    """桜's and 梅's, both of 土産店 (S1), 桜's the older."""
    return (
        reported(sakura(), "paid_twice", at="2023-03-10 10:00"),
        reported(ume(), "cash_and_deducted", at="2023-03-11 10:00"),
    )


def shop() -> Store:
    return store(regionpay())


def other_shop() -> Store:
    found, _ = Store.objects.get_or_create(
        scheme=regionpay(), no="S2", defaults={"name": "喫茶店", "prefecture": "47", "phone": "0980000002"}
    )
    return found


def called(*answers: Answer, by: str = "clerk", person: str = "店長 山城", at=AT, **more) -> list[Incident]:
    return confirming.record_call(store_id=shop().pk, answers=answers, person=person, by=staff(by), at=at, **more)


def absent(at: str = "2023-03-13 11:00", by: str = "clerk", **more) -> int:
    given = {"store_id": shop().pk, "by": staff(by), "next_on": date(2023, 3, 20), "at": japan(at)}
    return confirming.not_reached(**given | more)


def silent_for_three_days() -> Incident:
    """桜's case; nobody at the shop answered on three days."""
    first = reported(sakura(), "paid_twice")
    for day in DAYS:
        absent(day)
    return first


def stands(of: Incident) -> tuple[str, str]:
    """The case's state, and what its shop is recorded to have said."""
    now = Incident.objects.get(pk=of.pk)
    return now.state, getattr(getattr(now, "confirmation", None), "result", "")


def attempts(of: Incident) -> list[tuple[str, str, str]]:
    rows = StoreAttempt.objects.filter(confirmation=of.pk).order_by("pk")
    return list(rows.values_list("by", "outcome", "note"))
