"""花子 with a receiving URL, at every stage of it, and what one does on its pages."""

import re

from django.http import HttpResponse
from django.test import Client

from config import clock
from coupons.models import Coupon
from payouts import orders
from payouts.models import Brand, Payout, PointOrder, ReceiveLink
from tests.claims.pages import text
from tests.makers import code, coupon, hanako, japan, opened, regionpay

PHONE = "09012345678"
DIGITS = "5678"
TRAVEL = {"prefecture": "47", "travel_year": "2023", "travel_month": "2", "travel_day": "23"}
CODE = "NANA-1234-5678-9012"
DAY = "2023-04-10 12:00"
LAST_SECOND, FIRST_TOO_LATE = "2023-05-31 23:59:59", "2023-06-01 00:00:00"


def link(*yen: int, at: str = DAY, **contact) -> ReceiveLink:
    """花子's URL for coupons of `yen` each (one of 3,000 if not said), by mail, with her phone on record."""
    member = hanako(regionpay(), **{"phone": PHONE, **contact})
    coupons = [_worth(amount, member) for amount in yen or (3000,)]
    (payout,) = opened(*coupons)
    clock.move_to(japan(at))
    return payout.links.get()


def by_sms(*yen: int, **more) -> ReceiveLink:
    """The same by SMS: without mail."""
    return link(*yen, email="", **more)


def _worth(yen: int, member) -> Coupon:
    return coupon(yen=yen, member=member)


def let_in(client: Client, to: ReceiveLink, **answer) -> HttpResponse:
    """Give the right answer."""
    return client.post(address(to), answer or {"digits": DIGITS})


def choice(of: ReceiveLink, brand: str = "nanaco") -> dict:
    """What the pages of this URL send."""
    return {"payout": str(of.payout_id), "brand": brand}


def address(of: ReceiveLink) -> str:
    """What stands in the message, without the host."""
    return f"/r/{of.token}/"


def take(to: ReceiveLink, brand: str = "nanaco", at: str = DAY) -> PointOrder:
    """Ordered, and paid if stock has the code."""
    made = orders.order(payout_id=to.payout_id, brand=Brand(brand), who="test", at=japan(at))
    orders.settle(order_id=made.pk, at=japan(at))
    made.refresh_from_db()
    return made


def stock(brand: str = "nanaco", yen: int = 3000, plain: str = CODE) -> None:
    code(brand, yen, plain)


def hold(to: ReceiveLink) -> None:
    Payout.objects.filter(pk=to.payout_id).update(held_at=japan(DAY), held_by="desk", hold_reason="お問い合わせ中")


def stop() -> None:
    scheme = regionpay()
    scheme.stopped_at, scheme.stopped_reason = japan(DAY), "照合表が合わない"
    scheme.save()


def said(response: HttpResponse) -> str:
    """The main part of a page as one reads it."""
    return text(re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0])


def headline(response: HttpResponse) -> str:
    return text(re.search(r"<h1>(.*?)</h1>", response.content.decode())[1])


def faults(response: HttpResponse) -> tuple[list[str], list[str]]:
    """What is told at the top, and at the fields."""
    page = response.content.decode()
    above = re.search(r'<div class="faults".*?</div>', page, re.DOTALL)
    top = re.findall(r'<a href="#\w+">(.*?)</a>', above[0]) if above else []
    return top, re.findall(r'<p class="fault"[^>]*>(.*?)</p>', page)
