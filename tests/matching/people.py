"""Claims as they are filed, without the pages before them."""

from datetime import date
from itertools import count
from uuid import uuid4

from claims import matching
from claims.models import Claim, ClaimLine
from coupons import eligibility
from coupons.models import Coupon, Scheme
from tests.makers import coupon, japan, regionpay

_numbers = count(1)
TARO, STRANGER = "taro@example.jp", "stranger@example.jp"
NOON = japan("2023-04-10 12:00")


def covered(**more) -> Coupon:
    """A coupon of case (A), extended."""
    made = coupon(**more)
    eligibility.extend(made.scheme, japan("2023-02-27 00:00"))
    return made


def filed(*coupons: Coupon | str, by: str = TARO, scheme: Scheme | None = None, **more) -> Claim:
    """A claim from the site for coupons, or for numbers as they were typed; its contact proved."""
    number = next(_numbers)
    values = {
        "method": "points",
        "channel": "site",
        "name": "太郎",
        "phone": "09000000002",
        "email": "",
        "deliver_by": "mail" if "@" in by else "sms",
        "prefecture": "47",
        "travel_on": date(2023, 2, 23),
        "filed_at": japan("2023-04-10 11:00"),
        "contact_verified_at": japan("2023-04-10 11:00"),
        **more,
    }
    claim = Claim.objects.create(
        scheme=scheme or regionpay(), receipt_no=f"A-M{number:08}", deliver_to=by, form_nonce=uuid4(), **values
    )
    for one in coupons:
        ClaimLine.objects.create(claim=claim, stated_no=one if isinstance(one, str) else one.inquiry_no)
    return claim


def matched(*coupons: Coupon | str, **more) -> list[tuple[str, str, int | None]]:
    """File, match, and how the lines stand: state, reason, coupon."""
    claim = filed(*coupons, **more)
    matching.match_claims(NOON)
    return outcome(claim)


def outcome(claim: Claim) -> list[tuple[str, str, int | None]]:
    return list(claim.lines.order_by("pk").values_list("state", "reason", "coupon"))
