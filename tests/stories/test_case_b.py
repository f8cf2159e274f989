"""梅 (B1) and 桜 (B2): from the call to the payout, by every way a shop answers and every way they hold their coupon.

Before the freeze what was given back can be used in shops; after it, it is owed at once, with the coupon's balance at
the freeze (question 7). All stories happen side by side, so one freeze, one opening and one audit serve them all.
"""

from dataclasses import dataclass
from itertools import count, product

import pytest

from claims.models import Claim, Incident
from coupons.models import Coupon, Extension
from payouts.audit import breaches
from payouts.models import Payout
from tests.incidents.people import APRIL, MARCH, approved, reported, sakura, shop_answers, shop_is_silent, ume
from tests.makers import hanako, japan, line, opened, pay, regionpay

pytestmark = pytest.mark.django_db

STORIES = {"B1": (ume, "cash_and_deducted"), "B2": (sakura, "paid_twice")}
LEFT = {"B1": 1000, "B2": 1500}  # before anything is given back: 1,000 in both
SHOPS = ("agrees", "differs", "silent")
HOLDERS = ("member", "paper", "left the app", "by bank")
USES = ("unused", "partly", "used up")
OPENED = "2023-05-15 12:00"  # transfers, too
_phones = count(10_000_000)


@dataclass(frozen=True)
class Story:
    """One of 72 a season."""

    ground: str
    how: str
    says: str
    who: str


def holder(who: str) -> dict:
    if who in ("paper", "by bank"):
        return {}
    left = {"left_at": japan("2023-03-05 12:00")} if who == "left the app" else {}
    return {"member": hanako(regionpay(), **left)}


def at_hand(story: Story, when: str) -> int:
    """What can be spent in shops: in March what was given back, too."""
    return LEFT[story.ground] + (1000 if when == "march" and story.says != "differs" else 0)


def spent(story: Story, when: str) -> int:
    return {"unused": 0, "partly": 400, "used up": at_hand(story, when)}[story.how]


def owed(story: Story, when: str) -> int:
    if story.says == "differs":
        return 0  # not of case (A), and the shop's records say otherwise
    return at_hand(story, when) - spent(story, when) + (1000 if when == "april" else 0)


def told(story: Story, when: str) -> Coupon:
    make, kind = STORIES[story.ground]
    on = make(**holder(story.who))
    of = reported(on, kind, phone=f"090{next(_phones)}")
    shop_is_silent(of) if story.says == "silent" else shop_answers(of, story.says)
    if story.who == "by bank":
        asked_for_a_transfer(on, of)
    if when == "april" and spent(story, when):
        pay(on, spent(story, when), "2023-02-25 10:00")
    if story.says != "differs":
        approved(of, MARCH if when == "march" else APRIL)
    if when == "march" and spent(story, when):
        pay(on, spent(story, when), "2023-03-20 10:00")
    return on


def asked_for_a_transfer(on: Coupon, of: Incident) -> None:
    """On the site, to an account of their own, in March."""
    place = {"phone": of.phone, "email": "", "deliver_by": "sms", "deliver_to": of.phone, "contact_key": of.phone}
    line(on, method="refund", filed="2023-03-22 10:00", **place)


def ended(on: Coupon) -> tuple:
    """What left, to whom, and the ground."""
    left = [
        (payout.method, payout.amount_yen, "member" if payout.member_id else "claim")
        for payout in Payout.objects.filter(items__coupon=on)
    ]
    claims = Claim.objects.filter(lines__coupon=on, lines__state="accepted")
    grounds = Extension.objects.filter(coupon=on).values_list("ground", flat=True)
    return left, list(grounds), list(claims.values_list("channel", "deliver_by"))


def promised(story: Story, when: str) -> tuple:
    to = "member" if story.who == "member" else "claim"
    yen = owed(story, when)
    is_covered = story.says != "differs"
    claims = [("desk", "sms")] if is_covered and to == "claim" else []
    method = "points"
    if story.who == "by bank":
        method, claims = "refund", [("site", "sms")]
    return [(method, yen, to)] if yen else [], [story.ground] if is_covered else [], claims


@pytest.mark.parametrize("when", ["march", "april"])
def test_from_the_call_to_the_payout(when):
    stories = [Story(*parts) for parts in product(STORIES, USES, SHOPS, HOLDERS)]
    coupons = {story: told(story, when) for story in stories}

    opened(*coupons.values(), at=OPENED)

    assert {story: ended(on) for story, on in coupons.items()} == {story: promised(story, when) for story in stories}
    assert breaches(regionpay(), japan(OPENED)) == {}
