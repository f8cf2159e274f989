"""The payouts of a screen: what leads to each, and whether its URL may be sent once more to who is on the line."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase

from claims.models import Claim
from coupons.models import Member
from desk.call import identified
from payouts.models import Payout


@dataclass(frozen=True)
class Listed:
    """A payout on a screen. `can_be_sent_again` while its payee is identified and it has a URL to use."""

    payout: Payout
    is_identified: bool

    @property
    def can_be_sent_again(self) -> bool:
        payout = self.payout
        is_a_url = payout.method == Claim.Method.POINTS and payout.state in (Payout.State.OPEN, Payout.State.PAID)
        return is_a_url and self.is_identified and payout.held_at is None


def listed(payouts: Iterable[Payout], session: SessionBase, viewer: User) -> list[Listed]:
    """The newest first: what a caller asks about."""
    return [one(payout, session, viewer) for payout in reversed(list(payouts))]


def one(payout: Payout, session: SessionBase, viewer: User) -> Listed:
    return Listed(payout, identified.person(payee(payout), session, viewer).is_identified)


def payee(payout: Payout) -> Claim | Member:
    """Who is paid."""
    return payout.member or payout.claim
