"""The lines of a batch: all of them, those that a check has marked, one by itself; and what leaves some of them out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from desk.refunds.forms import LeaveOutForm, OutcomeForm
from desk.refunds.pages import REFUSALS, found, page, words_for
from payouts import account_requests
from payouts.account_requests import Told
from payouts.batches import checks, lines
from payouts.batches.spreadsheet import reference
from payouts.models import RefundBatch, RefundLine
from trail.needs import needs

A_PAGE = 50
WAYS = {"exclude": lines.exclude, "hold": lines.hold, "ask": account_requests.ask_claimants}
SHOWN = {  # what `?show=` picks, beside the name of a check
    "": ("すべて", {"excluded_at": None}),
    "out": ("除外したもの", {"excluded_at__isnull": False}),
    "silent": ("結果がまだのもの", {"excluded_at": None, "outcome": None}),
    **{value: (label, {"excluded_at": None, "outcome": value}) for value, label in RefundLine.Outcome.choices},
}


@needs("payouts.look_at_batches")
@require_safe
def lines_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Fifty a page."""
    return _list(request, found(pk), request.GET.get("show", ""))


@needs("payouts.batch")
@require_POST
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the chosen lines out, or all that a check has marked."""
    batch, which = found(pk), request.POST.get("show", "")
    form = LeaveOutForm(request.POST)
    if not form.is_valid():
        return _list(request, batch, which, form=form)
    chosen = [int(one) for one in request.POST.getlist("line") if one.isdecimal() and len(one) < 19]
    if "all" in request.POST and which in checks.Finding:
        chosen = list(_rows(batch, which).values_list("pk", flat=True))
    deed, reason = WAYS[form.cleaned_data["way"]], form.cleaned_data["reason"]
    try:
        done = deed(batch_id=pk, line_ids=chosen, by=request.user.get_username(), reason=reason)
    except REFUSALS as refusal:
        return _list(request, batch, which, form=form, status=409, refused=words_for(refusal))
    messages.success(request, f"{_how_many(done)}件を除外しました。" + (_told(done) if isinstance(done, Told) else ""))
    return redirect(reverse("refund_lines", args=[pk]) + f"?show={which}")


def _how_many(done: list[RefundLine] | int | Told) -> int:
    """Not how many were chosen: somebody else may have left some of them out meanwhile."""
    if isinstance(done, Told):
        return done.by_link + done.before + done.by_nobody
    return done if isinstance(done, int) else len(done)


def _told(told: Told) -> str:
    """Who was asked, and who was not."""
    words = (
        (told.by_link, "口座を尋ねるURLを{}件送りました。"),
        (told.before, "{}件は、前に尋ねてお返事を待っているので、送っていません。"),
        (
            told.by_nobody,
            "{}件は、URLを送れる連絡先がありません。「戻ってきた振込」の一覧から、お電話か手紙で尋ねてください。",
        ),
    )
    return "".join(said.format(count) for count, said in words if count)


def _rows(batch: RefundBatch, which: str):
    rows = RefundLine.objects.filter(batch=batch).select_related("payout__claim__account").order_by("line_no")
    if which in checks.Finding:
        return rows.filter(excluded_at=None, findings__contains=[which])
    return rows.filter(**SHOWN.get(which, SHOWN[""])[1])


def _list(
    request: HttpRequest,
    batch: RefundBatch,
    which: str,
    *,
    form: LeaveOutForm | None = None,
    status: int = 200,
    refused: list = (),
) -> HttpResponse:
    shown = Paginator(_rows(batch, which), A_PAGE).get_page(request.GET.get("page"))
    name = checks.Finding(which).label if which in checks.Finding else SHOWN.get(which, SHOWN[""])[0]
    return page(
        request,
        "desk/refund/lines.html",
        title=f"総合振込データ{batch.number}の行",
        status=status,
        refused=list(refused),
        has_faults=bool(form and form.errors),
        batch=batch,
        which=which,
        name=name,
        is_check=which in checks.Finding,
        shown=shown,
        rows=[(line, [checks.Finding(one).label for one in line.findings]) for line in shown],
        chosen=request.POST.getlist("line"),
        form=form or LeaveOutForm(),
        may_change=batch.state == RefundBatch.State.DRAFT and not batch.work and which != "out",
    )


@needs("payouts.look_at_batches")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One line, and what the bank has said of it."""
    return show_line(request, pk)


def show_line(
    request: HttpRequest, pk: int, *, form: OutcomeForm | None = None, status: int = 200, refused: list = ()
) -> HttpResponse:
    rows = RefundLine.objects.select_related("batch", "payout__claim__account").defer("batch__xlsx", "batch__zengin")
    line = get_object_or_404(rows, pk=pk)
    return page(
        request,
        "desk/refund/line.html",
        title=f"総合振込データ{line.batch.number}の{line.line_no}行目",
        status=status,
        refused=list(refused),
        has_faults=bool(form and form.errors),
        line=line,
        batch=line.batch,
        reference=reference(line.payout_id),
        findings=[checks.Finding(one).label for one in line.findings],
        outcomes=line.outcomes.select_related("made_by", "settled_by", "file").order_by("pk"),
        form=form or OutcomeForm(),
        may_say=line.batch.state in RefundBatch.LEAVES and line.excluded_at is None and line.outcome != "returned",
    )
