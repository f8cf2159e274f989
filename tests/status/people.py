"""太郎's claim at every stage after filing, and how he opens its status."""

import re

from django.http import HttpResponse
from django.test import Client

from claims import matching, receipt
from claims.models import Claim
from config import clock
from coupons.models import Coupon
from notifications.models import Message
from payouts import entitlements, opening, releasing
from payouts.models import Payout
from payouts.status import Told, tell
from tests.claims.pages import text
from tests.makers import code, hanako, japan, pay, regionpay, told
from tests.matching import people
from tests.matching.people import covered
from tests.payouts import batches
from tests.receiving.people import take

PHONE, DIGITS = "09000000002", "0002"
STATUS = "/regionpay-2023/status/"
CLAIM = f"{STATUS}claim/"
UNKNOWN_NO = "999999999999"
FILED, MATCHED, OPENED, SENT = "2023-04-10 11:00", "2023-04-10 12:00", "2023-04-10 13:00", "2023-04-10 14:00"
LATER = "2023-04-20 12:00"


def claim(*coupons: Coupon | str, filed: str = FILED, **more) -> Claim:
    """A claim as it was filed, with a receipt number that one could have been given."""
    made = people.filed(*coupons, filed_at=japan(filed), **more)
    made.receipt_no = receipt.new_number(receipt.CLAIM)
    made.save()
    clock.move_to(japan(filed))
    return made


def matched(*coupons: Coupon | str, at: str = MATCHED, **more) -> Claim:
    """The same, after the duty."""
    made = claim(*coupons, **more)
    matching.match_claims(japan(at))
    clock.move_to(japan(at))
    return _again(made)


def opened(*coupons: Coupon | str, at: str = OPENED, **more) -> Claim:
    """Accepted, frozen, and with a payout; its URL not yet sent."""
    made = matched(*(coupons or [covered()]), **more)
    entitlements.freeze(made.scheme, japan(at))
    opening.open_payouts(made.scheme, japan(at))
    clock.move_to(japan(at))
    return _again(made)


def sent(*coupons: Coupon | str, at: str = SENT, **more) -> Claim:
    """And its URL was sent."""
    made = opened(*coupons, **more)
    told(at)
    clock.move_to(japan(LATER))
    return made


def payout(of: Claim) -> Payout:
    return Payout.objects.filter(claim=of).latest("pk")


def ordered(**more) -> Claim:
    made = sent(**more)
    take(payout(made).links.get(), at="2023-04-18 12:00")
    return made


def paid(**more) -> Claim:
    code("nanaco", 3000)
    return ordered(**more)


def held(**more) -> Claim:
    made = sent(**more)
    _change(made, held_at=japan(LATER), held_by="desk", hold_reason="別の方との確認")
    return made


def stopped() -> Claim:
    made = sent()
    made.scheme.stopped_at, made.scheme.stopped_reason = japan(LATER), "照合表が合わない"
    made.scheme.save()
    return _again(made)


def unreached() -> Claim:
    made = sent()
    Message.objects.filter(about=f"payouts.payout/{payout(made).pk}").update(state="undeliverable", error="550")
    return made


def locked() -> Claim:
    made = sent()
    payout(made).links.update(locked_at=japan(LATER))
    return made


def lapsed() -> Claim:
    made = sent()
    clock.move_to(japan("2023-06-01 00:00"))
    releasing.lapse(made.scheme, japan("2023-06-01 00:00"))
    return made


def to_be_refunded(**more) -> Claim:
    return opened(method="refund", **more)


def transfer_ordered() -> Claim:
    made = to_be_refunded()
    batches.order_all(batches.approve(batches.submit(batches.draft(made.scheme, payout(made)))))
    clock.move_to(japan("2023-05-15 12:00"))
    return made


def transfer_exported() -> Claim:
    made = transfer_ordered()
    batches.export(payout(made).refund_lines.get().batch)
    clock.move_to(japan("2023-05-16 12:00"))
    return made


def transferred() -> Claim:
    made = transfer_exported()
    _change(made, state="paid")
    clock.move_to(japan("2023-05-18 12:00"))
    return made


def returned() -> Claim:
    made = transferred()
    batches.came_back(payout(made))
    releasing.returned(payout_id=payout(made).pk, who="desk", reason="口座なし", at=japan("2023-05-20 12:00"))
    clock.move_to(japan("2023-05-20 12:00"))
    return made


def used_up(yen: int = 2000) -> Coupon:
    """Accepted on 30 March, and all used on the evening of the 31st (case 6)."""
    made = covered(yen=yen)
    pay(made, yen, "2023-03-31 19:00")
    return made


def zero() -> Claim:
    return opened(used_up(), filed="2023-03-30 12:00", at="2023-04-03 09:00")


def in_the_app() -> Coupon:
    return covered(member=hanako(regionpay()))


def superseded() -> Claim:
    coupon = covered()
    old = matched(coupon)
    newer = claim(coupon, filed="2023-04-11 11:00")
    matching.match_claims(japan("2023-04-11 12:00"))
    matching.match_claims(japan("2023-04-11 12:00"))
    clock.move_to(japan(LATER))
    assert newer.lines.get().state == "accepted"
    return _again(old)


def _change(of: Claim, **values) -> None:
    Payout.objects.filter(pk=payout(of).pk).update(**values)


def _again(made: Claim) -> Claim:
    return Claim.objects.select_related("scheme", "superseded_by").get(pk=made.pk)


def now_told(of: Claim) -> Told:
    """What is told at this moment."""
    return tell(_again(of), clock.now())


def let_in(client: Client, to: Claim, digits: str = DIGITS) -> HttpResponse:
    """Give the right answer."""
    return client.post(STATUS, {"receipt_no": to.receipt_no, "digits": digits})


def see(client: Client, of: Claim) -> str:
    """The status as one reads it."""
    let_in(client, of)
    return said(client.get(CLAIM))


def said(response: HttpResponse) -> str:
    """The main part of a page as one reads it."""
    return text(re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0])


def faults(response: HttpResponse) -> list[str]:
    """What is told at the fields."""
    return re.findall(r'<p class="fault"[^>]*>(.*?)</p>', response.content.decode())


def guess(client, number: str, digits: str):
    return client.post(STATUS, {"receipt_no": number, "digits": digits})


def an_unknown_number() -> str:
    return receipt.new_number(receipt.CLAIM)
