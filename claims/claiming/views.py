"""The doors to the claim forms: the start page, and one address for each page behind it."""

from collections.abc import Callable
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from claims import drafts, filing
from claims.claiming import bank_views, contact_views, end_views, person_views, steps
from claims.claiming.visit import Visit, address, cookie_name, keep_cookie, start
from claims.deadlines import Window, claim_window, claims_until
from claims.models import Draft
from claims.views.closed import closed
from claims.views.private import private
from config import clock
from coupons.models import Scheme

PAGES: dict[str, Callable[[Visit], HttpResponse]] = {
    "coupons": person_views.coupons,
    "you": person_views.you,
    "stay": person_views.stay,
    "delivery": contact_views.delivery,
    "code": contact_views.code,
    "bank": bank_views.bank,
    "branch": bank_views.branch,
    "account": bank_views.account,
    steps.REVIEW: end_views.review,
    steps.DONE: end_views.done,
}


@require_safe
def begin(request: HttpRequest, slug: str, method: str) -> HttpResponse:
    """「申請の前に」. Stores nothing. `?prefecture=47` of a campaign's site is handed on."""
    scheme, at = get_object_or_404(Scheme, slug=slug), clock.now()
    if claim_window(scheme, method, at) != Window.OPEN:
        return closed(request, scheme, method, at)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    first = address(scheme, method, steps.ORDER[method][0]) + query
    until = claims_until(scheme, method)
    context = {"scheme": scheme, "method": method, "first": first, "until": until, "most": filing.COUPONS_MAX}
    return render(request, "claims/form/start.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str, method: str, step: str) -> HttpResponse:
    """Any page behind the start, if it is this browser's turn to see it."""
    if step not in steps.ORDER.get(method, ()):
        raise Http404
    scheme, at = get_object_or_404(Scheme, slug=slug), clock.now()
    visit = Visit(request, scheme, method, step, at, _draft(request, scheme, method))
    try:
        response = _answer(visit)
    except drafts.Gone:  # at this very moment
        visit.draft = _draft(request, scheme, method)
        response = visit.go(steps.DONE) if visit.draft else _over(visit)
    if visit.draft:
        keep_cookie(response, visit)
    return response


def _draft(request: HttpRequest, scheme: Scheme, method: str) -> Draft | None:
    return drafts.find(request.COOKIES.get(cookie_name(scheme, method)), scheme=scheme, method=method)


def _answer(visit: Visit) -> HttpResponse:
    if visit.step == steps.DONE:
        return PAGES[steps.DONE](visit) if visit.draft else _over(visit)
    if claim_window(visit.scheme, visit.method, visit.at, visit.own_until) != Window.OPEN:
        return closed(visit.request, visit.scheme, visit.method, visit.at)
    is_first = visit.step == steps.ORDER[visit.method][0]
    if visit.draft and visit.draft.claim_id:
        if not is_first:
            return visit.go(steps.DONE)
        visit.draft = None  # another claim begins
    if visit.draft is None and not is_first:
        return _over(visit) if _had_a_draft(visit) or visit.is_posted else visit.go("coupons")
    if not steps.may_open(visit.method, visit.step, visit.answers):
        return visit.go_on()
    return PAGES[visit.step](visit)


def _had_a_draft(visit: Visit) -> bool:
    return cookie_name(visit.scheme, visit.method) in visit.request.COOKIES


def _over(visit: Visit) -> HttpResponse:
    """「時間がたったため、もう一度入力をお願いします」: an hour without use, or cookies that the browser does not keep."""
    context = {
        "scheme": visit.scheme,
        "start": start(visit.scheme, visit.method),
        "minutes": drafts.KEPT // timedelta(minutes=1),
        "was_filing": visit.step != steps.DONE,
    }
    response = render(visit.request, "claims/form/over.html", context, status=403)
    response.delete_cookie(cookie_name(visit.scheme, visit.method), samesite="Lax")
    visit.draft = None
    return response
