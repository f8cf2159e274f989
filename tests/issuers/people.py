"""Orders on their way, for the tests of issuers."""

from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Now as RealNow

from payouts import codes, orders
from payouts.models import BrandSetting, Payout, PointOrder
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
