"""Files of results: looked at, taken, and what they say came back confirmed by another person."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coupons.models import Scheme
from coupons.sheets.opening import Unreadable
from desk.operations.refused_rows import offer
from desk.refunds.forms import ResultsForm
from desk.refunds.pages import REFUSALS, chosen, page, words_for
from payouts import outcome_files, outcome_rows, outcomes
from payouts.models import RefundLine, ResultFile, TransferOutcome
from trail.needs import needs

LARGEST = 1_500_000  # bytes: it travels once more with the confirmation
WAITS = "組戻し・振込不能は、別の人が確認するまで、何も変わりません。"
TOO_LARGE = "ファイルが大きすぎます。分けてください。"
COLUMNS = {heading.name: heading.japanese for heading in outcome_rows.HEADINGS}


@needs("payouts.export")
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest) -> HttpResponse:
    """A file of results, looked at: nothing is taken yet."""
    scheme = chosen(request)
    form = ResultsForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _results(request, scheme, form)
    uploaded = form.cleaned_data["file"]
    if uploaded.size > LARGEST:
        return _results(request, scheme, form, status=422, refused=[TOO_LARGE])
    return _look(request, scheme, uploaded.name, uploaded.read())


@needs("payouts.export")
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """What was shown is taken, whole, or nothing of it."""
    scheme, name = chosen(request), request.POST.get("name", "")
    try:
        data = b64decode(request.POST.get("data", ""), validate=True)
    except (NotBase64, ValueError):
        return redirect("refund_results")
    try:
        found = outcome_files.take(scheme=scheme, name=name, data=data, by=request.user)
    except (Unreadable, outcome_files.Faulty, outcome_files.TakenBefore):
        return _look(request, scheme, name, data)
    messages.success(request, "振込結果を取り込みました。" + (WAITS if found.returned else ""))
    return redirect("refund_returned" if found.returned else "refunds")


def _look(request: HttpRequest, scheme: Scheme, name: str, data: bytes) -> HttpResponse:
    form = ResultsForm()
    try:
        preview = outcome_files.preview(scheme, data)
    except Unreadable as refusal:
        return _results(request, scheme, form, status=422, refused=[str(refusal)])
    except outcome_files.TakenBefore as before:
        words = f"同じ内容のファイルは、「{before.file.name}」として取り込み済みです。何も変えていません。"
        return _results(request, scheme, form, status=409, refused=[words])
    except outcome_files.Faulty as refusal:
        faults = [(fault.line, COLUMNS.get(fault.column, "行"), fault.reason) for fault in refusal.faults]
        words = f"{len(faults)}行に誤りがあります。何も取り込んでいません。"
        given_back = {"faults": refusal.faults, "headings": outcome_rows.HEADINGS, "is_whole": True}
        table = offer(request, name=name, data=data, capability="payouts.export", **given_back)
        more = {"faults": faults, "refused_rows": table}
        return _results(request, scheme, form, status=422, refused=[words], **more)
    return _results(request, scheme, form, preview=preview, name=name, data=b64encode(data).decode())


def _results(request: HttpRequest, scheme: Scheme, form: ResultsForm, *, status: int = 200, **more) -> HttpResponse:
    more = {"has_faults": bool(form.errors), **more}
    return page(
        request, "desk/refund/results.html", title="振込結果の取り込み", status=status, scheme=scheme, form=form, **more
    )


@needs("payouts.look_at_batches")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file said, and for another person the transfers that it says came back."""
    return _show(request, pk)


@needs("payouts.approve_outcome")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """All that the file says came back is confirmed, or sent back."""
    get_object_or_404(ResultFile, pk=pk)
    deed = outcome_files.confirm if "confirm" in request.POST else outcome_files.send_back
    try:
        deed(file_id=pk, by=request.user)
    except REFUSALS as refusal:
        return _show(request, pk, status=409, refused=words_for(refusal))
    words = "組戻し・振込不能を確認しました。" if "confirm" in request.POST else "差し戻しました。"
    messages.success(request, words)
    return redirect("refund_returned")


def _show(request: HttpRequest, pk: int, *, status: int = 200, refused: list = ()) -> HttpResponse:
    file = get_object_or_404(ResultFile.objects.select_related("scheme", "settled_by"), pk=pk)
    rows = TransferOutcome.objects.filter(file=file)
    known = list(rows.values_list("outcome", flat=True))
    came_back = rows.filter(outcome=RefundLine.Outcome.RETURNED).select_related("line__payout__claim", "line__batch")
    lines = list(came_back.defer("line__batch__xlsx", "line__batch__zengin").order_by("file_line"))
    return page(
        request,
        "desk/refund/result_file.html",
        title="振込結果のファイル",
        status=status,
        refused=list(refused),
        file=file,
        is_waiting=file.state == TransferOutcome.State.WAITING,
        is_own=file.taken_by == request.user.get_username(),
        counts=[(label, value, known.count(value)) for value, label in RefundLine.Outcome.choices],
        came_back=[(said, outcomes.was_credited_since(said)) for said in lines],
        yen=sum(said.line.amount_yen for said in lines),
    )
