"""What a reviewer does with a case: one POST, one call into the domain; refused, all that was typed comes back."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from claims import cases, leases, reviewing
from claims.doubts import Doubt
from claims.models import Claim, ClaimLine
from claims.normalise import NotUnderstood
from config import clock
from desk.review.case import doubts_if
from desk.review.forms import number
from desk.review.pages import REFUSALS, words_for
from desk.review.views import FORMS, case_page, found
from payouts import conflicts, destinations, grants, on_behalf
from trail.needs import needs

ASKED = "2人目の承認を頼みました。別の人が承認すると進みます。"


@needs("desk.review")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """「認める」; with a doubt that wants two persons, the second is asked."""

    def deed(form: Form) -> str:
        known = form.cleaned_data
        asked = reviewing.accept(
            line_id=pk,
            by=request.user,
            seen=known["seen"],
            inquiry_no=known["inquiry_no"],
            overriding=known.get("overriding", ()),
            because=known["because"],
        )
        return ASKED if asked else "認めました。申請者にお知らせします。"

    return _do(request, "accept", pk, _claim_of(pk), deed)


@needs("desk.review")
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """「断る」"""

    def deed(form: Form) -> str:
        known = form.cleaned_data
        reviewing.decline(line_id=pk, by=request.user, seen=known["seen"], reason=known["reason"], words=known["words"])
        return "断りました。申請者に理由をお知らせします。"

    return _do(request, "decline", pk, _claim_of(pk), deed)


@needs("desk.review")
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """「尋ねる」"""

    def deed(form: Form) -> str:
        reviewing.ask_back(line_id=pk, by=request.user, **form.cleaned_data)
        return "申請者に尋ねました。"

    return _do(request, "ask", pk, _claim_of(pk), deed)


@needs("desk.review")
@require_POST
def second(request: HttpRequest, pk: int) -> HttpResponse:
    """「こちらの申請を認める」 of two that claim one coupon."""

    def deed(form: Form) -> str:
        conflicts.second_wins(line_id=pk, by=request.user, **form.cleaned_data)
        return "こちらの申請を認め、先の申請を断りました。それぞれにお知らせします。"

    return _do(request, "second", pk, _claim_of(pk), deed)


@needs("payouts.grant")
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """「決定による補償を頼む」"""

    def deed(form: Form) -> str:
        grants.ask(line_id=pk, by=request.user, **form.cleaned_data)
        return ASKED

    return _do(request, "grant", pk, _claim_of(pk), deed)


@needs("desk.claim")
@require_POST
def destination(request: HttpRequest, pk: int) -> HttpResponse:
    """「送り先の変更を頼む」; the URL that is out does not serve meanwhile."""

    def deed(form: Form) -> str:
        destinations.ask(claim_id=pk, by=request.user, **form.cleaned_data)
        return f"{ASKED}それまで、送り済みの受取URLは使えません。"

    return _do(request, "destination", pk, found(pk), deed)


@needs("desk.claim")
@require_POST
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """「もう一度、2人目に頼む」 for a claim taken on the phone that was sent back."""
    claim = found(pk)
    reason = request.POST.get("reason", "").strip()[:300] or "直したので、もう一度お願いします"
    try:
        on_behalf.ask_again(claim_id=claim.pk, by=request.user, reason=reason)
    except REFUSALS as refusal:
        return case_page(request, claim, status=409, refused=words_for(refusal))
    messages.success(request, ASKED)
    return redirect(_case_or_claim(request), claim.pk)


def _do(request: HttpRequest, name: str, pk: int, claim: Claim, deed: Callable[[Form], str]) -> HttpResponse:
    """Do it and say so; or show the case as it is now, with what was typed and why it was not done."""
    offered = {"doubts": _doubts(request, pk)} if name == "accept" else {}
    form = FORMS[name](request.POST, auto_id=f"id_{name}_{pk}_%s", **offered)
    if not form.is_valid():
        return case_page(request, claim, typed=(name, pk, form))
    try:
        said = deed(form)
    except REFUSALS as refusal:
        lost = isinstance(refusal, cases.ChangedMeanwhile | leases.WithAColleague)
        return case_page(
            request, claim, status=409 if lost else 200, refused=words_for(refusal), typed=(name, pk, form)
        )
    messages.success(request, said)
    return redirect(_case_or_claim(request), claim.pk)


def _doubts(request: HttpRequest, line_id: int) -> list[Doubt]:
    """What can be ticked for the coupon whose number was typed."""
    line = get_object_or_404(ClaimLine.objects.select_related("claim", "coupon"), pk=line_id)
    try:
        typed = number(request.POST.get("inquiry_no", ""))
    except NotUnderstood:
        return []
    return doubts_if(line, typed, clock.now())


def _case_or_claim(request: HttpRequest) -> str:
    """Back to where the deed was done: clerks have the claim, not the case."""
    return "desk_review_case" if request.user.has_perm("desk.review") else "desk_claim"


def _claim_of(line_id: int) -> Claim:
    return found(get_object_or_404(ClaimLine, pk=line_id).claim_id)
