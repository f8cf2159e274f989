"""A payout at the desk, a member's too: what it is for, held and let go with a reason, its URL sent once more."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from claims import leases
from claims.limits import TooMany
from claims.models import Proposal
from config import clock
from config.dates import minute
from desk.call import answers, contact_rows, hits, identified, payout_rows
from desk.call.views import page, who
from desk.review.forms import HoldForm
from desk.review.pages import event_words, words_for
from payouts import disputes, holds
from payouts.models import Payout
from payouts.status.resending import NothingToSend, send_for_a_caller
from trail.models import AuditEvent
from trail.needs import needs
from trail.record import record
from trail.words import by_whom

HISTORY = 30
REFUSALS = (
    holds.NothingToHold,
    holds.IsHeld,
    holds.NotHeld,
    holds.HeldOtherwise,
    holds.HeldByADispute,
    holds.HeldByAProposal,
    holds.HeldByARedirect,
    holds.NoReason,
    leases.WithAColleague,
)
REDIRECTED = "受取URLの新しい送り先が、2人目の承認を待っています。"
ENDS_BY_ITSELF = "2人目が決めると、ひとりでに外れます。"
NOT_SENT = {
    NothingToSend: "いまは送れません。受け取りが済んだか、ポイントの準備中か、止まっているか、まだ一度もお送りしていません。"
    "準備中の方には、準備ができしだい、同じ送り先にお知らせします。",
    TooMany: "同じURLは、10分に1回、1日に3回までお送りできます。少し待ってください。",
}
NOT_IDENTIFIED = "ご本人と確かめてから、お送りください。何も送っていません。"
SENT = "受取URLを、前と同じ送り先にもう一度お送りします。手紙のときは、「送る手紙」に入りました。"


class LetGoForm(HoldForm):
    """It ends the hold that its page showed, and no other."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


@needs("payouts.look")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One payout; that it was looked at is on the trail."""
    payout = _found(pk)
    record("looked at", who=who(request), about=payout)
    return _page(request, payout)


@needs("payouts.hold")
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """「保留する」"""
    return _do(request, pk, HoldForm(request.POST), holds.hold, "保留しました。受け取りはできなくなりました。")


@needs("payouts.hold")
@require_POST
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """「保留を外す」"""
    done = "保留を外しました。受取期限は、いまから十分に残るようにしました。"
    return _do(request, pk, LetGoForm(request.POST), holds.let_go, done)


@needs("payouts.send_url")
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """「受取URLをもう一度送る」 to whoever was identified in this session, and only to where it was sent before."""
    payout = _found(pk)
    payee = payout_rows.payee(payout)
    if not identified.person(payee, request.session, request.user).is_identified:
        messages.error(request, NOT_IDENTIFIED)
        return redirect(hits.address(payee))
    try:
        send_for_a_caller(payout_id=pk, who=who(request))
    except (NothingToSend, TooMany) as refusal:
        messages.error(request, NOT_SENT[type(refusal)])
    else:
        messages.success(request, SENT)
    return redirect(hits.address(payee))


def _do(request: HttpRequest, pk: int, form: HoldForm, deed, done: str) -> HttpResponse:
    """Do it and say so; or show the payout as it is now, with what was typed and why it was not done."""
    payout = _found(pk)
    if not form.is_valid():
        return _page(request, payout, form=form)
    try:
        deed(payout_id=pk, by=request.user, **form.cleaned_data)
    except REFUSALS as refusal:
        return _page(request, _found(pk), form=form, refused=_words(refusal), status=409)
    messages.success(request, done)
    return redirect("desk_payout", pk)


def _words(refusal: Exception) -> list[str]:
    """Why it was not done; of a hold, whose it is and what for."""
    match refusal:
        case holds.IsHeld():
            return ["もう保留されています。何もしていません。", _whose(refusal.payout)]
        case holds.HeldOtherwise():
            return ["この画面を開いたあとに、保留が変わりました。何もしていません。", _whose(refusal.payout)]
        case holds.HeldByAProposal():
            return [_waits(refusal.asked), ENDS_BY_ITSELF]
        case holds.HeldByARedirect():
            return [REDIRECTED, ENDS_BY_ITSELF]
    return words_for(refusal)


def _whose(payout: Payout) -> str:
    """「suzuki さんが、2023年4月11日 12:00から保留しています：なりすましの疑い」; a duty's ends 「…（自動）：…」"""
    by, since = by_whom(payout.held_by), f"{minute(payout.held_at)}から保留しています"
    held = f"{by} さんが、{since}" if by == payout.held_by else f"{since}（{by}）"
    return f"{held}：{payout.hold_reason}"


def _waits(asked: Proposal) -> str:
    return f"「{asked.get_deed_display()}」（{asked.claim.receipt_no}）が、2人目の承認を待っています。"


def _found(pk: int) -> Payout:
    rows = Payout.objects.select_related("scheme", "member__scheme", "claim__scheme")
    return get_object_or_404(rows.prefetch_related("items__coupon"), pk=pk)


def _page(
    request: HttpRequest,
    payout: Payout,
    *,
    form: HoldForm | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    payee = payout_rows.payee(payout)
    asked = holds.asked_about(payout) if payout.held_at else None
    return page(
        request,
        "desk/payout.html",
        scheme=payout.scheme,
        status=status,
        payout=payout,
        one=payout_rows.one(payout, request.session, request.user),
        payee=payee,
        payee_address=hits.address(payee),
        told=answers.of_payout(payout, clock.now()),
        items=[(item, identified.number_of(item.coupon, request.session)) for item in payout.items.all()],
        messages_sent=contact_rows.messages([f"payouts.payout/{payout.pk}"]),
        is_disputed=payout.held_by == disputes.WHO,
        asked=_waits(asked) if asked else REDIRECTED if holds.is_redirected(payout) else "",
        form=_form(payout, form),
        refused=refused or [],
        has_faults=bool(form and form.errors),
        history=[(event_words(event), event.detail.get("reason", "")) for event in _history(payout)],
    )


def _form(payout: Payout, typed: HoldForm | None) -> HoldForm:
    """To hold it, or to end the hold that is on the screen now; what was typed stays."""
    kind, seen = LetGoForm if payout.held_at else HoldForm, {"seen": holds.version(payout)}
    return kind({"reason": typed.data.get("reason", ""), **seen}) if typed else kind(initial=seen)


def _history(payout: Payout) -> list[AuditEvent]:
    events = AuditEvent.objects.filter(about=f"payouts.payout/{payout.pk}").exclude(action="looked at")
    return list(reversed(events.order_by("-pk")[:HISTORY]))
