"""Who could not be reached: 花子 whose mail and SMS both fail, one whose URL is locked, and clerks who look for them."""

from django.contrib.auth.models import User

from config import clock
from coupons import eligibility, usable_until
from coupons.models import Member
from notifications.models import Message
from payouts import redirects
from payouts.models import Payout, Redirect
from tests.makers import coupon, hanako, japan, line, opened, owed, regionpay, told

AT = japan("2023-04-10 12:00")
LANDLINE = "0989876543"
NEW = {"channel": "sms", "destination": "08011112222", "reason": "ご本人と確認（旅行日と宿泊先）"}


def to_be_sent(**contact) -> Payout:
    """花子's URL waits to leave by mail; on record is a phone at home."""
    clock.move_to(AT)
    [payout] = opened(coupon(member=hanako(regionpay(), **{"phone": LANDLINE, **contact})))
    return payout


def sent(**contact) -> Payout:
    """花子 was sent her URL by mail."""
    payout = to_be_sent(**contact)
    told()
    return payout


def unreached(**contact) -> Payout:
    """And it came back."""
    payout = sent(**contact)
    messages = Message.objects.filter(about=f"payouts.payout/{payout.pk}")
    messages.update(state="undeliverable", error="550 no such user")
    return payout


def claimant() -> Payout:
    """太郎, whose only mail came back."""
    clock.move_to(AT)
    stated = line(coupon())
    stated.claim.phone = ""
    stated.claim.save()
    [payout] = opened(stated.coupon)
    told()
    Message.objects.filter(about=f"payouts.payout/{payout.pk}").update(state="undeliverable", error="550")
    return payout


def locked() -> Payout:
    payout = sent()
    payout.links.update(tries=5, locked_at=AT)
    return payout


def without_contact() -> None:
    owed(coupon(member=hanako(regionpay(), email="", phone=LANDLINE)))


def asked(by: User, payout: Payout | None = None, **other) -> Redirect:
    """A new destination waits for a second person."""
    return redirects.ask(payout_id=(payout or unreached()).pk, by=by, at=AT, **NEW | other)


def told_in_vain() -> Member:
    """花子 can use her coupon until 31 March, and the mail that said so came back."""
    clock.move_to(japan("2023-03-20 12:00"))
    member = hanako(regionpay(), phone=LANDLINE)
    coupon(member=member)
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))
    usable_until.tell(regionpay(), japan("2023-03-18 12:00"))
    Message.objects.update(state="sending", leased_until=AT)
    Message.objects.update(state="undeliverable", error="550 no such user")
    return member
