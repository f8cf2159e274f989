"""The addresses of issuers for tests/staff/test_every_address.py: what each needs, and of which kind its row is."""

from payouts.models import OrderRefusal, PointOrder
from tests.issuers.people import bare_list, kept_apart

ADDRESSES = {
    "desk_issuer": ("issuers.look", ""),
    "desk_issuer_order": ("issuers.look", "payouts.pointorder"),
    "desk_issuer_refuse": ("issuers.settle", "payouts.pointorder"),
    "desk_issuer_settle": ("issuers.settle", "payouts.quarantinedanswer"),
    "desk_issuer_refusals": ("issuers.look", ""),
    "desk_issuer_refusal_approve": ("issuers.approve", "payouts.orderrefusal"),
    "desk_issuer_refusals_file": ("issuers.approve", "payouts.orderrefusal"),
    "desk_issuer_refusal_send_back": ("issuers.approve", "payouts.orderrefusal"),
    "desk_issuer_refusal_take_back": ("issuers.settle", "payouts.orderrefusal"),
    "desk_issuer_lists": ("issuers.look", ""),
    "desk_issuer_make": ("issuers.order", ""),
    "desk_issuer_file": ("issuers.order", "payouts.orderlist"),
    "desk_issuer_codes": ("issuers.order", ""),
    "desk_issuer_stock": ("issuers.order", ""),
    "desk_issuer_leftovers": ("operations.look", ""),
}


def rows(order: PointOrder) -> dict[str, int]:
    """An order, an answer to it that was kept apart, the word that it was not issued, a list."""
    said = {"reason": "メール", "made_by": "taro", "made_at": order.ordered_at}
    return {
        "payouts.pointorder": order.pk,
        "payouts.quarantinedanswer": kept_apart(order).pk,
        "payouts.orderrefusal": OrderRefusal.objects.create(order=order, **said).pk,
        "payouts.orderlist": bare_list().pk,
    }
