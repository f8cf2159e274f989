"""「連絡がつかない方」: who could not be reached, and from there a call, an unlocked URL, a new destination by two persons."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.limits import TooMany
from config import clock
from coupons import usable_until
from coupons.models import Member
from desk.call import hits, identified, masked, payout_rows
from desk.call.views import who
from desk.delivery import rows as delivery_rows
from desk.delivery.forms import RedirectForm
from desk.operations.parts import A_PAGE, part_of, start_of
from desk.review.forms import AnswerForm
from desk.review.pages import page
from payouts import holds, links, receiving, redirects, telling, unseen
from payouts.models import Payout, PointOrder, ReceiveLink, Redirect
from trail.needs import needs
from trail.record import record

LIST, ONE = "desk_delivery", "desk_delivery_one"
REFUSED = {
    redirects.NotOpen: "いまは変えられません。受け取りが済んだか、保留されています。",
    redirects.ForAClaim: "申請の送り先は、審査の画面で変えてください。",
    redirects.NothingNew: "いまの送り先と同じです。",
    redirects.AlreadyAsked: "もう、2人目の承認を待っています。",
    redirects.AlreadySettled: "もう承認されたか、差し戻されています。",
    redirects.SamePerson: "頼んだ人は、承認できません。別の人の承認が必要です。",
    holds.NoReason: "理由を入力してください。",
    links.NotLocked: "ロックされていません。",
    TooMany: "ロックを解けるのは、1日に3回までです。",
}
NOT_IDENTIFIED = "先に、ご本人と確かめてください。何もしていません。"
UNLOCKED = "ロックを解きました。同じURLから、あと5回入力していただけます。"
TOO_LATE = "ロックを解きました。受取期限がすぎているため、URLを開いても受け取れません。"
ASKED = "2人目の承認を頼みました。承認されるまで、受取URLは使えません。"
MOVED = "承認しました。新しい送り先に、受取URLをお送りします。前の送り先に届いていたときは、そちらにもお知らせします。"
BACK = "取りやめました。前のURLは、頼む前のままです。"
NOT_YOURS = "頼んだ人だけが、取り下げられます。"


@needs("delivery.look")
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """Who waits longest first; on top what waits for a second person."""
    waiting = Redirect.objects.filter(state=Redirect.State.WAITING).select_related("payout__member", "made_by")
    at = clock.now()
    part = part_of(request, "lost", delivery_rows.links(), home=reverse(LIST))
    without, without_after = _members(request, "without", telling.without_contact)
    in_vain, in_vain_after = _members(request, "in_vain", partial(usable_until.told_in_vain, at))
    return page(
        request,
        "desk/delivery/list.html",
        title="連絡がつかない方",
        waiting=waiting.order_by("made_at"),
        part=part,
        rows=delivery_rows.listed(part.rows, at),
        without=without,
        without_after=without_after,
        in_vain=in_vain,
        in_vain_after=in_vain_after,
    )


def _members(
    request: HttpRequest, name: str, found: Callable[[int, int], list[tuple[Member, int, datetime]]]
) -> tuple[list[tuple[str, str, int, datetime]], int | None]:
    """A page of them, from what `?name=` says on, and where the next one begins."""
    start = start_of(request, name)
    rows = [(hits.address(member), member.member_no, yen, since) for member, yen, since in found(A_PAGE + 1, start)]
    return rows[:A_PAGE], start + A_PAGE if len(rows) > A_PAGE else None


@needs("delivery.look")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One payout: what was tried, and what can be done; that it was looked at is on the trail."""
    payout = _found(pk)
    record("looked at", who=who(request), about=payout)
    return _page(request, payout)


@needs("delivery.call")
@require_POST
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """「電話をかける」: the numbers on record; that they were seen is on the trail."""
    payout = _found(pk)
    record("contact shown for a call", who=who(request), about=payout)
    return _page(request, payout, contacts=delivery_rows.contacts(payout))


@needs("delivery.unlock")
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """「ロックを解く」 for whoever was identified in this session."""
    payout = _found(pk)
    if not _is_identified(request, payout):
        return _refuse(request, payout, NOT_IDENTIFIED)
    link = get_object_or_404(ReceiveLink, payout=payout, revoked_at=None)
    try:
        links.unlock(link_id=link.pk, who=who(request))
    except (links.NotLocked, TooMany) as refusal:
        return _refuse(request, payout, REFUSED[type(refusal)])
    link = ReceiveLink.objects.select_related("payout__scheme").get(pk=link.pk)
    is_over = receiving.look(link, clock.now()).stage == receiving.Stage.OVER
    messages.success(request, TOO_LATE if is_over else UNLOCKED)
    return redirect(ONE, pk)


@needs("delivery.redirect")
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """「新しい送り先を頼む」 for whoever was identified in this session."""
    payout, form = _found(pk), RedirectForm(request.POST)
    if not _is_identified(request, payout):
        return _refuse(request, payout, NOT_IDENTIFIED)
    if not form.is_valid():
        return _page(request, payout, form=form)
    values = form.cleaned_data
    try:
        redirects.ask(
            payout_id=pk,
            by=request.user,
            channel=values["deliver_by"],
            destination=values["deliver_to"],
            reason=values["reason"],
        )
    except tuple(REFUSED) as refusal:
        return _page(request, _found(pk), form=form, refused=[REFUSED[type(refusal)]], status=409)
    messages.success(request, ASKED)
    return redirect(ONE, pk)


@needs("delivery.approve")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """「承認する」"""
    return _settle(request, pk, MOVED, lambda: redirects.approve(redirect_id=pk, by=request.user))


@needs("delivery.approve")
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「差し戻す」"""
    return _send_back(request, pk)


@needs("delivery.redirect")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「取り下げる」, by whoever asked for it."""
    asked = get_object_or_404(Redirect, pk=pk)
    if asked.made_by_id != request.user.pk:
        return _refuse(request, _found(asked.payout_id), NOT_YOURS)
    return _send_back(request, pk)


def _send_back(request: HttpRequest, pk: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    return _settle(request, pk, BACK, lambda: redirects.send_back(redirect_id=pk, by=request.user, answer=answer))


def _settle(request: HttpRequest, pk: int, done: str, deed) -> HttpResponse:
    asked = get_object_or_404(Redirect, pk=pk)
    try:
        deed()
    except tuple(REFUSED) as refusal:
        return _refuse(request, _found(asked.payout_id), REFUSED[type(refusal)])
    messages.success(request, done)
    return redirect(LIST)


def _found(pk: int) -> Payout:
    rows = Payout.objects.select_related("scheme", "member__scheme", "claim__scheme")
    return get_object_or_404(rows, pk=pk, method="points")


def _is_identified(request: HttpRequest, payout: Payout) -> bool:
    return identified.person(payout_rows.payee(payout), request.session, request.user).is_identified


def _refuse(request: HttpRequest, payout: Payout, words: str) -> HttpResponse:
    return _page(request, payout, refused=[words], status=409)


def _code_of(payout: Payout) -> PointOrder | None:
    """The order that has its code."""
    return payout.orders.filter(state=PointOrder.State.ISSUED).first()


def _page(
    request: HttpRequest,
    payout: Payout,
    *,
    status: int = 200,
    refused: list[str] | None = None,
    form: RedirectForm | None = None,
    contacts: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    link = payout.links.filter(revoked_at=None).first()
    waiting = payout.redirects.filter(state=Redirect.State.WAITING).select_related("made_by").first()
    may_compare = waiting and request.user.has_perm("delivery.approve")
    return page(
        request,
        "desk/delivery/one.html",
        title=f"支払 {payout.pk} の届け方",
        status=status,
        refused=refused or [],
        has_faults=bool(form and form.errors),
        payout=payout,
        can_be_moved=redirects.can_be_received(payout, clock.now()),
        link=link,
        others=delivery_rows.others(payout, clock.now()),
        until=unseen.shown_until(payout, _code_of(payout), clock.now()),
        tries=delivery_rows.tries(payout),
        payee_address=hits.address(payout_rows.payee(payout)),
        is_identified=_is_identified(request, payout),
        waiting=waiting,
        to=waiting and (waiting.destination if may_compare else masked.contact(waiting.destination)),
        is_own=bool(waiting and waiting.made_by_id == request.user.pk),
        contacts=contacts or [],
        form=form or RedirectForm(),
        answer_form=AnswerForm(),
    )
