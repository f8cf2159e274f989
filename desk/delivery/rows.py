"""Who could not be reached: what was tried, since when, and what can be done about it (ux B9, design 5)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Q

from claims.models import CallNote
from desk.call import hits, masked, payout_rows
from notifications.models import Message
from payouts import telling
from payouts.models import Payout, ReceiveLink

MOST = 100


@dataclass(frozen=True)
class Unreached:
    """A payout whose URL is of no use to its payee: not delivered by any channel, or locked."""

    payout: Payout
    link: ReceiveLink
    why: str
    since: datetime
    days: int
    calls: int

    @property
    def payee(self) -> str:
        return f"アプリ会員 {self.payout.member.member_no}" if self.payout.member else self.payout.claim.receipt_no

    @property
    def payee_address(self) -> str:
        return hits.address(payout_rows.payee(self.payout))

    @property
    def tried(self) -> str:
        """「メール t***@example.jp」"""
        return f"{self.link.get_channel_display()} {masked.contact(self.link.destination)}"


def listed(at: datetime) -> list[Unreached]:
    """Both kinds, whoever waits longest first."""
    lost = telling.unreachable().values_list("pk", flat=True)
    links = ReceiveLink.objects.select_related("payout__member__scheme", "payout__claim__scheme", "payout__scheme")
    undelivered = links.filter(payout__in=list(lost), revoked_at=None, locked_at=None)
    locked = links.filter(pk__in=telling.locked_out().values("pk"))
    rows = [*[_row(link, link.made_at, "届かない", at) for link in undelivered.order_by("made_at")[:MOST]]]
    rows += [_row(link, link.locked_at, "ロック", at) for link in locked.order_by("locked_at")[:MOST]]
    return sorted(rows, key=lambda row: row.since)


def _row(link: ReceiveLink, since: datetime, why: str, at: datetime) -> Unreached:
    payout = link.payout
    about = Q(member=payout.member) if payout.member_id else Q(claim=payout.claim)
    calls = CallNote.objects.filter(about, at__gte=since).count()
    return Unreached(payout, link, why, since, (at - since).days, calls)


def tries(payout: Payout) -> list[tuple[datetime | None, str, str]]:
    """What was sent with a URL of this payout: when, where to (masked), and what became of it."""
    said = Message.objects.filter(about=f"payouts.payout/{payout.pk}").order_by("pk")
    return [
        (one.sent_at, f"{one.get_channel_display()} {masked.contact(one.to)}", one.get_state_display()) for one in said
    ]


def contacts(payout: Payout) -> list[tuple[str, str]]:
    """Every number and address on record, in full, for whoever is about to call."""
    payee = payout_rows.payee(payout)
    known = [("電話番号", payee.phone), ("メール", payee.email)]
    links = [(link.get_channel_display(), link.destination) for link in payout.links.order_by("pk")]
    return list(dict.fromkeys(pair for pair in chain(known, links) if pair[1]))
