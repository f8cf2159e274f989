"""The staff's addresses of shop confirmation: what each needs, and of which kind its row is."""

from claims import shop_answers
from claims.models import Incident
from tests.incidents.people import reported, sakura
from tests.makers import regionpay, staff, store

ADDRESSES = {
    "confirm_queue": ("desk.incident", ""),
    "confirm_list": ("desk.incident", ""),
    "confirm_take": ("desk.incident", ""),
    "confirm_answers": ("desk.incident", "claims.storeanswerfile"),
    "confirm_records": ("desk.settle_by_records", ""),
    "confirm_settle": ("desk.settle_by_records", "shops.incident"),
    "confirm_name_shop": ("desk.incident", "shops.incident"),
    "confirm_shop": ("desk.incident", "shops.store"),
    "confirm_open": ("desk.incident", "shops.store"),
    "confirm_close": ("desk.incident", "shops.store"),
    "confirm_call": ("desk.incident", "shops.store"),
    "confirm_absent": ("desk.incident", "shops.store"),
    "confirm_wrong": ("desk.incident", "shops.store"),
    "confirm_sheet": ("desk.incident", "shops.store"),
}


def rows() -> dict[str, int]:
    """A row of each kind."""
    empty = "受付番号,結果,ご担当者".encode()
    case = Incident.objects.order_by("pk").first() or reported(sakura(), "paid_twice")
    file = shop_answers.take(scheme=regionpay(), name="a.csv", data=empty, by=staff("sato"))
    return {"shops.incident": case.pk, "shops.store": store(regionpay()).pk, "claims.storeanswerfile": file.pk}
