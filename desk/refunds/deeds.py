"""What is done with a batch as a whole: checked, submitted, approved, sent back, given up, written out, closed."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from desk.refunds.batches import show_batch
from desk.refunds.forms import ApproveForm, ReasonForm
from desk.refunds.pages import REFUSALS, found, words_for
from payouts import outcomes
from payouts.batches import approving, exporting, refusing, working
from trail.needs import needs


@needs("payouts.batch")
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """「点検し直す」: asked for; a worker looks."""
    return do(request, pk, working.ask_to_check, "点検を頼みました。")


@needs("payouts.batch")
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """「承認を頼む」"""
    return do(request, pk, approving.submit, "別の人に承認を頼みました。")


@needs("payouts.approve")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """「承認する」, with what was typed."""
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return show_batch(request, found(pk), approve_form=form)
    return do(request, pk, partial(approving.approve, **form.cleaned_data), "承認しました。", approve_form=form)


@needs("payouts.send_back")
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「差し戻す」; who asked for the approval takes it back this way."""
    return do_with_reason(request, pk, approving.send_back, "下書きに戻しました。", "reason_form")


@needs("payouts.batch")
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """「取りやめる」: its refunds go into another batch."""
    return do_with_reason(
        request, pk, approving.give_up, "取りやめました。返金は、次のデータに入ります。", "reason_form"
    )


@needs("payouts.export")
@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """「ファイルを出力する」: asked for; a worker makes both."""
    return do(request, pk, exporting.ask, "出力を頼みました。")


@needs("payouts.export")
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """「銀行に出した」"""
    return do(request, pk, refusing.hand_in, "銀行に出したことを記録しました。")


@needs("payouts.export")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """「完了にする」, with or without a confirmation that the rest was credited."""
    rest = "rest_is_credited" in request.POST
    return do(request, pk, partial(outcomes.close, rest_is_credited=rest), "完了にしました。")


def do_with_reason(request: HttpRequest, pk: int, deed: Callable, done: str, name: str) -> HttpResponse:
    """The same, of what says why: the form `name` of the page."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show_batch(request, found(pk), **{name: form})
    return do(request, pk, partial(deed, reason=form.cleaned_data["reason"]), done, **{name: form})


def do(request: HttpRequest, pk: int, deed: Callable, done: str, **forms: object) -> HttpResponse:
    """Do it in the name of who asks, and say so; or show the batch with why it was not done, and what was typed."""
    found(pk)
    try:
        deed(batch_id=pk, by=request.user.get_username())
    except REFUSALS as refusal:
        return show_batch(request, found(pk), status=409, refused=words_for(refusal), **forms)
    messages.success(request, done)
    return redirect("refund_batch", pk)
