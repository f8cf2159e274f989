"""A payout at the desk, a member's too: what it is for, held and let go with a reason, its URL sent once more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from claims.limits import TooMany
from config import clock
from desk import answers, contact_rows, hits, identified, payout_rows
from desk.desk_views import page, who
from desk.review_forms import HoldForm
from desk.review_pages import event_words, words_for
from payouts import disputes, holds
from payouts.models import Payout
from payouts.status.resending import NothingToSend, send_for_a_caller
from trail.models import AuditEvent
from trail.needs import needs
from trail.record import record

HISTORY = 30
REFUSALS = (holds.NothingToHold, holds.IsHeld, holds.NotHeld, holds.HeldByADispute, holds.NoReason)
NOT_SENT = {
    NothingToSend: "いまは送れません。受け取りが済んだか、止まっているか、まだ一度もお送りしていません。",
    TooMany: "同じURLは、10分に1回、1日に3回までお送りできます。少し待ってください。",
}
NOT_IDENTIFIED = "ご本人と確かめてから、お送りください。何も送っていません。"
SENT = "受取URLを、前と同じ送り先にもう一度お送りしました。"


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
    return _do(request, pk, holds.hold, "保留しました。受け取りはできなくなりました。")


@needs("payouts.hold")
@require_POST
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """「保留を外す」"""
    return _do(request, pk, holds.let_go, "保留を外しました。受取期限は、いまから十分に残るようにしました。")


@needs("payouts.send_url")
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """「受取URLをもう一度送る」 to whoever was identified in this session, and only to where it was sent before."""
    payout = _found(pk)
    payee = payout_rows.payee(payout)
    if not identified.person(payee, request.session).is_identified:
        messages.error(request, NOT_IDENTIFIED)
        return redirect(hits.address(payee))
    try:
        send_for_a_caller(payout_id=pk, who=who(request))
    except (NothingToSend, TooMany) as refusal:
        messages.error(request, NOT_SENT[type(refusal)])
    else:
        messages.success(request, SENT)
    return redirect(hits.address(payee))


def _do(request: HttpRequest, pk: int, deed, done: str) -> HttpResponse:
    """Do it and say so; or show the payout as it is now, with what was typed and why it was not done."""
    payout, form = _found(pk), HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, payout, form=form)
    try:
        deed(payout_id=pk, by=request.user, reason=form.cleaned_data["reason"])
    except REFUSALS as refusal:
        return _page(request, _found(pk), form=form, refused=words_for(refusal), status=409)
    messages.success(request, done)
    return redirect("desk_payout", pk)


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
    return page(
        request,
        "desk/payout.html",
        scheme=payout.scheme,
        status=status,
        payout=payout,
        one=payout_rows.one(payout, request.session),
        payee=payee,
        payee_address=hits.address(payee),
        told=answers.of_payout(payout, clock.now()),
        items=[(item, identified.number_of(item.coupon, request.session)) for item in payout.items.all()],
        messages_sent=contact_rows.messages([f"payouts.payout/{payout.pk}"]),
        is_disputed=payout.held_by == disputes.WHO,
        form=form or HoldForm(),
        refused=refused or [],
        has_faults=bool(form and form.errors),
        history=[(event_words(event), event.detail.get("reason", "")) for event in _history(payout)],
    )


def _history(payout: Payout) -> list[AuditEvent]:
    events = AuditEvent.objects.filter(about=f"payouts.payout/{payout.pk}").exclude(action="looked at")
    return list(reversed(events.order_by("-pk")[:HISTORY]))
