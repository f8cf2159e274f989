"""「2人目の承認」: what waits for a second person, what exactly it is, and the second person's answer.

Which capability it takes depends on what is asked; that the two are two is for the domain and the database to say.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from claims import proposals, reviewing
from claims.models import Proposal
from config import clock
from desk.review.case import due_at
from desk.review.forms import AnswerForm
from desk.review.pages import REFUSALS, page, paged, words_for
from desk.review.proposed import facts
from payouts import destinations, grants, on_behalf
from trail.needs import needs
from trail.record import record

Deed = Proposal.Deed


@dataclass(frozen=True)
class Approving:
    """What it takes to approve a kind of deed, and how it is approved and sent back."""

    capability: str
    approve: Callable[..., Proposal]
    send_back: Callable[..., Proposal]


APPROVING = {
    Deed.ACCEPT: Approving("desk.approve_review", reviewing.approve_accept, proposals.send_back),
    Deed.TAKE: Approving("desk.approve_claim", on_behalf.approve, on_behalf.send_back),
    Deed.DESTINATION: Approving("desk.approve_claim", destinations.approve, destinations.send_back),
    Deed.GRANT: Approving("payouts.approve_grant", grants.approve, proposals.send_back),
}
VOID = (
    "頼まれたあとに内容が変わったので、無効にしました。何も変えていません。必要なら、もう一度頼んでもらってください。"
)


@needs("desk.approve_claim")
@require_safe
def waiting_list(request: HttpRequest) -> HttpResponse:
    """The oldest first; one's own are shown, to be taken back."""
    at = clock.now()
    waiting = Proposal.objects.filter(state=Proposal.State.WAITING).select_related("claim", "made_by", "coupon")
    asked, after = paged(waiting.order_by("made_at", "pk"), request)
    return page(
        request,
        "desk/review/waiting.html",
        title="2人目の承認",
        waiting=[(one, (at - one.made_at).days, due_at(one.claim), at >= due_at(one.claim)) for one in asked],
        count=waiting.count(),
        after=after,
    )


@needs("desk.approve_claim")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is to be approved, uncovered: it is to be compared. The look is on the trail. Once it is settled
    there is nothing to compare, and whose it was stays covered.
    """
    asked = _found(pk)
    record("looked at", who=request.user.get_username(), about=asked.claim)
    return _show(request, asked)


@needs("desk.approve_claim")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """「承認する」"""
    asked = _found(pk)
    _must_be_able(request, asked)
    try:
        settled = APPROVING[Deed(asked.deed)].approve(proposal_id=pk, by=request.user)
    except REFUSALS as refusal:
        return _show(request, _found(pk), status=409, refused=words_for(refusal))
    if settled.state == Proposal.State.VOID:
        messages.warning(request, VOID)
    else:
        messages.success(request, "承認しました。")
    return redirect("desk_review_waiting")


@needs("desk.approve_claim")
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「差し戻す」; whoever asked takes it back this way."""
    asked = _found(pk)
    if asked.made_by_id != request.user.pk:
        _must_be_able(request, asked)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, form=form)
    try:
        deed = APPROVING[Deed(asked.deed)].send_back
        deed(proposal_id=pk, by=request.user, answer=form.cleaned_data["answer"])
    except REFUSALS as refusal:
        return _show(request, _found(pk), status=409, refused=words_for(refusal), form=form)
    messages.success(request, "差し戻しました。")
    return redirect("desk_review_waiting")


def _must_be_able(request: HttpRequest, asked: Proposal) -> None:
    """Asked at this request: a role that was taken meanwhile is gone."""
    if not request.user.has_perm(APPROVING[Deed(asked.deed)].capability):
        raise PermissionDenied


def _found(pk: int) -> Proposal:
    rows = Proposal.objects.select_related("claim__scheme", "made_by", "settled_by", "coupon", "line")
    return get_object_or_404(rows, pk=pk)


def _show(
    request: HttpRequest,
    asked: Proposal,
    *,
    status: int = 200,
    refused: list[str] | None = None,
    form: AnswerForm | None = None,
) -> HttpResponse:
    return page(
        request,
        "desk/review/proposal.html",
        status=status,
        title=f"{asked.get_deed_display()}（{asked.claim.receipt_no}）",
        asked=asked,
        facts=facts(asked) if asked.state == Proposal.State.WAITING else [],
        is_own=asked.made_by_id == request.user.pk,
        may_approve=request.user.has_perm(APPROVING[Deed(asked.deed)].capability),
        refused=refused or [],
        has_faults=bool(form and form.errors),
        form=form or AnswerForm(),
    )
