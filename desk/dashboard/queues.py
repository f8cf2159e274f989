"""What waits for people: how much, since when, and where it is done. Asked now; every count runs on an index."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db.models import Count, Min, QuerySet, Sum
from django.urls import resolve, reverse

from claims import confirming, incident_payees
from claims.models import ClaimLine, Incident, IncidentDecision, Proposal
from coupons import changes
from coupons.models import Scheme, SchemeChange
from notifications import by_hand
from notifications.models import Message, Release
from payouts import account_answers, account_requests, unnamed_cancellations
from payouts.models import (
    OrderRefusal,
    Payout,
    PointCode,
    PointOrder,
    QuarantinedAnswer,
    Redirect,
    RefundBatch,
    TransferOutcome,
)
from payouts.telling import unreachable
from trail.models import AuditEvent, DutyRun, Job

LATE_DAYS = 7  # what waits longer stands out


@dataclass(frozen=True)
class Waiting:
    """A queue. `since`: when its oldest began to wait; `address`: where it is done, '' for who may not open it."""

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
    """Codes of a brand that nobody has yet: how many, of how many values, worth how much, and where they are."""

    brand: str
    codes: int
    values: int
    yen: int
    address: str


def waiting(scheme: Scheme, at: datetime) -> list[Waiting]:
    """Every queue that is not empty, in the order of the way a claim goes."""
    return [_aged(one, at) for one in all_of(scheme, at) if one.count]


def seen_by(viewer: User, queues: list[Waiting]) -> list[Waiting]:
    """The same, with an address only where the viewer may open it."""
    return [replace(one, address=one.address if _may_open(viewer, one.address) else "") for one in queues]


def all_of(scheme: Scheme, at: datetime) -> Iterator[Waiting]:
    """Every queue there is, also the empty ones."""
    yield from _deciding(scheme)
    yield from _by_a_second_person(scheme)
    yield from _telling(scheme, at)
    yield from _paying(scheme, at)
    yield from _running(scheme)


def _deciding(scheme: Scheme) -> Iterator[Waiting]:
    lines = ClaimLine.objects.filter(claim__scheme=scheme, state=ClaimLine.State.REVIEW, claim__withdrawn_at=None)
    yield _of("審査待ちの申請", lines, "claim__filed_at", reverse("desk_review"))
    incidents = Incident.objects.filter(scheme=scheme, state__in=Incident.UNDECIDED)
    yield _of("決めていないお申し出（B）", incidents, "taken_at", reverse("desk_incidents"))
    nobody = incident_payees.without_a_payee(scheme).order_by()
    yield _of("戻した分の受取人がいないお申し出", nobody, "decided_at", f"{reverse('desk_incidents')}?state=nobody")
    asked = confirming.waiting(scheme).order_by()
    yield _of("店舗の回答を待つお申し出", asked, "taken_at", _of_scheme("confirm_queue", scheme))
    silent = confirming.for_the_supervisor(scheme).order_by()
    yield _of("監督者の判断を待つお申し出", silent, "taken_at", _of_scheme("confirm_records", scheme))
    cancelled = unnamed_cancellations.in_question(scheme).order_by()
    yield _of("元取引番号のない取消（支払が待つ）", cancelled, "occurred_at", reverse("desk_cancellations"))


def _by_a_second_person(scheme: Scheme) -> Iterator[Waiting]:
    """What one person has asked for, and nothing happens before another has answered."""
    proposals = Proposal.objects.filter(claim__scheme=scheme, state=Proposal.State.WAITING)
    yield _of("2人目の承認待ち（申請）", proposals, "made_at", reverse("desk_review_waiting"))
    decisions = IncidentDecision.objects.filter(incident__scheme=scheme, state=IncidentDecision.State.WAITING)
    yield _of("2人目の承認待ち（B）", decisions, "made_at", reverse("desk_incidents", query={"state": "second"}))
    redirects = Redirect.objects.filter(payout__scheme=scheme, state=Redirect.State.WAITING)
    yield _of("2人目の承認待ち（受取URLの新しい送り先）", redirects, "made_at", reverse("desk_delivery"))
    refusals = OrderRefusal.objects.filter(order__payout__scheme=scheme, state=OrderRefusal.State.WAITING)
    yield _of("2人目の承認待ち（発行不可）", refusals, "made_at", reverse("desk_issuer_refusals"))
    accounts = account_answers.waiting(scheme).order_by()
    yield _of("2人目の承認待ち（振込の口座）", accounts, "made_at", _of_scheme("refund_returned", scheme))
    returned = TransferOutcome.objects.filter(line__batch__scheme=scheme, state=TransferOutcome.State.WAITING)
    yield _of("2人目の確認待ち（組戻し・振込不能）", returned, "made_at", _of_scheme("refund_returned", scheme))
    asked = SchemeChange.objects.filter(scheme=scheme, state=SchemeChange.State.WAITING)
    yield _of("確認を待つ制度の変更", asked, "made_at", reverse("scheme", args=[scheme.slug]))


def _telling(scheme: Scheme, at: datetime) -> Iterator[Waiting]:
    files = changes.not_handed_over(scheme).order_by()
    address = _of_scheme("changes", scheme)
    yield _of("regionPAYに渡していない通知ファイル", files, "made_at", f"{address}#files-title")
    yield _of("regionPAYの回答待ち（1日以上）", changes.unanswered(scheme, at), "told_at", address)
    yield _of("regionPAYの控えとの食い違い", changes.differing(scheme), "differs_at", address)
    yield _of("regionPAYに断られた通知", changes.refused(scheme), "told_at", address)
    releases = Release.objects.filter(scheme=scheme.slug, approved_at=None)
    yield _of("承認待ちの一斉送信", releases, "made_at", reverse("admin:notifications_release_changelist"))
    alone = Message.objects.filter(scheme=scheme.slug, state__in=Message.WAITING).exclude(release="")
    asked = Release.objects.filter(scheme=scheme.slug).values("what")
    ask = reverse("admin:notifications_release_ask")
    yield _of("まだ頼んでいない一斉送信のお知らせ", alone.exclude(release__in=asked), "not_before", ask)
    for channel, label, screen in (
        ("letter", "出す手紙", "desk_review_letters"),
        ("call", "かける電話", "desk_review_calls"),
    ):
        due = by_hand.due(channel, at).filter(scheme=scheme.slug).order_by()
        yield _of(label, due, "not_before", reverse(screen))
    lost = unreachable().filter(scheme=scheme)
    yield _of("どの方法でも届かない方", lost, "opened_at", _list(Payout, reach="none", scheme__id__exact=scheme.pk))
    failed = Message.objects.filter(scheme=scheme.slug, state=Message.State.UNDELIVERABLE)
    yield _of("届かなかったお知らせ", failed, "not_before", _list(Message, state__exact="undeliverable"))


def _paying(scheme: Scheme, at: datetime) -> Iterator[Waiting]:
    of_scheme = {"scheme__id__exact": scheme.pk}
    held = Payout.objects.filter(scheme=scheme, state=Payout.State.OPEN, held_at__isnull=False)
    yield _of("保留中の支払", held, "held_at", _list(Payout, state__exact="open", held_at__isempty=0, **of_scheme))
    orders = PointOrder.objects.filter(payout__scheme=scheme)
    requested = orders.filter(state=PointOrder.State.REQUESTED)
    yield _of("コードを待つ交換", requested, "ordered_at", reverse("desk_issuer"))
    unknown = orders.filter(state=PointOrder.State.UNKNOWN)
    yield _of("発行会社の答えが分からない交換", unknown, "ordered_at", reverse("desk_issuer"))
    quarantined = QuarantinedAnswer.objects.filter(order__payout__scheme=scheme, settled_at=None)
    yield _of("隔離したコード", quarantined, "at", reverse("desk_issuer"))
    stuck = account_requests.for_the_desk(scheme, at).order_by()
    yield _of("人が進める口座の確認", stuck, "asked_at", _of_scheme("refund_returned", scheme))
    for label, batches in _batches(scheme).items():
        yield _of(label, batches, None, _of_scheme("refunds", scheme))


def _batches(scheme: Scheme) -> dict[str, QuerySet[RefundBatch]]:
    """Files of transfers by whom they wait for: to be checked, approved, written, handed in, found void."""
    state, batches = RefundBatch.State, RefundBatch.objects.filter(scheme=scheme, work="")
    out = batches.filter(state=state.EXPORTED)
    return {
        "点検を待つ振込データ": batches.filter(state=state.DRAFT),
        "承認待ちの振込データ": batches.filter(state=state.SUBMITTED),
        "出力を待つ振込データ": batches.filter(state=state.APPROVED),
        "銀行に出していない振込データ": out.filter(handed_in_at=None, refused_by=None),
        "無効の確認を待つ振込データ": out.filter(refused_by__isnull=False),
    }


def _running(scheme: Scheme) -> Iterator[Waiting]:
    broken = Job.objects.filter(scheme=scheme.slug, state__in=[Job.State.FAILED, Job.State.INTERRUPTED])
    yield _of("できなかった長い仕事", broken, "ended_at", reverse("operations_jobs"))
    yield _of("失敗している業務", DutyRun.objects.exclude(error=""), "failed_at", _list(DutyRun))


def codes() -> list[Stock]:
    """What is in stock, a line a brand; codes are of all schemes."""
    free = PointCode.objects.filter(order=None, quarantined_at=None).values("brand").order_by("brand")
    rows = free.annotate(
        codes=Count("pk"), face_values=Count("face_value_yen", distinct=True), yen=Sum("face_value_yen")
    )
    return [_stock(row["brand"], row["codes"], row["face_values"], row["yen"]) for row in rows]


def _stock(brand: str, codes: int, values: int, yen: int) -> Stock:
    address = _list(PointCode, brand__exact=brand, order__isempty=1, quarantined_at__isempty=1)
    return Stock(PointCode(brand=brand).get_brand_display(), codes, values, yen, address)


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
    return replace(one, days=days)


def _may_open(viewer: User, address: str) -> bool:
    """Our screens say themselves whose they are; of the admin's lists the right to see the model does."""
    page = resolve(urlsplit(address).path)
    if capability := getattr(page.func, "capability", ""):
        return viewer.has_perm(capability)
    room, model = page.url_name.removesuffix("_changelist").split("_")
    return viewer.has_perm(f"{room}.view_{model}")


def _list(model: type, **wanted: str | int) -> str:
    """The admin's list of a model, filtered."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query=wanted or None)


def _of_scheme(name: str, scheme: Scheme) -> str:
    return reverse(name, query={"scheme": scheme.slug})
