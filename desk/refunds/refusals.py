"""The file at the bank: handed in, or not taken by the bank as a whole, which two persons have to see."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from desk.refunds.batches import show_batch
from desk.refunds.forms import ReasonForm
from desk.refunds.pages import REFUSALS, found, words_for
from payouts.batches import refusing
from trail.needs import needs


@needs("payouts.export")
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """「銀行に出した」"""
    return _do(request, pk, lambda: refusing.hand_in(batch_id=pk, by=_who(request)), "銀行に出したことを記録しました。")


@needs("payouts.export")
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """「銀行が受け付けなかった」: changes nothing before another person has seen the same."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show_batch(request, found(pk), refused_form=form)
    deed = lambda: refusing.say(batch_id=pk, by=_who(request), reason=form.cleaned_data["reason"])
    return _do(request, pk, deed, "別の人が確認するまで、何も変わりません。", refused_form=form)


@needs("payouts.approve_refusal")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Another person confirms that the file is void, or does not see it so."""
    if "confirm" in request.POST:
        deed = lambda: refusing.confirm(batch_id=pk, by=_who(request))
        return _do(request, pk, deed, "このファイルは無効です。返金は、次のデータに入ります。")
    return _do(request, pk, lambda: refusing.take_back(batch_id=pk, by=_who(request)), "取り消しました。")


@needs("payouts.export")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Who said so was mistaken."""
    return _do(request, pk, lambda: refusing.take_back(batch_id=pk, by=_who(request)), "取り消しました。")


def _do(request: HttpRequest, pk: int, deed, done: str, **forms: object) -> HttpResponse:
    found(pk)
    try:
        deed()
    except REFUSALS as refusal:
        return show_batch(request, found(pk), status=409, refused=words_for(refusal), **forms)
    messages.success(request, done)
    return redirect("refund_batch", pk)


def _who(request: HttpRequest) -> str:
    return request.user.get_username()
