"""「紙の地域クーポンが使えなかった方へ」: does this concern me, what do I do, until when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from claims.deadlines import deadlines, phase
from claims.models import Announcement
from config import clock
from coupons.models import Scheme

NEWS_MAX = 3


def top(request: HttpRequest) -> HttpResponse:
    """The only scheme's page, or a list to choose from."""
    schemes = list(Scheme.objects.order_by("-outage_from", "slug"))
    if len(schemes) == 1:
        return redirect("claims:scheme", schemes[0].slug)
    return render(request, "claims/schemes.html", {"schemes": schemes})


def scheme_top(request: HttpRequest, slug: str) -> HttpResponse:
    """What the notice promises, and what of it is still ahead."""
    scheme, at = get_object_or_404(Scheme, slug=slug), clock.now()
    return render(
        request,
        "claims/top.html",
        {
            "scheme": scheme,
            "at": at,
            "phase": phase(scheme, at),
            "deadlines": [(step, step.status(at), step.is_over(at)) for step in deadlines(scheme)],
            "news": Announcement.published(scheme, at)[:NEWS_MAX],
        },
    )
