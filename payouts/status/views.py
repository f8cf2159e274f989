"""「受付状況を調べる」: three ways to a claim (its number and four digits, a code, a lost number), none of which tells more
than that they were tried.
"""

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import lost_receipts, receipt_codes, verification
from claims.forms.delivery import CodeForm, code_refused
from claims.limits import TooMany
from claims.looking_up import look_up
from claims.models import Incident
from claims.views.private import private
from claims.views.refusals import too_many
from config.addresses import whom_to_count
from coupons.models import Scheme
from payouts.status.forms import ContactForm, LookUpForm, ReceiptForm
from payouts.status.visiting import GOOD_FOR_SECONDS, let_in, send_away

ASKED = f"{settings.COOKIE_PREFIX}status-asked"  # the cookie with the receipt number that a code was asked for
HOUR, DAY = 60 * 60, 24 * 60 * 60


@private
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """「受付状況を調べる」. A right pair leads to the claim, a wrong one is told without saying which of both it was."""
    scheme = get_object_or_404(Scheme, slug=slug)
    form = LookUpForm(_typed(request))
    if form.is_valid():
        try:
            claim = look_up(scheme=scheme, **form.cleaned_data, address=whom_to_count(request))
        except TooMany:
            return too_many(request, wait_seconds=HOUR, scheme=scheme)
        if claim:
            page = "status_report" if isinstance(claim, Incident) else "status_claim"
            return let_in(redirect(f"payouts:{page}", slug), claim)
        form.refuse("receipt_no", _("受付番号か電話番号が違います。"))  # which of both is not told
    return _page(request, "status/look_up.html", scheme, form=form)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def ask_code(request: HttpRequest, slug: str) -> HttpResponse:
    """「認証コードで調べる」: a code to the claim's own contact. Whether there is such a claim shows nowhere."""
    scheme = get_object_or_404(Scheme, slug=slug)
    form = ReceiptForm(_typed(request))
    if not form.is_valid():
        return _page(request, "status/ask_code.html", scheme, form=form)
    number = form.cleaned_data["receipt_no"]
    try:
        query = _send(request, scheme, number)
    except TooMany:
        return too_many(request, wait_seconds=HOUR, scheme=scheme)
    response = redirect("payouts:status_code", slug)
    response["Location"] += query
    response.set_cookie(
        ASKED,
        _signer(scheme).sign(number),
        max_age=GOOD_FOR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=not settings.REHEARSAL,
    )
    return response


def _send(request: HttpRequest, scheme: Scheme, number: str) -> str:
    """A code, and what its page is to say of it (a query). Raises TooMany."""
    try:
        receipt_codes.send(scheme=scheme, receipt_no=number, address=whom_to_count(request), language=get_language())
    except verification.TooSoon as soon:
        return f"?wait={soon.seconds}"
    return "?sent"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest, slug: str) -> HttpResponse:
    """「認証コードの入力」."""
    scheme = get_object_or_404(Scheme, slug=slug)
    number = _asked(request, scheme)
    if number is None:
        return redirect("payouts:status_ask_code", slug)
    form = CodeForm(_typed(request))
    if form.is_valid():
        try:
            claim = receipt_codes.check(scheme=scheme, receipt_no=number, typed=form.cleaned_data["code"])
        except verification.REFUSALS as refusal:
            form.refuse("code", code_refused(refusal))
        else:
            response = let_in(redirect("payouts:status_claim", slug), claim)
            response.delete_cookie(ASKED, samesite="Lax")
            return response
    wait = request.GET.get("wait", "")
    return _page(
        request,
        "status/enter_code.html",
        scheme,
        form=form,
        receipt_no=number,
        was_sent="sent" in request.GET and request.method != "POST",
        wait=wait if wait.isdecimal() and len(wait) < 3 else "",
    )


def _asked(request: HttpRequest, scheme: Scheme) -> str | None:
    """The receipt number that this browser had a code sent for."""
    try:
        return _signer(scheme).unsign(request.COOKIES.get(ASKED, ""), max_age=GOOD_FOR_SECONDS)
    except BadSignature:
        return None


def _signer(scheme: Scheme) -> TimestampSigner:
    return TimestampSigner(salt=f"status code {scheme.slug}")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest, slug: str) -> HttpResponse:
    """「受付番号がわからない方へ」: the numbers go to the contact that was proved, and the page says the same to all."""
    scheme = get_object_or_404(Scheme, slug=slug)
    form = ContactForm(_typed(request))
    if not form.is_valid():
        return _page(request, "status/lost.html", scheme, form=form)
    contact = form.cleaned_data["deliver_to"]
    try:
        lost_receipts.ask(scheme=scheme, contact=contact, address=whom_to_count(request), language=get_language())
    except TooMany as limit:
        if str(limit) == lost_receipts.PER_CONTACT.kind:
            return enough_for_today(request, scheme)
        return too_many(request, wait_seconds=HOUR, scheme=scheme)
    return redirect("payouts:status_lost_sent", slug)


@private
@require_safe
def lost_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """What everybody reads who asked for lost numbers."""
    return _page(request, "status/lost_sent.html", get_object_or_404(Scheme, slug=slug))


@private
@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """「調べ終わる」: on a shared machine nobody else should see the claim."""
    scheme = get_object_or_404(Scheme, slug=slug)
    return send_away(redirect("payouts:status", slug), scheme)


def enough_for_today(request: HttpRequest, scheme: Scheme) -> HttpResponse:
    """「今日は、これ以上お送りできません」: 429, until tomorrow."""
    response = _page(request, "status/enough_for_today.html", scheme)
    response.status_code, response["Retry-After"] = 429, str(DAY)
    return response


def _page(request: HttpRequest, template: str, scheme: Scheme, **more: object) -> HttpResponse:
    return render(request, template, {"scheme": scheme, **more})


def _typed(request: HttpRequest) -> dict | None:
    return request.POST if request.method == "POST" else None
