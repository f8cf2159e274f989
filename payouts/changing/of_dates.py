"""What other dates would do to those who kept to the old ones (notice 2.A2-site, 2.A2-app, 2.R; questions 13 to 15)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, QuerySet, Sum

from claims.models import Claim, Draft, Incident
from config.dates import until
from coupons.models import Member
from payouts.changing.wanted import Effect, Wanted
from payouts.models import Entitlement, Payout, RefundBatch
from trail.models import AuditEvent

DEADLINES = {"claims_until": ("points", "ポイントの申請"), "refund_claims_until": ("refund", "返金の申請")}


def of_the_site(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """Who filed before it is open cannot have filed."""
    if not wanted.changes("site_opens_at"):
        return
    filed = Claim.objects.filter(scheme=wanted.scheme, channel="site", filed_at__lt=wanted.after.site_opens_at).count()
    if filed:
        yield Effect(f"新しい開設の前に、特設サイトからの申請が{filed:,}件あります。", forbids=True)
    if wanted.before.site_opens_at <= at < wanted.after.site_opens_at:
        yield Effect("開いている特設サイトの受付が、新しい開設の時まで閉じます。")


def of_claims(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """Who filed in time, by the date that was announced, is not late afterwards."""
    for name, (method, label) in DEADLINES.items():
        if not wanted.changes(name):
            continue
        old, new = getattr(wanted.before, name), getattr(wanted.after, name)
        between = Claim.objects.filter(
            scheme=wanted.scheme, method=method, channel="site", filed_at__gte=new, filed_at__lt=old
        )
        if count := between.count():
            words = f"{label}が、新しい締切（{until(new)}）のあとに{count:,}件あります。"
            yield Effect(f"{words}前の締切を守った方々です。", forbids=True)
        if new <= at < old:
            drafts = Draft.objects.filter(scheme=wanted.scheme, method=method, claim=None).count()
            yield Effect(f"{label}の受付が、すぐに終わります。書きかけの申請が{drafts:,}件あります。")
        if old <= at < new:
            yield Effect(f"終わった{label}の受付が、また始まります。")


def of_sending(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """When points and refunds begin. What has begun goes on."""
    if wanted.changes("points_from"):
        opened = Payout.objects.filter(scheme=wanted.scheme, method="points").exclude(state="void")
        if at < wanted.after.points_from and (said := _said(opened)):
            yield Effect(f"ポイントの支払がもう始まっています（{said}）。これらは、そのまま受け取れます。")
        if at >= wanted.after.points_from and at < wanted.before.points_from:
            yield Effect(f"すぐにポイントの支払が始まります。支払を待つ補償額は{_said(_free(wanted)) or '0件'}です。")
    if wanted.changes("refunds_from"):
        batches = RefundBatch.objects.filter(scheme=wanted.scheme).exclude(state="cancelled").count()
        if at < wanted.after.refunds_from and batches:
            yield Effect(f"振込データが、もう{batches:,}個作られています。新しいものは、その日まで作れません。")


def of_receiving(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """A payout keeps the last day that its payee was told; what nobody was told of lapses by the scheme's."""
    payouts = Payout.objects.filter(scheme=wanted.scheme, method="points")
    if wanted.changes("receive_until"):
        old, new = wanted.before.receive_until, wanted.after.receive_until
        kept = _said(payouts.filter(state="open").exclude(receive_until=new))
        if kept:
            yield Effect(f"いま受け取れる支払（{kept}）は、案内した期限のままです。")
        free = _said(_free(wanted))
        if new <= at and free:
            yield Effect(f"支払を待つ補償額（{free}）が、すぐに期限切れになります。", forbids=True)
        lapsed = _said(Entitlement.objects.filter(scheme=wanted.scheme, lapsed_at__isnull=False))
        if new > old and lapsed:
            yield Effect(f"もう期限切れになった補償額（{lapsed}）は、戻りません。")
    if wanted.changes("receive_days_min") and (waiting := _said(payouts.filter(state="open"))):
        yield Effect(f"いま受け取れる支払（{waiting}）の期限は縮みません。これから送る案内に効きます。")


def of_personal_data(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """What is erased does not come back; so a date that is over already would erase at once (docs/operations.md)."""
    if not wanted.changes("keep_personal_data_until"):
        return
    old, new = wanted.before.keep_personal_data_until, wanted.after.keep_personal_data_until
    if new <= at:
        yield Effect("保存期限が、もう過ぎた日です。個人情報がすぐに消えます。", forbids=True)
    elif new < old:
        people = [model.objects.filter(scheme=wanted.scheme).count() for model in (Claim, Incident, Member)]
        claims, incidents, members = people
        words = f"申請{claims:,}件、お申し出{incidents:,}件、会員{members:,}人の個人情報が、前より早く消えます。"
        yield Effect(words)
    erased = AuditEvent.objects.filter(about=f"coupons.scheme/{wanted.scheme.pk}", action="erased personal data")
    if new > old and erased.exists():
        yield Effect("もう消去した個人情報は、戻りません。")


def _free(wanted: Wanted) -> QuerySet[Entitlement]:
    return Entitlement.objects.filter(scheme=wanted.scheme, payout=None, lapsed_at=None)


def _said(rows: QuerySet) -> str:
    """「12件 34,560円」, or nothing."""
    found = rows.aggregate(count=Count("pk"), yen=Sum("amount_yen"))
    return f"{found['count']:,}件 {found['yen']:,}円" if found["count"] else ""
