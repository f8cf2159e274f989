"""The special site. For now its first page: what happened, whom it concerns, until when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from claims.deadlines import deadlines, phase
from config import clock
from coupons.models import Scheme


def top(request: HttpRequest) -> HttpResponse:
    """The only scheme's page, or a list to choose from."""
    schemes = list(Scheme.objects.order_by("-outage_from", "slug"))
    if len(schemes) == 1:
        return redirect("claims:scheme", schemes[0].slug)
    return render(request, "claims/schemes.html", {"schemes": schemes})


def scheme_top(request: HttpRequest, slug: str) -> HttpResponse:
    """「紙の地域クーポンが使えなかった方へ」: what the notice says, and what of it is still ahead."""
    scheme, at = get_object_or_404(Scheme, slug=slug), clock.now()
    steps = [(step, step.status(at), step.is_over(at)) for step in deadlines(scheme)]
    return render(
        request,
        "claims/top.html",
        {
            "scheme": scheme,
            "phase": phase(scheme, at),
            "deadlines": steps,
            "refunds_claimable": at < scheme.refund_claims_until,
        },
    )
