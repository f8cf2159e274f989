"""In English: every page of the receiving site, as the test client gets there."""

from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

from claims import filing
from config import clock
from payouts import releasing
from payouts.models import BrandSetting, PointOrder, ReceiveLink
from tests.english.states import EN, State
from tests.filing.drafts_made import proved
from tests.makers import japan, regionpay, told
from tests.receiving.people import (
    DAY,
    DIGITS,
    FIRST_TOO_LATE,
    TRAVEL,
    address,
    by_sms,
    choice,
    hold,
    link,
    stock,
    take,
)
from tests.stories.claims_told import duties

EARLIER = "2023-04-10 11:55"


def url(to: ReceiveLink) -> str:
    return EN + address(to)


def inside(client: Client, to: ReceiveLink) -> HttpResponse:
    """Behind the check."""
    return client.post(url(to), {"digits": DIGITS}, follow=True)


def wrong(to: Callable[[], ReceiveLink], typed: dict, times: int = 1) -> State:
    def see(client: Client) -> HttpResponse:
        where = url(to())
        return [client.post(where, typed) for _ in range(times)][-1]

    return see


def taken(client: Client, *, with_stock: bool) -> HttpResponse:
    to = link()
    if with_stock:
        stock()
    take(to, at=EARLIER)
    return inside(client, to)


def review(client: Client, at: str = "/en/r/review/") -> HttpResponse:
    inside(client, to := link())
    return client.get(at, choice(to))


def one_kind_is_out(client: Client) -> HttpResponse:
    """Of one there is nothing just now, another was taken off, the others can be chosen."""
    stock()
    BrandSetting.objects.filter(brand="edy").update(is_offered=False)
    return inside(client, link())


def code(client: Client) -> HttpResponse:
    stock()
    inside(client, to := link())
    return client.post("/en/r/review/", choice(to), follow=True)


def other_url(client: Client) -> HttpResponse:
    inside(client, to := link())
    inside(client, link())
    return client.post("/en/r/review/", choice(to))


def refused(client: Client) -> HttpResponse:
    to = link()
    order = take(to, at=EARLIER)
    PointOrder.objects.filter(pk=order.pk).update(state=PointOrder.State.REFUSED)
    to.payout.refresh_from_db()
    to.payout.state = "open"
    to.payout.save(update_fields=["state"])
    return inside(client, to)


def call_us(client: Client) -> HttpResponse:
    hold(to := link())
    return inside(client, to)


def over(client: Client) -> HttpResponse:
    to = link()
    clock.move_to(japan(FIRST_TOO_LATE))
    told()
    releasing.lapse(regionpay())
    return client.get(url(to))


def gave_way(client: Client) -> HttpResponse:
    to = link()
    releasing.void(payout_id=to.payout_id, who="test", reason="別の申請", at=japan(DAY))
    return client.get(url(to))


def asked_for_the_bank(of: ReceiveLink) -> None:
    """From her registered mail."""
    numbers = of.payout.items.values_list("coupon__inquiry_no", flat=True)
    filing.file(draft=proved("refund", *numbers, delivery={"deliver_by": "mail", "deliver_to": "hanako@example.jp"}))


def bank_choice(client: Client, to: ReceiveLink | None = None) -> HttpResponse:
    inside(client, to or link(2000, 1240))
    return client.get("/en/r/bank/")


def by_bank_soon(client: Client) -> HttpResponse:
    asked_for_the_bank(to := link())
    return inside(client, to)


def by_bank(client: Client) -> HttpResponse:
    asked_for_the_bank(to := link())
    duties("2023-04-10 12:05")
    return client.get(url(to))


def forged(_client: Client) -> HttpResponse:
    return Client(enforce_csrf_checks=True).post(url(link()), {"digits": DIGITS})


RECEIVING: dict[str, State] = {
    "check by phone": lambda client: client.get(url(link())),
    "check by trip": lambda client: client.get(url(by_sms())),
    "badly typed digits": wrong(link, {"digits": "x"}),
    "wrong digits": wrong(link, {"digits": "0000"}),
    "badly typed trip": wrong(by_sms, TRAVEL | {"travel_day": "30"}),
    "wrong trip": wrong(by_sms, TRAVEL | {"travel_day": "22"}),
    "locked": wrong(link, {"digits": "0000"}, times=5),
    "unknown": lambda client: client.get(f"/en/r/{'A' * 30}/"),
    "session over": lambda client: client.get("/en/r/"),
    "choice": lambda client: inside(client, link(2000, 1240)),
    "one kind is out": one_kind_is_out,
    "choice of a large amount": lambda client: inside(client, link(*[3000] * 20)),
    "an amount for no brand": lambda client: inside(client, link(*[30000] * 20)),
    "nothing chosen": lambda client: [inside(client, link()), client.get("/en/r/review/")][-1],
    "review": review,
    "code": code,
    "preparing": lambda client: taken(client, with_stock=False),
    "received": lambda client: taken(client, with_stock=True),
    "other url": other_url,
    "refused": refused,
    "call us": call_us,
    "over": over,
    "gave way": gave_way,
    "bank choice": bank_choice,
    "bank choice of several trips": lambda client: bank_choice(client, link(*[1000] * 21)),
    "refund asked for": by_bank_soon,
    "by bank": by_bank,
    "forged": forged,
}
