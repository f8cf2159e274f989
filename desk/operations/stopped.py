"""「止まっている支払」: a breach has stopped all of a scheme; a person clears it with a reason (design 5 "Statement")."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from coupons.models import Scheme
from desk.review.forms import BECAUSE_HINT, text
from desk.review.pages import page
from payouts import holds
from trail.needs import needs

DONE = "再開しました。受取期限をのばした支払は{grown:,}件です。"
RUNNING = "この制度の支払は、もう動いています。"


class StartAgainForm(forms.Form):
    """Why it may go on."""

    reason = text("再開する理由と、直したこと", BECAUSE_HINT, longest=200)


@needs("schemes.resume")
@require_safe
def stopped(request: HttpRequest) -> HttpResponse:
    """Which schemes stand still, since when and why."""
    return _page(request)


@needs("schemes.resume")
@require_POST
def start_again(request: HttpRequest, pk: int) -> HttpResponse:
    """「再開する」"""
    scheme, form = get_object_or_404(Scheme, pk=pk), StartAgainForm(request.POST, auto_id=f"id_{pk}_%s")
    if not form.is_valid():
        return _page(request, typed=(pk, form))
    try:
        grown = holds.start_again(scheme_id=scheme.pk, by=request.user, reason=form.cleaned_data["reason"])
    except holds.NotStopped:
        return _page(request, status=409, refused=[RUNNING])
    messages.success(request, DONE.format(grown=grown))
    return redirect("desk_stopped")


def _page(
    request: HttpRequest,
    *,
    status: int = 200,
    refused: list[str] | None = None,
    typed: tuple[int, StartAgainForm] | None = None,
) -> HttpResponse:
    schemes = Scheme.objects.exclude(stopped_at=None).order_by("stopped_at", "pk")
    typed_for, typed_form = typed or (None, None)
    return page(
        request,
        "desk/stopped.html",
        status=status,
        title="止まっている支払",
        stopped=[(one, typed_form if one.pk == typed_for else _empty(one)) for one in schemes],
        refused=refused or [],
        has_faults=bool(typed_form),
    )


def _empty(scheme: Scheme) -> StartAgainForm:
    return StartAgainForm(auto_id=f"id_{scheme.pk}_%s")
