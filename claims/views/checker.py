"""「対象かどうか調べる」: one question a page, each answer a link. Every page can be bookmarked, and nothing is stored."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims import checker
from claims.checker import Question, Result
from claims.deadlines import claim_window, phase
from config import clock
from coupons.models import Scheme

PAGES = {
    Question.HAPPENED: "claims/check/happened.html",
    Question.EXPIRY: "claims/check/expiry.html",
    Question.APP: "claims/check/app.html",
    Result.CLAIM: "claims/check/claim.html",
    Result.NOT_NEEDED: "claims/check/not_needed.html",
    Result.CALL: "claims/check/call.html",
    Result.NOT_COVERED: "claims/check/not_covered.html",
}


def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The next question, or what the answers come to."""
    return page(request, slug, PAGES)


def page(request: HttpRequest, slug: str, pages: Mapping[Question | Result, str]) -> HttpResponse:
    """The one of `pages` that the answers in the address lead to."""
    scheme, at = get_object_or_404(Scheme, slug=slug), clock.now()
    answers = checker.known(request.GET)
    return render(
        request,
        pages[checker.check(answers)],
        {
            "scheme": scheme,
            "at": at,
            "phase": phase(scheme, at),
            "points_window": claim_window(scheme, "points", at),
            "refund_window": claim_window(scheme, "refund", at),
            "answers": answers,
            "step": len(answers) + 1,
            "so_far": "".join(f"{question}={answer}&" for question, answer in answers.items()),
            "back": urlencode(dict(list(answers.items())[:-1])),
        },
    )
