"""「受取URLが見つからない方へ」: members and claimants name the contact, and the page says the same to everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from claims.limits import TooMany
from claims.views.private import private
from claims.views.refusals import too_many
from config.addresses import whom_to_count
from coupons.models import Scheme
from payouts.status import lost_urls
from payouts.status.forms import ContactForm
from payouts.status.views import HOUR, enough_for_today


@private
@require_http_methods(["GET", "HEAD", "POST"])
def lost_url(request: HttpRequest, slug: str) -> HttpResponse:
    """「URLをもう一度送る」, to where it was sent before."""
    scheme = get_object_or_404(Scheme, slug=slug)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "status/lost_url.html", {"scheme": scheme, "form": form})
    contact = form.cleaned_data["deliver_to"]
    try:
        lost_urls.ask(scheme=scheme, contact=contact, address=whom_to_count(request), language=get_language())
    except TooMany as limit:
        if str(limit) == lost_urls.PER_CONTACT.kind:
            return enough_for_today(request, scheme)
        return too_many(request, wait_seconds=HOUR, scheme=scheme)
    return redirect("payouts:status_lost_url_sent", slug)


@private
@require_safe
def lost_url_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """What everybody reads who asked for a URL."""
    return render(request, "status/lost_url_sent.html", {"scheme": get_object_or_404(Scheme, slug=slug)})
