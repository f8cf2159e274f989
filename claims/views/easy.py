"""やさしい日本語: the first page, the checker and how to claim, in short sentences, the conclusion first (ux A4).

Templates of their own, not a language of Django's: under /en/ they lead to the one Japanese address.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import translate_url
from django.utils.translation import get_language

from claims.checker import Question, Result
from claims.deadlines import claim_window, phase
from claims.views import checker
from config import clock
from coupons.models import Scheme

View = Callable[..., HttpResponse]
PAGES = {
    Question.HAPPENED: "claims/easy/check/happened.html",
    Question.EXPIRY: "claims/easy/check/expiry.html",
    Question.APP: "claims/easy/check/app.html",
    Result.CLAIM: "claims/easy/check/claim.html",
    Result.NOT_NEEDED: "claims/easy/check/not_needed.html",
    Result.CALL: "claims/easy/check/call.html",
    Result.NOT_COVERED: "claims/easy/check/not_covered.html",
}


def in_japanese(view: View) -> View:
    """Send the English address to the Japanese one, with its query."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        if get_language() != "ja":
            return redirect(translate_url(request.get_full_path(), "ja"))
        return view(request, slug)

    return answer


@in_japanese
def top(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened, what one gets, what to do."""
    return _page(request, slug, "claims/easy/top.html")


@in_japanese
def how(request: HttpRequest, slug: str) -> HttpResponse:
    """How to claim, step by step."""
    return _page(request, slug, "claims/easy/how.html")


@in_japanese
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The three questions."""
    return checker.page(request, slug, PAGES)


def _page(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    scheme, at = get_object_or_404(Scheme, slug=slug), clock.now()
    return render(
        request,
        template,
        {
            "scheme": scheme,
            "at": at,
            "phase": phase(scheme, at),
            "points_window": claim_window(scheme, "points", at),
            "refund_window": claim_window(scheme, "refund", at),
        },
    )
