"""What the bank says: by file, looked at and then taken; typed, a return by two persons; and who is asked again."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config import clock
from coupons.models import Scheme
from coupons.sheets.opening import Unreadable
from desk.refunds.batches import show_batch
from desk.refunds.forms import OutcomeForm, ResultsForm
from desk.refunds.lines import show_line
from desk.refunds.pages import REFUSALS, chosen, found, page, words_for
from payouts import account_requests, outcome_files, outcomes
from payouts.models import AccountRequest, RefundLine, TransferOutcome
from trail.needs import needs

LARGEST = 1_500_000  # bytes: it travels once more with the confirmation
TOO_LARGE = "ファイルが大きすぎます。分けてください。"
COLUMNS = {heading.name: heading.japanese for heading in outcome_files.HEADINGS}


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
        outcome_files.take(scheme=scheme, name=name, data=data, by=request.user)
    except (Unreadable, outcome_files.Faulty, outcome_files.TakenBefore):
        return _look(request, scheme, name, data)
    messages.success(request, "振込結果を取り込みました。")
    return redirect("refunds")


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
        return _results(request, scheme, form, status=422, refused=[words], faults=faults)
    return _results(request, scheme, form, preview=preview, name=name, data=b64encode(data).decode())


def _results(request: HttpRequest, scheme: Scheme, form: ResultsForm, *, status: int = 200, **more) -> HttpResponse:
    more = {"has_faults": bool(form.errors), **more}
    return page(
        request, "desk/refund/results.html", title="振込結果の取り込み", status=status, scheme=scheme, form=form, **more
    )


@needs("payouts.export")
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """One outcome, typed."""
    get_object_or_404(RefundLine, pk=pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return show_line(request, pk, form=form)
    try:
        said = outcomes.say(line_id=pk, by=request.user, **form.cleaned_data)
    except REFUSALS as refusal:
        return show_line(request, pk, form=form, status=409, refused=words_for(refusal))
    waits = said.state == TransferOutcome.State.WAITING
    messages.success(request, "別の人が確認するまで、何も変わりません。" if waits else "結果を記録しました。")
    return redirect("refund_line", pk)


@needs("payouts.look_at_batches")
@require_safe
def returned(request: HttpRequest) -> HttpResponse:
    """Typed returns that wait for another person, and who only a person can ask."""
    return _returned(request, chosen(request))


@needs("payouts.approve_outcome")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Another person has seen the same, or has not."""
    said = get_object_or_404(TransferOutcome.objects.select_related("line__batch__scheme"), pk=pk)
    deed = outcomes.confirm if "confirm" in request.POST else outcomes.send_back
    try:
        deed(outcome_id=pk, by=request.user)
    except REFUSALS as refusal:
        return _returned(request, said.line.batch.scheme, status=409, refused=words_for(refusal))
    messages.success(request, "組戻し・振込不能を確認しました。" if "confirm" in request.POST else "差し戻しました。")
    return redirect("refund_returned")


@needs("payouts.batch")
@require_POST
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A person decides to ask once more."""
    asked = get_object_or_404(AccountRequest.objects.select_related("claim__scheme"), pk=pk)
    try:
        again = account_requests.ask_again(request_id=pk, by=request.user.get_username())
    except REFUSALS as refusal:
        return _returned(request, asked.claim.scheme, status=409, refused=words_for(refusal))
    words = (
        "口座を尋ねるURLを送りました。"
        if again.has_link
        else "URLを送れる連絡先がありません。お電話か手紙で尋ねてください。"
    )
    messages.success(request, words)
    return redirect("refund_returned")


def _returned(request: HttpRequest, scheme: Scheme, *, status: int = 200, refused: list = ()) -> HttpResponse:
    waiting = TransferOutcome.objects.filter(line__batch__scheme=scheme, state=TransferOutcome.State.WAITING)
    return page(
        request,
        "desk/refund/returned.html",
        title="戻ってきた振込",
        status=status,
        refused=list(refused),
        scheme=scheme,
        typed=waiting.select_related("line__payout__claim", "line__batch", "made_by").order_by("pk"),
        stuck=account_requests.for_the_desk(scheme, clock.now()),
        most=account_requests.MOST_RETURNS,
    )


@needs("payouts.export")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """「完了にする」, with or without a confirmation that the rest was credited."""
    found(pk)
    rest = "rest_is_credited" in request.POST
    try:
        outcomes.close(batch_id=pk, by=request.user.get_username(), rest_is_credited=rest)
    except REFUSALS as refusal:
        return show_batch(request, found(pk), status=409, refused=words_for(refusal))
    messages.success(request, "完了にしました。")
    return redirect("refund_batch", pk)
