"""The cookie that a right answer leaves: it opens the status of a claim or report for half an hour."""

from functools import wraps

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from claims.models import Claim, Incident
from claims.views.private import View, private
from coupons.models import Scheme

GOOD_FOR_SECONDS = 30 * 60
COOKIES = {Claim: "status", Incident: "status-b"}
WITH = {Claim: ["scheme", "superseded_by"], Incident: ["scheme", "coupon__scheme", "coupon__member"]}


def token_of(claim: Claim | Incident) -> str:
    """What the browser keeps. A row restored from a backup under another nonce does not answer to it."""
    return _signer(claim).sign(str(claim.pk))


def claim_of(token: str | None, scheme: Scheme, model: type = Claim) -> Claim | Incident | None:
    """The claim (or report) that `token` opens; None for an unknown one, and half an hour after it was made."""
    pk = (token or "").partition(":")[0]
    if not pk.isdecimal() or not pk.isascii() or len(pk) > 18:
        return None
    claim = model.objects.select_related(*WITH[model]).filter(pk=pk, scheme=scheme).first()
    return claim if claim and _is_ours(claim, token) else None


def _is_ours(claim: Claim | Incident, token: str) -> bool:
    try:
        _signer(claim).unsign(token, max_age=GOOD_FOR_SECONDS)
    except BadSignature:
        return False
    return True


def _signer(claim: Claim | Incident) -> TimestampSigner:
    return TimestampSigner(salt=f"{COOKIES[type(claim)]} {claim.form_nonce}")


def cookie_name(scheme: Scheme, model: type = Claim) -> str:
    """One for each scheme: the status of one claim, and of one report, is open at a time."""
    return f"{settings.COOKIE_PREFIX}{COOKIES[model]}-{scheme.slug}"


def let_in(response: HttpResponse, claim: Claim | Incident) -> HttpResponse:
    """Hand the browser the row's token, or a fresh one."""
    response.set_cookie(
        cookie_name(claim.scheme, type(claim)),
        token_of(claim),
        max_age=GOOD_FOR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=not settings.REHEARSAL,
    )
    return response


def send_away(response: HttpResponse, scheme: Scheme) -> HttpResponse:
    """Take the token back: the next look wants a right answer again."""
    for model in COOKIES:
        response.delete_cookie(cookie_name(scheme, model), samesite="Lax")
    return response


def opened(view: View) -> View:
    """Only with a right answer before; each page prolongs it. The view is given the claim."""
    return _opened(view, Claim)


def opened_report(view: View) -> View:
    """The same for a report of case (B)."""
    return _opened(view, Incident)


def _opened(view: View, model: type) -> View:
    @private
    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        scheme = get_object_or_404(Scheme, slug=slug)
        token = request.COOKIES.get(cookie_name(scheme, model))
        row = claim_of(token, scheme, model)
        if row:
            return let_in(view(request, row), row)
        if not token and request.method != "POST":
            return redirect("payouts:status", scheme.slug)
        response = render(
            request, "status/over.html", {"scheme": scheme, "minutes": GOOD_FOR_SECONDS // 60}, status=403
        )
        return send_away(response, scheme)

    return answer
