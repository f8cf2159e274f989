"""Orders on their way, for the tests of issuers."""

from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Now as RealNow

from payouts import codes, orders
from payouts.issuers import lists, outcomes
from payouts.issuers.answers import Issued
from payouts.models import BrandSetting, OrderList, Payout, PointOrder, QuarantinedAnswer
from tests.makers import coupon, hanako, japan, opened, regionpay

AT = japan("2023-04-05 12:00")


def by_way(way: str, brand: str = "nanaco") -> None:
    """How the brand comes, from now on."""
    BrandSetting.objects.filter(brand=brand).update(way=way)


def payout(yen: int = 1000) -> Payout:
    """Open, for 花子."""
    (made,) = opened(coupon(yen=yen, member=hanako(regionpay())))
    return made


def ordered(yen: int = 1000, brand: str = "nanaco") -> PointOrder:
    """花子 has confirmed."""
    return orders.order(payout_id=payout(yen).pk, brand=brand, who="test", at=AT)


def waited() -> None:
    """The janitor's waits go by."""
    PointOrder.objects.filter(state__in=["requested", "unknown"]).update(next_at=RealNow())


def asked(at=AT) -> int:
    """The duty runs once the waits are over; how many got their code."""
    waited()
    return orders.settle_orders(at)


def kept_apart(order: PointOrder) -> QuarantinedAnswer:
    """The issuer's answer to it, one yen too much."""
    wrong = Issued("N-WRONG", order.brand, order.payout.amount_yen + 1, provider_ref="R-1")
    outcomes.take(order_id=order.pk, answer=wrong, at=AT)
    return order.quarantined.latest("pk")


def bare_list() -> OrderList:
    """A list's row alone, as if its orders were elsewhere."""
    values = {"line_count": 1, "total_yen": 1000, "xlsx": b"x", "digest": b"x", "made_at": AT, "made_by": "taro"}
    return OrderList.objects.create(scheme=regionpay(), brand="nanaco", **values)


def listed(yen: int = 1000) -> OrderList:
    """A list of one order of nanaco."""
    by_way("list")
    ordered(yen)
    return lists.make(scheme=regionpay(), brand="nanaco", who="taro", at=AT)


def state_of(order: PointOrder) -> tuple[str, str]:
    """Of the order and its payout."""
    order.refresh_from_db()
    return order.state, Payout.objects.get(pk=order.payout_id).state


def code_of(order: PointOrder) -> str:
    order.refresh_from_db()
    return codes.code_of(order)


def wait_in_minutes(order: PointOrder) -> int:
    """Until it is asked about again, on the unmoved clock."""
    row = PointOrder.objects.annotate(left=F("next_at") - RealNow()).get(pk=order.pk)
    return round(row.left / timedelta(minutes=1))
