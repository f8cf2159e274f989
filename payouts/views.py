"""The receiving site: the check, the choice, the code (notice 2.A2-app, 2.A2-brands; design 5 "Receiving").

The address from the message holds the token and asks the check; the right answer opens a session bound to that link,
and from then on the address is /r/ alone.
"""

import logging
from dataclasses import replace
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from claims.claiming.visit import Visit, keep_cookie
from claims.views.private import View, private
from config import clock
from config.sealing import SealBroken
from payouts import links, orders, receiving, refund_instead
from payouts.forms import BrandForm, check_form
from payouts.models import ReceiveLink
from payouts.receiving import Look, Stage

BOUND = "receive_link"  # the session's: the id of the one link that was checked
IDLE_SECONDS = 60 * 60
log = logging.getLogger(__name__)
LOOKS_AGAIN = timedelta(minutes=1)  # how long a page that waits for a code reloads itself
PAGES = {
    Stage.CHOOSE: "receive/choose.html",
    Stage.PREPARING: "receive/preparing.html",
    Stage.RECEIVED: "receive/received.html",
    Stage.CALL: "receive/call.html",
    Stage.OVER: "receive/over.html",
}


def checked(view: View) -> View:
    """Only for a session that a right answer opened, each page prolonging it; the view is given what is to be seen."""

    @private
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        link_id = request.session.get(BOUND)
        link = links.get(link_id) if link_id else None
        if link is None:
            return render(request, "receive/session_over.html", status=403)
        request.session.modified = True
        return view(request, receiving.look(link, clock.now()))

    return answer


def in_language_asked_for(view: View) -> View:
    """`?language=en` in place of an English address, for a page that may not repeat its own (claims' `here_in`).

    Members gave us no language: whoever cannot read the message's page changes it here.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **more) -> HttpResponse:
        language = request.GET.get("language")
        if language not in dict(settings.LANGUAGES):
            return view(request, *args, **more)
        with translation.override(language):
            response = view(request, *args, **more)
        response["Content-Language"] = language
        return response

    return answer


@private
@in_language_asked_for
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, token: str) -> HttpResponse:
    """「ご本人の確認」. To open it changes nothing and tells nothing; unknown and revoked links are one page."""
    link = links.find(token)
    if link is None:
        return _dead_end(request, token)
    look = receiving.look(link, clock.now())
    if look.stage == Stage.OVER:
        return _page(request, look)
    form = check_form(link, request.POST if request.method == "POST" else None)
    if form.is_valid():
        if links.check(link=link, answer=form.answer()):
            return _let_in(request, link)
        link.refresh_from_db(fields=["tries", "locked_at"])
        form.wrong_answer(links.TRIES - link.tries)
    template = "receive/locked.html" if link.locked_at else "receive/check.html"
    return render(request, template, {"scheme": look.payout.scheme, "form": form, "tries": links.TRIES, "look": look})


def _dead_end(request: HttpRequest, token: str) -> HttpResponse:
    if old := links.gave_way(token):
        is_by_bank = refund_instead.is_by_bank_now(old.payout)
        template = "receive/by_bank.html" if is_by_bank else "receive/gave_way.html"
        return render(request, template, {"scheme": old.payout.scheme}, status=410)
    return render(request, "receive/unknown.html", status=404)


def _let_in(request: HttpRequest, link: ReceiveLink) -> HttpResponse:
    """A session of another number than before, so that nobody who prepared one gets in too."""
    request.session.cycle_key()
    request.session[BOUND] = link.pk
    request.session.set_expiry(IDLE_SECONDS)
    return redirect("payouts:receive")


@require_safe
@checked
def receive(request: HttpRequest, look: Look) -> HttpResponse:
    """What is to be done or seen now."""
    return _page(request, look)


@require_http_methods(["GET", "HEAD", "POST"])
@checked
def review(request: HttpRequest, look: Look) -> HttpResponse:
    """What was chosen, and its confirmation: the first brand confirmed stands, whatever another tab shows.

    The page names its payout: who opened a second URL in this browser does not take the one for the other.
    """
    if not _is_of(look, request):
        return render(request, "receive/other_url.html", {"scheme": look.payout.scheme}, status=409)
    if look.stage != Stage.CHOOSE:
        return redirect("payouts:receive")
    is_confirmed = request.method == "POST"
    form = BrandForm(look.brands, request.POST if is_confirmed else request.GET)
    if not form.is_valid():
        return _page(request, look, form=form)
    brand = form.cleaned_data["brand"]
    if not is_confirmed:
        return _page(request, look, "receive/review.html", brand=brand)
    try:
        receiving.confirm(payout_id=look.payout.pk, brand=brand)
    except orders.OrderRefused as refusal:
        return _say_why(request, look, refusal)
    return redirect("payouts:code")


def _say_why(request: HttpRequest, look: Look, refusal: orders.OrderRefused) -> HttpResponse:
    """Nobody who has confirmed is led back to the same choice without a word."""
    match refusal:
        case orders.OnHold():  # also what no duty has held yet: another contact claims a coupon of it
            return _page(request, look, PAGES[Stage.CALL])
        case orders.BrandCannotCarry():  # set otherwise since this page began
            now = replace(look)
            return _page(request, now, form=BrandForm(now.brands, request.POST))
    return redirect("payouts:receive")  # whose page says what it is by now


def _is_of(look: Look, request: HttpRequest) -> bool:
    """Whether a form that was filled in belongs to what the session shows. An address without any form may be typed."""
    typed = request.POST if request.method == "POST" else request.GET
    return typed.get("payout") == str(look.payout.pk) or (request.method != "POST" and "payout" not in typed)


@require_http_methods(["GET", "HEAD", "POST"])
@checked
def bank(request: HttpRequest, look: Look) -> HttpResponse:
    """「銀行振込を希望する」: which coupons, and on to a refund claim with these filled in. The GET changes nothing."""
    if not _is_of(look, request):
        return render(request, "receive/other_url.html", {"scheme": look.payout.scheme}, status=409)
    if look.stage != Stage.CHOOSE or not look.bank_trips:
        return redirect("payouts:receive")
    if request.method != "POST":
        return _page(request, look, "receive/bank_choice.html", trips=look.bank_trips)
    nth = request.POST.get("trip", "")
    try:
        draft = refund_instead.begin(look.payout, int(nth) if nth.isdecimal() and len(nth) < 4 else -1)
    except refund_instead.NoSuchTrip:
        return redirect("payouts:bank")
    visit = Visit(request, look.payout.scheme, draft.method, "you", look.at, draft)
    response = visit.go_on()
    keep_cookie(response, visit)
    return response


@require_safe
@checked
def code(request: HttpRequest, look: Look) -> HttpResponse:
    """The code. Each look is in the trail; a HEAD shows nothing to anybody."""
    if look.stage != Stage.RECEIVED:
        return redirect("payouts:receive")
    if request.method == "HEAD":
        return _page(request, look, "receive/code.html")
    try:
        plain = receiving.show_code(look.order)
    except SealBroken:  # its key is not on the ring: staff see to it
        log.exception("the code of order %s does not open", look.order.pk)
        return _page(request, look, PAGES[Stage.CALL])
    return _page(request, look, "receive/code.html", code=plain)


def _page(request: HttpRequest, look: Look, template: str | None = None, **more) -> HttpResponse:
    context = {"scheme": look.payout.scheme, "look": look, **more}
    response = render(request, template or PAGES[look.stage], context)
    if look.stage == Stage.PREPARING and look.at < look.order.ordered_at + LOOKS_AGAIN:
        response["Refresh"] = f"5; url={reverse('payouts:code')}"
    return response
