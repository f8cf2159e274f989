"""Their screens, for the matrix of every staff address."""

from tests.makers import staff
from tests.unreached.people import asked

ADDRESSES = {  # address: what it needs, and of which kind its row is
    "desk_delivery": ("delivery.look", ""),
    "desk_delivery_one": ("delivery.look", "payouts.payout"),
    "desk_delivery_call": ("delivery.call", "payouts.payout"),
    "desk_delivery_unlock": ("delivery.unlock", "payouts.payout"),
    "desk_delivery_ask": ("delivery.redirect", "payouts.payout"),
    "desk_delivery_approve": ("delivery.approve", "payouts.redirect"),
    "desk_delivery_send_back": ("delivery.approve", "payouts.redirect"),
    "desk_delivery_take_back": ("delivery.redirect", "payouts.redirect"),
}


def rows() -> dict[str, int]:
    return {"payouts.redirect": asked(staff("asks")).pk}
