"""Coupons with a story, and what a clerk does about them."""

import re

from django.http import HttpResponse
from django.test import Client

from claims.models import Claim
from config import clock
from coupons.models import Coupon
from tests.claims.pages import text
from tests.makers import hanako, japan, pay, regionpay
from tests.matching.people import covered
from tests.status.people import matched

DESK = "/admin/desk/"
NOW = "2023-03-20 12:00"
NO = "123456789012"
PHONE, MAIL = "09012345678", "hanako@example.jp"


def doubled(**more) -> Coupon:
    """桜's coupon: 3,000 yen, 500 spent before the outage, 1,000 twice within 26 seconds of it."""
    made = covered(inquiry_no=NO, **more)
    pay(made, 500, "2023-02-24 12:10")
    pay(made, 1000, "2023-02-24 18:02:11")
    pay(made, 1000, "2023-02-24 18:02:37")
    clock.move_to(japan(NOW))
    return made


def in_the_app(**more) -> Coupon:
    """花子's, charged in the app."""
    return doubled(member=hanako(regionpay(), phone=PHONE, email=MAIL), **more)


def claimed(**more) -> Claim:
    """太郎's claim for one coupon, matched in time."""
    return matched(covered(inquiry_no=NO), name="沖縄 太郎", name_kana="オキナワ タロウ", **more)


def search(client: Client, typed: str) -> HttpResponse:
    """What the clerk sees in the end, with the redirects on the way."""
    return client.post(DESK, {"q": typed}, follow=True)


def seen(response: HttpResponse) -> str:
    """The content of a page as one reads it."""
    return text(re.search(r'<div class="desk">.*</div>', response.content.decode(), re.DOTALL)[0])


def path(row: object) -> str:
    return f"{DESK}{row._meta.model_name}/{row.pk}/"


def identify(client: Client, row: object, *because: str) -> HttpResponse:
    return client.post(f"{path(row)}identify/", {"because": because}, follow=True)
