"""What waits for people: how much, since when, and where it is done. Asked now; every count runs on an index."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from claims import confirming, incident_payees
from claims.models import ClaimLine, Incident, Proposal
from coupons import changes
from coupons.models import Scheme, SchemeChange
from notifications import by_hand
from notifications.models import Message, Release
from payouts import unnamed_cancellations
from payouts.models import Payout, PointCode, PointOrder, QuarantinedAnswer, RefundBatch
from payouts.telling import unreachable
from trail.models import AuditEvent, DutyRun, Job

LATE_DAYS = 7  # what waits longer stands out


@dataclass(frozen=True)
class Waiting:
    """A queue. `since`: when its oldest began to wait; `address`: '' where there is no screen of its own."""

    label: str
    count: int
    since: datetime | None
    address: str
    days: int = 0

    @property
    def is_late(self) -> bool:
        return self.days >= LATE_DAYS


@dataclass(frozen=True)
class Stock:
    """Codes of a brand and value that nobody has yet."""

    brand: str
    face_value_yen: int
    codes: int


def waiting(scheme: Scheme, at: datetime) -> list[Waiting]:
    """Every queue that is not empty, in the order of the way a claim goes."""
    return [_aged(one, at) for one in _all(scheme, at) if one.count]


def _all(scheme: Scheme, at: datetime) -> Iterator[Waiting]:
    yield from _deciding(scheme)
    yield from _telling(scheme, at)
    yield from _paying(scheme)
    yield from _running(scheme)


def _deciding(scheme: Scheme) -> Iterator[Waiting]:
    lines = ClaimLine.objects.filter(claim__scheme=scheme, state=ClaimLine.State.REVIEW, claim__withdrawn_at=None)
    yield _of("審査待ちの申請", lines, "claim__filed_at", reverse("desk_review"))
    incidents = Incident.objects.filter(scheme=scheme, state__in=Incident.UNDECIDED)
    yield _of("決めていないお申し出（B）", incidents, "taken_at", reverse("desk_incidents"))
    nobody = incident_payees.without_a_payee(scheme).order_by()
    yield _of("戻した分の受取人がいないお申し出", nobody, "decided_at", f"{reverse('desk_incidents')}?state=nobody")
    yield _of("店舗の回答を待つお申し出", confirming.waiting(scheme).order_by(), "taken_at", "")
    yield _of("監督者の判断を待つお申し出", confirming.for_the_supervisor(scheme).order_by(), "taken_at", "")
    cancelled = unnamed_cancellations.in_question(scheme).order_by()
    yield _of("元取引番号のない取消（支払が待つ）", cancelled, "occurred_at", reverse("desk_cancellations"))
    proposals = Proposal.objects.filter(claim__scheme=scheme, state=Proposal.State.WAITING)
    yield _of("2人目の承認待ち", proposals, "made_at", reverse("desk_review_waiting"))
    asked = SchemeChange.objects.filter(scheme=scheme, state=SchemeChange.State.WAITING)
    yield _of("確認を待つ制度の変更", asked, "made_at", reverse("scheme", args=[scheme.slug]))


def _telling(scheme: Scheme, at: datetime) -> Iterator[Waiting]:
    files = changes.not_handed_over(scheme).order_by()
    address = reverse("changes", query={"scheme": scheme.slug})
    yield _of("regionPAYに渡していない通知ファイル", files, "made_at", f"{address}#files-title")
    yield _of("regionPAYの回答待ち（1日以上）", changes.unanswered(scheme, at), "told_at", reverse("changes"))
    yield _of("regionPAYの控えとの食い違い", changes.differing(scheme), "differs_at", reverse("changes"))
    yield _of("regionPAYに断られた通知", changes.refused(scheme), "told_at", reverse("changes"))
    releases = Release.objects.filter(scheme=scheme.slug, approved_at=None)
    yield _of("承認待ちの一斉送信", releases, "made_at", reverse("admin:notifications_release_changelist"))
    for channel, label, screen in (
        ("letter", "出す手紙", "desk_review_letters"),
        ("call", "かける電話", "desk_review_calls"),
    ):
        due = by_hand.due(channel, at).filter(scheme=scheme.slug).order_by()
        yield _of(label, due, "not_before", reverse(screen))
    lost = unreachable().filter(scheme=scheme)
    yield _of("どの方法でも届かない方", lost, "opened_at", f"{_list(Payout)}?reach=none")
    failed = Message.objects.filter(scheme=scheme.slug, state=Message.State.UNDELIVERABLE)
    yield _of("届かなかったお知らせ", failed, "not_before", f"{_list(Message)}?state__exact=undeliverable")


def _paying(scheme: Scheme) -> Iterator[Waiting]:
    held = Payout.objects.filter(scheme=scheme, state=Payout.State.OPEN, held_at__isnull=False)
    yield _of("保留中の支払", held, "held_at", f"{_list(Payout)}?state__exact=open")
    orders = PointOrder.objects.filter(payout__scheme=scheme)
    requested = orders.filter(state=PointOrder.State.REQUESTED)
    yield _of("コードを待つ交換", requested, "ordered_at", f"{_list(Payout)}?state__exact=ordered")
    unknown = orders.filter(state=PointOrder.State.UNKNOWN)
    yield _of("発行会社の答えが分からない交換", unknown, "ordered_at", f"{_list(Payout)}?state__exact=ordered")
    quarantined = QuarantinedAnswer.objects.filter(order__payout__scheme=scheme, settled_at=None)
    yield _of("隔離したコード", quarantined, "at", "")
    batches = RefundBatch.objects.filter(scheme=scheme, state=RefundBatch.State.SUBMITTED)
    yield _of("承認待ちの振込データ", batches, None, _list(RefundBatch))


def _running(scheme: Scheme) -> Iterator[Waiting]:
    broken = Job.objects.filter(scheme=scheme.slug, state__in=[Job.State.FAILED, Job.State.INTERRUPTED])
    yield _of("できなかった長い仕事", broken, "ended_at", reverse("operations_jobs"))
    yield _of("失敗している業務", DutyRun.objects.exclude(error=""), "failed_at", _list(DutyRun))


def codes(scheme: Scheme) -> list[Stock]:
    """What is in stock; codes are of all schemes."""
    free = PointCode.objects.filter(order=None, quarantined_at=None).values_list("brand", "face_value_yen")
    rows = free.annotate(codes=Count("pk")).order_by("brand", "face_value_yen")
    return [Stock(PointCode(brand=brand).get_brand_display(), yen, count) for brand, yen, count in rows]


def last_load(scheme: Scheme) -> AuditEvent | None:
    """When regionPAY's files were loaded last, and what they were."""
    loads = AuditEvent.objects.filter(about=f"coupons.scheme/{scheme.pk}", action="loaded")
    return loads.order_by("-id").first()


def _of(label: str, rows: QuerySet, since: str | None, address: str) -> Waiting:
    count = rows.count()
    oldest = rows.aggregate(since=Min(since))["since"] if since and count else None
    return Waiting(label, count, oldest, address)


def _aged(one: Waiting, at: datetime) -> Waiting:
    days = max((at - one.since).days, 0) if one.since else 0
    return Waiting(one.label, one.count, one.since, one.address, days)


def _list(model: type) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
