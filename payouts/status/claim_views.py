"""The pages of one claim, behind a right answer: where it stands, and what its claimant can do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import corrections
from claims.deadlines import claims_until
from claims.limits import TooMany
from claims.models import Claim
from claims.views.refusals import too_many
from config import clock
from payouts import withdrawal
from payouts.status.correction_form import CorrectionForm
from payouts.status.resending import TEN_MINUTES, NothingToSend, send_again
from payouts.status.taking_back import take_back
from payouts.status.told import tell
from payouts.status.views import enough_for_today
from payouts.status.visiting import opened


@require_safe
@opened
def show(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Where the claim stands, and the one thing to do next."""
    done = next((what for what in ("sent", "corrected") if what in request.GET), "")
    return _page(request, "status/claim.html", claim, told=tell(claim, clock.now()), done=done)


@require_POST
@opened
def resend(request: HttpRequest, claim: Claim) -> HttpResponse:
    """「URLをもう一度送る」."""
    try:
        send_again(claim_id=claim.pk, language=get_language())
    except NothingToSend:
        return _back(claim)
    except TooMany as limit:
        if str(limit) == TEN_MINUTES.kind:
            return too_many(request, wait_seconds=TEN_MINUTES.window.seconds, scheme=claim.scheme)
        return enough_for_today(request, claim.scheme)
    return _back(claim, "?sent")


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def correct(request: HttpRequest, claim: Claim) -> HttpResponse:
    """「番号をご確認ください」: what is typed is shown as understood, and saved when it was seen so."""
    lines = corrections.correctable(claim)
    if not lines or _is_about_others(request, lines):
        return _back(claim)
    form = CorrectionForm(claim, lines, request.POST if request.method == "POST" else None)
    if not form.is_valid() or "change" in form.data:
        return _page(request, "status/correct.html", claim, form=form)
    if not form.changes_something():
        return _page(request, "status/correct.html", claim, form=form, is_unchanged=True)
    if "save" not in form.data:
        return _page(request, "status/correct_review.html", claim, form=form)
    prefecture, travel_on = form.trip()
    try:
        corrections.correct(claim_id=claim.pk, numbers=form.numbers(), prefecture=prefecture, travel_on=travel_on)
    except (corrections.NothingToCorrect, corrections.NothingChanged):
        return _back(claim)
    return _back(claim, "?corrected")


def _is_about_others(request: HttpRequest, lines: list) -> bool:
    """Whether the fields were for other lines than can be corrected by now."""
    return request.method == "POST" and request.POST.getlist("line") != [str(line.pk) for line in lines]


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def withdraw(request: HttpRequest, claim: Claim) -> HttpResponse:
    """「申請を取り下げる」: with its warnings, and confirmed by a button."""
    told = tell(claim, clock.now())
    if claim.withdrawn_at:
        return _back(claim)
    if not told.may_withdraw:
        return _page(request, "status/on_its_way.html", claim, told=told)
    if request.method != "POST":
        until = claims_until(claim.scheme, claim.method)
        return _page(request, "status/withdraw.html", claim, told=told, until=until, may_file=told.at < until)
    try:
        take_back(claim_id=claim.pk)
    except withdrawal.AlreadyWithdrawn:
        pass  # a double click
    except withdrawal.AlreadyOnItsWay:
        return _page(request, "status/on_its_way.html", claim, told=told)
    return _back(claim)


def _back(claim: Claim, query: str = "") -> HttpResponse:
    response = redirect("payouts:status_claim", claim.scheme.slug)
    response["Location"] += query
    return response


def _page(request: HttpRequest, template: str, claim: Claim, **more: object) -> HttpResponse:
    return render(request, template, {"scheme": claim.scheme, "claim": claim, **more})
