"""The staff's addresses of what a scheme says: what each needs, and of which kind its row is."""

from payouts.changing import proposing
from payouts.changing.effects import effects
from payouts.changing.wanted import wanted
from tests.makers import japan, regionpay, staff

SLUG = "regionpay-2023"
ADDRESSES = {
    "scheme": ("operations.look", "slug"),
    "scheme_change": ("schemes.change", "group"),
    "scheme_asked": ("operations.look", "coupons.schemechange"),
    "scheme_confirm": ("schemes.confirm", "coupons.schemechange"),
    "scheme_refuse": ("schemes.confirm", "coupons.schemechange"),
    "scheme_withdraw": ("schemes.change", "coupons.schemechange"),
}


def given(kind: str) -> dict[str, str]:
    """What the address of a scheme, or of a group in it, is made of."""
    return {"slug": {"slug": SLUG}, "group": {"slug": SLUG, "key": "dates"}}.get(kind, {})


def rows() -> dict[str, int]:
    return {"coupons.schemechange": asked().pk}


def asked(by=None, *, brand: str = "", at: str = "2023-04-05 12:00", scheme=None, **new):
    """A change that waits: of the name of the call centre, unless another is named."""
    wish = wanted(scheme or regionpay(), brand, new or {"help_desk_phone": "0120-000-000"})
    now = japan(at)
    seen = proposing.mark_of_effects(wish, effects(wish, now))
    return proposing.ask(wish=wish, by=by or staff("jimu"), reason="第三報のため", seen=seen, at=now)
