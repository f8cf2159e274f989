"""Shop confirmation in a browser: every page of it in every state, as somebody named sato."""

from django.urls import reverse

from claims import confirming, leases, naming_shops, shop_answers
from claims.confirming import UNKNOWN, Answer
from claims.models import Incident
from coupons.models import Store
from tests.incidents.people import reported, ume
from tests.makers import incident, regionpay, staff
from tests.shops.people import AT, NEXT, absent, called, other_shop, shop, silent_for_three_days, two_cases


def nothing_open() -> str:
    return reverse("confirm_queue")


def queue_of_shops() -> str:
    """Two shops, one with a colleague; a case without shop; an answer file; something for the supervisor."""
    silent_for_three_days()
    two_cases()
    theirs = reported(ume(), "cash_and_deducted", at="2023-03-08 10:00")
    Incident.objects.filter(pk=theirs.pk).update(store=other_shop())
    leases.take(other_shop(), by=staff("suzuki"))
    incident()
    with_faults()
    return reverse("confirm_queue")


def with_faults() -> str:
    rows = "受付番号,結果,ご担当者\nB-0,一致,山城\n,一致,山城".encode()
    file = shop_answers.take(scheme=regionpay(), name="honbu_0313.csv", data=rows, by=staff("suzuki"), at=AT)
    return reverse("confirm_answers", args=[file.pk])


def shop_of_nobody() -> str:
    two_cases()
    return reverse("confirm_shop", args=[shop().pk])


def shop_of_mine() -> str:
    two_cases()
    absent(note="留守番電話")
    leases.take(shop(), by=staff("sato"))
    return reverse("confirm_shop", args=[shop().pk])


def shop_of_mine_that_was_another_cases() -> str:
    """A case came from the wrong shop; another waits for a second answer."""
    first, second = two_cases()
    Incident.objects.filter(pk=first.pk).update(store=other_shop())
    confirming.not_reached(store_id=other_shop().pk, by=staff("sato"), next_on=NEXT, at=AT)
    naming_shops.name_shop(incident_id=first.pk, store_no="S1", by=staff("sato"), why="shop")
    called(Answer(second.pk, UNKNOWN), by="sato", next_on=NEXT)
    leases.take(shop(), by=staff("sato"))
    return reverse("confirm_shop", args=[shop().pk])


def more_shops_than_a_page() -> str:
    for number in range(52):
        of = incident(at=f"2023-03-10 10:{number:02}")
        store = Store.objects.create(scheme=regionpay(), no=f"L{number}", name=f"食堂 {number}号店", prefecture="47")
        Incident.objects.filter(pk=of.pk).update(store=store)
    return reverse("confirm_queue")


def shop_of_a_colleague() -> str:
    two_cases()
    leases.take(shop(), by=staff("suzuki"))
    return reverse("confirm_shop", args=[shop().pk])


def call_sheet() -> str:
    two_cases()
    return reverse("confirm_sheet", args=[shop().pk])


def supervisors_queue() -> str:
    silent_for_three_days()
    return reverse("confirm_records")


STATES = {
    making.__name__: making
    for making in (
        nothing_open,
        queue_of_shops,
        with_faults,
        shop_of_nobody,
        shop_of_mine,
        shop_of_mine_that_was_another_cases,
        more_shops_than_a_page,
        shop_of_a_colleague,
        call_sheet,
        supervisors_queue,
    )
}
