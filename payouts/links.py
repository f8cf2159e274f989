"""A receiving URL: finding it, the check that its channel does not carry, its lock, its successor.

Public answers never tell an unknown link from a revoked one. Opening a link changes nothing; only the check counts.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation

from claims import limits
from claims.limits import Limit
from config import clock, tokens
from coupons.models import Coupon
from notifications import outbox
from notifications.models import Message
from payouts import time_to_receive, unseen
from payouts.models import Payout, PayoutItem, PointOrder, ReceiveLink
from payouts.models.link import PURPOSE
from trail.record import record

TRIES = 5
UNLOCKED = Limit("link unlocked", 3, timedelta(days=1))


class NotLocked(Exception):
    """The link is not locked, or dead."""


@dataclass(frozen=True)
class Answer:
    """What the holder typed: the last four digits of the phone on record, or prefecture and travel date."""

    digits: str = ""
    prefecture: str = ""
    travel_on: date | None = None


def find(token: str) -> ReceiveLink | None:
    """The link that `token` opens (see `get`), or None."""
    row_id = tokens.row_id_of(token)
    link = None if row_id is None else get(row_id)
    return link if link and _is_ours(link, token) else None


def get(link_id: int) -> ReceiveLink | None:
    """The link if it leads somewhere: live, or its payout's last, which died with it: its holder may be told so."""
    leads = Q(revoked_at=None) | _is_the_last_of(Payout.State.LAPSED)
    links = ReceiveLink.objects.select_related("payout__scheme", "payout__member", "payout__claim")
    return links.filter(leads, pk=link_id).first()


def gave_way(token: str) -> ReceiveLink | None:
    """The link that `token` opened until its payout was voided for a newer claim; None for every other token.

    Only who was sent the link holds such a token, and they may be told (design 5 "Matching", takeover).
    """
    row_id = tokens.row_id_of(token)
    links = ReceiveLink.objects.select_related("payout__scheme").filter(_is_the_last_of(Payout.State.VOID))
    link = None if row_id is None else links.filter(pk=row_id).first()
    return link if link and _is_ours(link, token) else None


def _is_the_last_of(state: str) -> Q:
    """What was replaced before may have gone to the wrong place: it is told nothing of a payout, ever."""
    later = ReceiveLink.objects.filter(payout=OuterRef("payout"), pk__gt=OuterRef("pk"))
    return Q(~Exists(later), payout__state=state)


def _is_ours(link: ReceiveLink, token: str) -> bool:
    try:
        return tokens.is_token_of(token, PURPOSE, link.pk, link.salt, link.key_id)
    except tokens.UnknownKey:
        return False


def asks_for_digits(link: ReceiveLink) -> bool:
    """Whether the last four digits of the phone are asked: not by SMS, which carries it, nor without a phone."""
    return link.channel != ReceiveLink.Channel.SMS and len(phone_of(link.payout)) >= 4


def phone_of(payout: Payout) -> str:
    """The phone on record of whoever is paid; may be empty."""
    return payout.member.phone if payout.member else payout.claim.phone


def check(*, link: ReceiveLink, answer: Answer, at: datetime | None = None) -> bool:
    """Whether the answer is right; a wrong one counts, and the fifth locks the link.

    Counted under the link's lock: a hundred tries at once are still five.
    """
    at = at or clock.now()
    with transaction.atomic():
        locked = ReceiveLink.objects.select_for_update(of=("self",), no_key=True).get(pk=link.pk)
        if locked.locked_at or locked.revoked_at:
            return False
        if _is_right(link, answer):
            return True
        locked.tries += 1
        if locked.tries >= TRIES:
            locked.locked_at = at
            record("link locked", who="receiving site", about=locked)
        locked.save(update_fields=["tries", "locked_at"])
        return False


def _is_right(link: ReceiveLink, answer: Answer) -> bool:
    if asks_for_digits(link):
        digits = unicodedata.normalize("NFKC", answer.digits).strip()
        return len(digits) == 4 and phone_of(link.payout).endswith(digits)
    coupons = PayoutItem.objects.filter(payout=link.payout).values("coupon")
    return Coupon.objects.filter(pk__in=coupons, prefecture=answer.prefecture, travel_on=answer.travel_on).exists()


def replace(
    *, link_id: int, channel: str, at: datetime, to: str = "", who: str = "duty:tell", release: str = ""
) -> bool:
    """Revoke the link and send another of the same payout by `channel`; False if there is nothing more to receive.

    It goes `to` there; else, by the same channel, to where the old one went, by the other to the contact on record.
    What waits to be said of the old one is taken back. `release`: of what it follows, so that a pause stops both.

    Its receiver has as many days as anybody: nobody may have read what was sent by the old one. Of a code that nobody
    has seen they are told, too.
    """
    with transaction.atomic():
        payout_id = ReceiveLink.objects.values_list("payout_id", flat=True).get(pk=link_id)
        payout = Payout.objects.select_for_update(of=("self",), no_key=True).get(pk=payout_id)
        old = ReceiveLink.objects.select_for_update(of=("self",), no_key=True).get(pk=link_id)
        order = unseen.order_of(payout, at)
        if (payout.state != Payout.State.OPEN and order is None) or old.revoked_at:
            return False
        old.revoked_at = at
        old.save(update_fields=["revoked_at"])
        outbox.cancel(about=f"payouts.payout/{payout.pk}")
        made = ReceiveLink.objects.create(
            payout=payout,
            key_id=tokens.newest_key(),
            channel=channel,
            destination=to or (old.destination if channel == old.channel else destination(payout, channel)),
            made_at=at,
        )
        time_to_receive.grow(payout, outbox.quiet_hours(at))
        if order:
            say_ready(made, payout, order, key=f"points-ready/{order.pk}/{made.pk}", at=at, release=release)
        else:
            say(made, payout, template="receive_link", key=f"receive-link/{made.pk}", at=at, release=release)
        record("link replaced", who=who, about=payout, channel=channel)
    return True


def unlock(*, link_id: int, who: str, at: datetime | None = None) -> None:
    """Let a link that wrong answers have locked be tried five times more: its holder was identified by `who`.

    What waits is good for as many days as anybody has; a code is seen until its own last day, which does not grow.
    Raises NotLocked, limits.TooMany.
    """
    at = at or clock.now()
    with transaction.atomic():
        payout_id = ReceiveLink.objects.values_list("payout_id", flat=True).get(pk=link_id)
        payout = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme").get(pk=payout_id)
        link = ReceiveLink.objects.select_for_update(of=("self",), no_key=True).get(pk=link_id)
        if link.locked_at is None or link.revoked_at:
            raise NotLocked
        limits.take(UNLOCKED, f"link {link.pk}")
        link.tries, link.locked_at = 0, None
        link.save(update_fields=["tries", "locked_at"])
        if payout.state == Payout.State.OPEN:
            time_to_receive.grow(payout, at)
        record("link unlocked", who=who, about=payout)


def destination(payout: Payout, channel: str) -> str:
    """Where the payee is reached by `channel`; may be empty. A claim's chosen way has a destination of its own."""
    if payout.claim and payout.claim.deliver_by == channel:
        return payout.claim.deliver_to
    contact = payout.member or payout.claim
    return contact.phone if channel == ReceiveLink.Channel.SMS else contact.email


def language(payout: Payout) -> str:
    """In which language the payee is spoken to: members gave us none."""
    return payout.claim.language if payout.claim else "ja"


def say(
    link: ReceiveLink,
    payout: Payout,
    *,
    template: str,
    key: str,
    at: datetime,
    urgent: bool = False,
    reader: str | None = None,
    release: str = "",
    **more: object,
) -> None:
    """Queue a message that leads to `link`; `more` is what the template needs beside it.

    `urgent`: somebody asked for it just now, so it goes at night too. `reader`: their language, if not the payee's.
    `release`: what it waits for, as a part of mass sending.
    """
    leads_there = {
        "link": {"purpose": PURPOSE, "id": link.pk, "key_id": link.key_id, "salt": str(link.salt)},
        "amount_yen": payout.amount_yen,
        "until": payout.receive_until.isoformat(),
    }
    context = leads_there | _reader(payout, reader) | more
    _queue(link, payout, template=template, key=key, context=context, at=at, urgent=urgent, release=release)


def say_ready(link: ReceiveLink, payout: Payout, order: PointOrder, *, key: str, at: datetime, **how) -> None:
    """Queue 「ポイントの準備ができました」, with until when the code is shown; `how` as for `say`."""
    with translation.override(how.get("reader") or language(payout)):
        brand = order.get_brand_display()
    until = unseen.shown_until(payout, order, at, is_telling="/asked/" not in key)
    ends = unseen.code_ends(order)
    use_by = {"use_by": ends.isoformat()} if ends and ends < until else {}
    words = {"brand": brand, "until": until.isoformat()} | use_by
    say(link, payout, template="points_ready", key=key, at=at, **words, **how)


def _reader(payout: Payout, reader: str | None = None) -> dict[str, str]:
    """Whom a message speaks to, and who speaks: members gave us no name."""
    said_in = reader or language(payout)
    name = {"name": payout.claim.name} if payout.claim else {}
    return payout.scheme.says(said_in) | {"language": said_in} | name


def _queue(
    link: ReceiveLink,
    payout: Payout,
    *,
    template: str,
    key: str,
    context: dict,
    at: datetime,
    urgent: bool = False,
    release: str = "",
) -> None:
    outbox.queue(
        key=key,
        channel=link.channel,
        to=link.destination,
        template=template,
        context=context,
        about=f"payouts.payout/{payout.pk}",
        scheme=payout.scheme.slug,
        not_before=at if urgent else outbox.quiet_hours(at),
        urgent=urgent,
        release=release,
    )


def was_told(link: ReceiveLink) -> bool:
    """Whether a message with this link has left, or may have."""
    about = f"payouts.payout/{link.payout_id}"
    said = Message.objects.filter(about=about, context__link__id=link.pk)
    return said.exclude(state__in=(Message.State.QUEUED, Message.State.CANCELLED), attempts=0).exists()


def tell_why_dead(link: ReceiveLink, at: datetime) -> None:
    """To where the link was sent: another application took its coupon, so it opens nothing any more (case 11)."""
    payout = link.payout
    _queue(link, payout, template="link_gave_way", key=f"link-gave-way/{link.pk}", context=_reader(payout), at=at)
