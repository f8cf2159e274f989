"""What the bank says, typed one by one; what waits for another person; when a batch is done."""

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from config import clock
from coupons.models import Scheme
from desk.refunds.forms import OutcomeForm
from desk.refunds.lines import show_line
from desk.refunds.pages import REFUSALS, chosen, page, words_for
from payouts import account_answers, account_requests, outcomes
from payouts.models import AccountRequest, RefundLine, ResultFile, TransferOutcome
from trail.needs import needs

State = TransferOutcome.State


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
    waits = said.state == State.WAITING
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
    return redirect("refund_account", pk)


def _returned(request: HttpRequest, scheme: Scheme, *, status: int = 200, refused: list = ()) -> HttpResponse:
    waiting = TransferOutcome.objects.filter(line__batch__scheme=scheme, state=State.WAITING, file=None)
    typed = waiting.select_related("line__payout__claim", "line__batch", "made_by").order_by("pk")
    in_files = Count("transferoutcome", filter=Q(transferoutcome__state=State.WAITING))
    yen = Sum("transferoutcome__line__amount_yen", filter=Q(transferoutcome__state=State.WAITING))
    return page(
        request,
        "desk/refund/returned.html",
        title="戻ってきた振込",
        status=status,
        refused=list(refused),
        scheme=scheme,
        typed=[(said, outcomes.was_credited_since(said)) for said in typed],
        files=ResultFile.objects.filter(scheme=scheme, state=State.WAITING).annotate(count=in_files, yen=yen),
        stuck=account_requests.for_the_desk(scheme, clock.now()),
        proposed=account_answers.waiting(scheme),
        most=account_requests.MOST_RETURNS,
    )
