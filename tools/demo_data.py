"""What the demo's database holds: its tables, the sample, the clock on 5 April 2023, the operator.

Prints the numbers to try.
"""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

import migrating

ROOT = Path(__file__).resolve().parent.parent
# Two days after points begin: claims are open, much is paid, links wait to be used.
DEMO_DAY = date(2023, 4, 5)
EXTENDED, BEFORE_THE_FREEZE = date(2023, 3, 1), date(2023, 3, 31)  # between them nothing is due


def fill() -> None:
    """Load the sample into an empty database, and carry out what was due up to the demo's day; as often as you like."""
    from django.core.management import call_command

    from config import clock
    from coupons.models import Coupon
    from payouts.models import PointCode

    if not Coupon.objects.exists():
        print("Loading the sample")
        with redirect_stdout(StringIO()):  # its odd rows are there on purpose
            call_command("load", str(ROOT / "data/sample"))
    if clock.is_moved():
        call_command("rehearse", "--resume")
    if not clock.is_moved():
        print(f"Rehearsing what was due until {DEMO_DAY}", flush=True)
        call_command("rehearse", "--until", EXTENDED.isoformat(), "--release")
    if clock.now().date() < BEFORE_THE_FREEZE:
        call_command("rehearse", "--from", BEFORE_THE_FREEZE.isoformat(), "--until", DEMO_DAY.isoformat(), "--release")
    if clock.now().date() < DEMO_DAY:  # a start that was interrupted
        call_command("rehearse", "--until", DEMO_DAY.isoformat(), "--release")
    set_payer()
    if not PointCode.objects.exists():  # of every brand but PayPay, which shows how it is to wait
        call_command("codes", str(ROOT / "data/demo/codes.csv"))


def set_payer() -> None:
    """Who pays the refunds, invented: bank 9999 is nobody's. Without it no batch of transfers could be submitted."""
    from coupons.models import Scheme
    from payouts.models import Consignor

    invented = {
        "code": "9999999999",
        "name": "ﾃﾞﾓ ﾎｼﾖｳｼﾞﾑｷﾖｸ",
        "bank_code": "9999",
        "bank_name": "ﾃﾞﾓ",
        "branch_code": "999",
        "branch_name": "ﾎﾝﾃﾝ",
        "account_type": "1",
        "account_no": "9999999",
    }
    for scheme in Scheme.objects.filter(consignor=None):
        Consignor.objects.create(scheme=scheme, **invented)


BY_THE_DEMO = {"made_by": "command:demo", "settled_by": "whoever started it", "state": "approved"}


def make_staff(password: str) -> None:
    """Somebody of each role, called by it, all with one password (hashed once: it takes long); nobody is above them."""
    from django.contrib.auth.hashers import check_password, make_password
    from django.contrib.auth.models import Group, User
    from django.core.management import call_command

    from config import clock
    from desk.roles import ROLES
    from trail.models import RoleRequest
    from trail.persons import BY_TWO

    with redirect_stdout(StringIO()):
        call_command("roles")
    there = User.objects.filter(username="operator").values_list("password", flat=True).first()
    hashed = there if there and check_password(password, there) else make_password(password)
    for role in ROLES:
        values = {"password": hashed, "is_staff": True, "is_superuser": False, "is_active": True}
        values["email"] = f"{role}@staff.example"
        user, _ = User.objects.update_or_create(username=role, defaults=values)
        if role in BY_TWO and not user.groups.filter(name=role).exists():
            RoleRequest.objects.create(user=user, role=role, **BY_THE_DEMO, settled_at=clock.now())
        user.groups.set(Group.objects.filter(name=role))


def numbers_to_try() -> str:
    """One coupon of each kind that a visitor may meet."""
    from coupons.models import Coupon

    owed = Coupon.objects.filter(entitlements__amount_yen__gt=0)
    kinds = {
        "in the app, something is owed": owed.filter(member__isnull=False, member__left_at=None),
        "on paper, to be claimed": owed.filter(member=None),
        "not covered": Coupon.objects.filter(extension=None),
    }
    found = [(coupons.order_by("inquiry_no").first(), kind) for kind, coupons in kinds.items()]
    return "\n".join(_line(coupon, kind) for coupon, kind in found if coupon)


def _line(coupon: object, kind: str) -> str:
    return (
        f"  Inquiry number {coupon.inquiry_no}   {coupon.get_prefecture_display()}, "
        f"travel on {coupon.travel_on}   ({kind})"
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    with redirect_stdout(sys.stderr):
        migrating.migrate()
        fill()
        make_staff(os.environ["STAFF_PASSWORD"])
    print(numbers_to_try())
