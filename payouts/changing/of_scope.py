"""What another reach would do: prefectures, the form of numbers, and words that have left already."""

from collections.abc import Iterator
from datetime import datetime

from claims.decisions import LIVE
from claims.models import Claim
from coupons.models import Coupon
from coupons.prefectures import PREFECTURES
from notifications.models import Message
from payouts.changing.wanted import Effect, Wanted

WORDS = (
    *("name", "name_en", "system_name", "sender", "sender_en"),
    *("help_desk_name", "help_desk_name_en", "help_desk_phone", "help_desk_hours", "help_desk_hours_en"),
)


def of_prefectures(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """Whose prefecture goes cannot claim any more; papers that nobody claimed forbid it while claims are taken."""
    if not wanted.changes("prefectures"):
        return
    for code in sorted(set(wanted.before.prefectures) - set(wanted.after.prefectures)):
        coupons = Coupon.objects.filter(scheme=wanted.scheme, prefecture=code, extension__isnull=False)
        claimed = coupons.filter(claimline__state__in=LIVE).count()
        paper = coupons.filter(member=None).exclude(claimline__state__in=LIVE).count()
        claims = Claim.objects.filter(scheme=wanted.scheme, prefecture=code, withdrawn_at=None).count()
        is_open = at < max(wanted.after.claims_until, wanted.after.refund_claims_until)
        words = f"{PREFECTURES[code]}には、申請が{claims:,}件、申請されたクーポンが{claimed:,}枚あります。"
        yield Effect(f"{words}まだ申請されていない紙のクーポンは{paper:,}枚です。", forbids=paper > 0 and is_open)


def of_numbers(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """A number on record that the form refuses could not be claimed."""
    if not wanted.changes("inquiry_no_pattern"):
        return
    own = Coupon.objects.filter(scheme=wanted.scheme)
    if other := own.exclude(inquiry_no__regex=wanted.after.inquiry_no_pattern).count():
        yield Effect(f"記録にあるクーポンのうち{other:,}枚の番号が、新しい形に合いません。", forbids=True)


def of_words(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """Messages carry the words they were made with."""
    if not wanted.changes(*WORDS):
        return
    made = Message.objects.filter(scheme=wanted.scheme.slug)
    waiting = made.filter(state=Message.State.QUEUED).count()
    left = made.exclude(state__in=[Message.State.QUEUED, Message.State.CANCELLED]).count()
    if waiting or left:
        yield Effect(f"前のことばのお知らせが、送信待ちに{waiting:,}通、もう送ったものに{left:,}通あります。")
