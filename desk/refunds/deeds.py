"""What is done with a batch as a whole: checked again, asked to be approved, approved, sent back, given up."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from desk.refunds.batches import show_batch
from desk.refunds.forms import ApproveForm, ReasonForm
from desk.refunds.pages import REFUSALS, found, words_for
from payouts.batches import approving, working
from trail.needs import needs


@needs("payouts.batch")
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """「点検し直す」: asked for; a worker looks."""
    return _do(request, pk, lambda: working.ask_to_check(pk, by=_who(request)), "点検を頼みました。")


@needs("payouts.batch")
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """「承認を頼む」"""
    return _do(request, pk, lambda: approving.submit(batch_id=pk, by=_who(request)), "別の人に承認を頼みました。")


@needs("payouts.approve")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """「承認する」, with what was typed."""
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return show_batch(request, found(pk), approve_form=form)
    deed = lambda: approving.approve(batch_id=pk, by=_who(request), **form.cleaned_data)
    return _do(request, pk, deed, "承認しました。", approve_form=form)


@needs("payouts.send_back")
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「差し戻す」; who asked for the approval takes it back this way."""
    return _with_reason(request, pk, approving.send_back, "下書きに戻しました。")


@needs("payouts.batch")
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """「取りやめる」: its refunds go into another batch."""
    return _with_reason(request, pk, approving.give_up, "取りやめました。返金は、次のデータに入ります。")


def _with_reason(request: HttpRequest, pk: int, deed: Callable, done: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show_batch(request, found(pk), reason_form=form)
    reason = form.cleaned_data["reason"]
    return _do(request, pk, lambda: deed(batch_id=pk, by=_who(request), reason=reason), done)


def _do(request: HttpRequest, pk: int, deed: Callable, done: str, **forms: object) -> HttpResponse:
    found(pk)
    try:
        deed()
    except REFUSALS as refusal:
        return show_batch(request, found(pk), status=409, refused=words_for(refusal), **forms)
    messages.success(request, done)
    return redirect("refund_batch", pk)


def _who(request: HttpRequest) -> str:
    return request.user.get_username()
