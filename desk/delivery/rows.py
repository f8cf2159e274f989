"""Who could not be reached: what was tried, since when, and what can be done about it (ux B9, design 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from claims.models import CallNote
from desk.call import hits, masked, payout_rows
from notifications.models import Message
from payouts import redirects, telling
from payouts.models import Payout, ReceiveLink


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


def links() -> QuerySet[ReceiveLink]:
    """Both kinds, whoever waits longest first."""
    lost = telling.unreachable().values_list("pk", flat=True)
    found = ReceiveLink.objects.select_related("payout__member__scheme", "payout__claim__scheme", "payout__scheme")
    undelivered = Q(payout__in=list(lost), revoked_at=None, locked_at=None)
    locked = Q(pk__in=telling.locked_out().values("pk"))
    return found.filter(undelivered | locked).annotate(since=Coalesce("locked_at", "made_at")).order_by("since", "pk")


def listed(found: Iterable[ReceiveLink], at: datetime) -> list[Unreached]:
    """Rows of `links`."""
    return [_row(link, at) for link in found]


def _row(link: ReceiveLink, at: datetime) -> Unreached:
    payout, since, why = link.payout, link.since, "ロック" if link.locked_at else "届かない"
    about = Q(member=payout.member) if payout.member_id else Q(claim=payout.claim)
    calls = CallNote.objects.filter(about, at__gte=since).count()
    return Unreached(payout, link, why, since, (at - since).days, calls)


def tries(payout: Payout) -> list[tuple[datetime | None, str, str]]:
    """What was sent with a URL of this payout: when, where to (masked), and what became of it."""
    said = Message.objects.filter(about=f"payouts.payout/{payout.pk}").order_by("pk")
    return [
        (one.sent_at, f"{one.get_channel_display()} {masked.contact(one.to)}", one.get_state_display()) for one in said
    ]


def others(payout: Payout, at: datetime) -> list[tuple[Payout, str]]:
    """The member's other payouts by which something can be had, and where the URL of each went (masked)."""
    if payout.member_id is None:
        return []
    theirs = Payout.objects.filter(member=payout.member_id, method="points").exclude(pk=payout.pk).order_by("pk")
    open_ones = [one for one in theirs if redirects.can_be_received(one, at)]
    live = {link.payout_id: link for link in ReceiveLink.objects.filter(payout__in=open_ones, revoked_at=None)}
    return [
        (one, f"{live[one.pk].get_channel_display()} {masked.contact(live[one.pk].destination)}")
        for one in open_ones
        if one.pk in live
    ]


def contacts(payout: Payout) -> list[tuple[str, str]]:
    """Every number and address on record, in full, for whoever is about to call."""
    payee = payout_rows.payee(payout)
    known = [("電話番号", payee.phone), ("メール", payee.email)]
    links = [(link.get_channel_display(), link.destination) for link in payout.links.order_by("pk")]
    return list(dict.fromkeys(pair for pair in chain(known, links) if pair[1]))
