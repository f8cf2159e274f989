"""「銀行振込」: what waits to be transferred, every batch, and one batch with what is to be done next."""

import hashlib
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config import clock
from coupons.models import Scheme
from desk.operations.parts import part_of
from desk.refunds.forms import AgainForm, ApproveForm, MakeForm, ReasonForm
from desk.refunds.pages import REFUSALS, chosen, found, page, taken, words_for
from payouts import account_answers, account_requests
from payouts.batches import accounts, approving, checks, days, differences, drafting, exporting
from payouts.models import Consignor, RefundBatch, RefundLine, TransferOutcome
from trail.models import AuditEvent
from trail.needs import needs

LARGEST, SAMPLED = 20, 10
SECONDS_BETWEEN_LOOKS = "3"
STEPS = (  # the way of a batch, as its chips
    RefundBatch.State.DRAFT,
    RefundBatch.State.SUBMITTED,
    RefundBatch.State.APPROVED,
    RefundBatch.State.EXPORTED,
    RefundBatch.State.CLOSED,
)
HANDED_IN = "銀行へ提出"
MADE = "データの作成を頼みました。このページを閉じても、作業は続きます。"
DEEDS = {
    "batch begun": "作成を頼んだ",
    "batch built": "作成した",
    "batch checked": "点検した",
    "line excluded": "行を除外した",
    "batch submitted": "承認を頼んだ",
    "batch sent back": "差し戻した",
    "batch approval void": "内容が変わり、承認の依頼が無効になった",
    "batch approved": "承認した",
    "batch export asked for": "出力を頼んだ",
    "batch exported": "出力した",
    "batch not exported": "出力できなかった",
    "batch file downloaded": "ファイルを取り出した",
    "batch handed in": "銀行に出した",
    "batch said to be refused": "銀行が受け付けないと入力した",
    "batch not refused": "銀行が受け付けないという入力を取り消した",
    "batch void": "ファイルの無効を確認した",
    "batch given up": "取りやめた",
    "batch closed": "完了にした",
}


@dataclass(frozen=True)
class Compared:
    """A line with the claim it comes from, for the second person."""

    line: RefundLine
    account: accounts.Snapshot

    @property
    def findings(self) -> list[str]:
        return [str(checks.Finding(name).label) for name in self.line.findings]


@needs("payouts.look_at_batches")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Everything of one scheme."""
    return show_list(request, chosen(request))


@needs("payouts.batch")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """「振込データを作る」: asked for; a worker builds it."""
    scheme = chosen(request)
    form = MakeForm(scheme, request.POST)
    if not form.is_valid():
        return show_list(request, scheme, form=form)
    try:
        batch = drafting.ask(scheme=scheme, by=request.user.get_username(), **form.cleaned_data)
    except REFUSALS as refusal:
        return show_list(request, scheme, form=form, status=409, refused=words_for(refusal))
    messages.success(request, MADE)
    return redirect("refund_batch", batch.pk)


def show_list(
    request: HttpRequest, scheme: Scheme, *, form: MakeForm | None = None, status: int = 200, refused: list = ()
) -> HttpResponse:
    at = clock.now()
    made = RefundBatch.objects.filter(scheme=scheme).defer("xlsx", "zengin").order_by("-number")
    count, yen = drafting.waiting(scheme, cut_off=at)
    earliest = drafting.earliest(scheme, at)
    usual = max(days.bank_day(at.astimezone(clock.JAPAN).date(), days.DAYS_AHEAD), earliest)
    return page(
        request,
        "desk/refund/list.html",
        title="銀行振込",
        status=status,
        scheme=scheme,
        schemes=Scheme.objects.order_by("slug"),
        count=count,
        yen=yen,
        earliest=earliest,
        has_begun=at >= scheme.refunds_from,
        has_payer=Consignor.objects.filter(scheme=scheme).exists(),
        form=form or MakeForm(scheme, initial={"transfer_on": usual}),
        has_faults=bool(form and form.errors),
        refused=list(refused),
        batches=part_of(request, "batches", made, home=reverse("refunds")),
        typed=TransferOutcome.objects.filter(line__batch__scheme=scheme, state="waiting").count()
        + account_answers.waiting(scheme).count(),
        stuck=account_requests.for_the_desk(scheme, at).count(),
    )


@needs("payouts.look_at_batches")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch. While a worker is at it, the page looks again by itself, unless `?still`."""
    return show_batch(request, found(pk))


def show_batch(
    request: HttpRequest, batch: RefundBatch, *, status: int = 200, refused: list = (), **forms: object
) -> HttpResponse:
    events = AuditEvent.objects.filter(about=f"payouts.refundbatch/{batch.pk}").order_by("pk")
    downloads = [event for event in events if event.action == exporting.DOWNLOADED]
    live = batch.lines.filter(excluded_at=None)
    shown = {
        "batch": batch,
        "chips": _chips(batch),
        "live": live.count(),
        "live_yen": sum(live.values_list("amount_yen", flat=True)),
        "left_out": batch.lines.exclude(excluded_at=None).count(),
        "checked": [(finding, count, finding in checks.STOPS) for finding, count in checks.counts(batch).items()],
        "events": [(event, DEEDS.get(event.action, event.action)) for event in events],
        "downloads": [taken(event) for event in downloads],
        "again_form": AgainForm(),
        "refused_form": ReasonForm(),
        "said_it": request.user.get_username() == batch.refused_by,
        "is_still": "still" in request.GET,
        "refused": list(refused),
        "reason_form": ReasonForm(),
        "has_faults": any(form.errors for form in forms.values()),
    }
    shown |= _for_the_second_person(request, batch) | _outcomes(batch) | forms
    if batch.state == RefundBatch.State.DRAFT and not batch.work:
        shown["differences"] = differences.of(batch)
    title = f"総合振込データ{batch.number}"
    response = page(request, "desk/refund/batch.html", title=title, status=status, **shown)
    if batch.work and "still" not in request.GET:
        response["Refresh"] = SECONDS_BETWEEN_LOOKS
    return response


def _chips(batch: RefundBatch) -> list[tuple[str, str]]:
    """Each step with what it is: done, now, ahead."""
    if batch.state not in STEPS:
        return [(batch.get_state_display(), "now")]
    steps = [step.label for step in STEPS]
    place = STEPS.index(batch.state)
    steps.insert(-1, HANDED_IN)
    if batch.handed_in_at or batch.state == STEPS[-1]:
        place += 1
    return [(step, "done" if at < place else "now" if at == place else "ahead") for at, step in enumerate(steps)]


def _for_the_second_person(request: HttpRequest, batch: RefundBatch) -> dict:
    """What is compared before it is approved: the largest lines, and a sample that nobody could choose before."""
    if batch.state != RefundBatch.State.SUBMITTED or not request.user.has_perm("payouts.approve"):
        return {}
    lines = batch.lines.filter(excluded_at=None).select_related("payout__claim")
    ids = sorted(lines.values_list("pk", flat=True), key=lambda pk: _draw(bytes(batch.digest), pk))
    digest = bytes(batch.digest).hex()
    return {
        "digest": digest,
        "is_own": approving.has_shaped(batch, request.user.get_username()),
        "differences": differences.of(batch),
        "approve_form": ApproveForm(initial={"seen": digest}),
        "largest": [Compared(line, accounts.opened(line)) for line in lines.order_by("-amount_yen", "pk")[:LARGEST]],
        "sample": [Compared(line, accounts.opened(line)) for line in lines.filter(pk__in=ids[:SAMPLED]).order_by("pk")],
    }


def _draw(digest: bytes, pk: int) -> bytes:
    return hashlib.sha256(digest + str(pk).encode()).digest()


def _outcomes(batch: RefundBatch) -> dict:
    """What the bank has said so far."""
    if batch.state not in RefundBatch.LEAVES:
        return {}
    known = list(batch.lines.filter(excluded_at=None).values_list("outcome", flat=True))
    counts = [(label, value, known.count(value)) for value, label in RefundLine.Outcome.choices]
    return {"outcomes": counts, "silent": known.count(None)}
