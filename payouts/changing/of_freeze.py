"""What another last day of use would do to fixed balances, and to what regionPAY was told (notice 2.A1, 2.A2)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from config.dates import until
from coupons.models import Change, Extension
from notifications.models import Message
from payouts.changing.wanted import Effect, Wanted
from payouts.models import Entitlement

# The formula of coupon_target (payouts/migrations/0002), asked for two instants; `fixed`: on a payout, or lapsed.
OTHERWISE = """
with judged as (
    select x.coupon_id,
        greatest(0, coalesce(sum(e.amount_yen) filter (where e.counts_at < %(before)s), 0))
            + coalesce(sum(e.amount_yen) filter (
                where e.kind in ('reinstatement', 'reversal') and e.counts_at >= %(before)s), 0) as was,
        greatest(0, coalesce(sum(e.amount_yen) filter (where e.counts_at < %(after)s), 0))
            + coalesce(sum(e.amount_yen) filter (
                where e.kind in ('reinstatement', 'reversal') and e.counts_at >= %(after)s), 0) as will
    from coupons_extension x left join coupons_entry e on e.coupon_id = x.coupon_id
    where x.scheme_id = %(scheme)s group by x.coupon_id
)
select count(*), coalesce(sum(will - was), 0), count(*) filter (where exists (
    select from payouts_entitlement t
    where t.coupon_id = judged.coupon_id and (t.payout_id is not null or t.lapsed_at is not null)
)) from judged where was <> will
"""


def of_the_freeze(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """A balance that was fixed and is on a payout stays; a day that shops were told is not brought forward."""
    if not wanted.changes("usable_until"):
        return
    before, after = wanted.before.usable_until, wanted.after.usable_until
    if at >= before:
        yield from _of_fixed_balances(wanted, at)
    recorded = Extension.objects.filter(scheme=wanted.scheme, until=before)
    if count := recorded.count():
        changes = Change.objects.filter(scheme=wanted.scheme, kind=Change.Kind.EXTENSION, told_at__isnull=False)
        told = recorded.filter(coupon__in=changes.values("coupon")).count()
        words = f"「{until(before)}」と延長したクーポンが{count:,}枚あり、うちregionPAYに伝えたものが{told:,}枚です。"
        earlier = bool(told) and after < before
        advice = "新しい日のあとも、お店で使えてしまいます。" if earlier else "記録と通知は、前の日のままです。"
        yield Effect(words + advice, forbids=earlier)
    sent = Message.objects.filter(scheme=wanted.scheme.slug, template="usable_until").exclude(state="cancelled").count()
    if sent:
        yield Effect(f"前の日を書いたお知らせが{sent:,}通あります。送り直しはしません。")


def _of_fixed_balances(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    asked = {"scheme": wanted.scheme.pk, "before": wanted.before.usable_until, "after": wanted.after.usable_until}
    with connection.cursor() as cursor:
        cursor.execute(OTHERWISE, asked)
        coupons, yen, fixed = cursor.fetchone()
    if coupons:
        words = f"残額はもう確定しています。変わるクーポンが{coupons:,}枚（差は{yen:,}円）"
        yield Effect(f"{words}、うち支払に載せたか期限切れのものが{fixed:,}枚あります。", forbids=fixed > 0)
    out = Entitlement.objects.filter(scheme=wanted.scheme).exclude(payout=None, lapsed_at=None).count()
    if out and wanted.after.usable_until > at:
        yield Effect(f"確定した補償額{out:,}件が、もう支払に載ったか期限切れです。確定は取り消せません。", forbids=True)
