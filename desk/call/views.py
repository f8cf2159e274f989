"""The call-centre desk at /admin/desk/: the search and three screens (ux B7). What is done on them is in desk_deeds.

Every page works without JavaScript. What is typed into the box never stands in an address: there it is sealed, for this
clerk alone. Every look is on the trail.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from claims.deadlines import days_left
from claims.hours import is_open
from claims.models import Claim
from config import clock
from config.sealing import SealBroken, seal, unseal
from coupons.models import Coupon, Member, Scheme
from desk.call import hits, identified, notes, payout_rows, screens, search, spoken_code, timeline
from desk.call.identified import Fact
from desk.call.notes import NoteForm
from desk.call.search import Found, Kind
from desk.review import second_person
from desk.review.forms import DestinationForm
from trail.needs import needs
from trail.record import record

LONGEST_TYPED = 200
LOOKED = "looked at"


@needs("desk.search")
@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The box, and what was found. A phone system opens it with `?tel=` and the number that calls."""
    if "q" in request.POST or "tel" in request.GET:
        return redirect(_sealed_address(request, request.POST.get("q") or request.GET.get("tel", "")))
    return home_page(request)


def home_page(request: HttpRequest, note_form: NoteForm | None = None) -> HttpResponse:
    """What this clerk searched for last, or now; `note_form` is a note that was not right."""
    typed = typed_before(request)
    shown = {"recent": hits.recent(who(request))} if not typed else {}
    if typed:
        schemes = list(Scheme.objects.all())
        found = search.find(search.understood(typed, schemes), schemes)
        search.note(found, who=who(request))
        if found.query.kind == Kind.NUMBER:
            _hear(request, found)
        if found.only and note_form is None:
            return redirect(hits.address(found.only))
        shown = {"found": found, "typed": typed, "hits": hits.cards(found, request.session), "earlier": _earlier(found)}
    sealed = request.GET.get("found", "")
    shown["sent_back"] = second_person.sent_back_to(request.user).count()
    return page(request, "desk/home.html", note_form=note_form or NoteForm.empty(), sealed=sealed, **shown)


def _sealed_address(request: HttpRequest, typed: str) -> str:
    if not typed.strip():
        return reverse("desk")
    sealed = seal(typed.strip()[:LONGEST_TYPED], about=_seal_name(request))
    return reverse("desk", query={"found": urlsafe_b64encode(sealed).decode()})


def typed_before(request: HttpRequest) -> str:
    """What this clerk typed into the box; empty for somebody else's address, and for a changed one."""
    try:
        return unseal(urlsafe_b64decode(request.GET.get("found", "")), about=_seal_name(request))
    except (SealBroken, ValueError):
        return ""


def _seal_name(request: HttpRequest) -> str:
    return f"desk search {request.user.pk}"


def _hear(request: HttpRequest, found: Found) -> None:
    for row in found.rows:
        if isinstance(row, Coupon):
            identified.hear_number(row, request.session)


def _earlier(found: Found) -> list:
    return notes.earlier(found.query.value) if found.query.kind == Kind.PHONE else []


@needs("desk.search")
@require_safe
def show_coupon(request: HttpRequest, pk: int) -> HttpResponse:
    """One coupon."""
    return coupon_page(request, pk)


@needs("desk.search")
@require_safe
def show_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim."""
    return claim_page(request, pk)


@needs("desk.search")
@require_safe
def show_member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member."""
    return member_page(request, pk)


def coupon_page(request: HttpRequest, pk: int, **more: object) -> HttpResponse:
    """The screen of a coupon; `more` is a form that was not right."""
    screen = _found(screens.coupon_screen, pk)
    number = identified.number_of(screen.coupon, request.session)
    return _screen(request, "desk/coupon.html", screen, screen.coupon, screen.whose, number=number, **more)


def claim_page(
    request: HttpRequest, pk: int, destination: DestinationForm | None = None, **more: object
) -> HttpResponse:
    """The screen of a claim, with what clerks ask of a second person about it."""
    screen = _found(screens.claim_screen, pk)
    second = second_person.of_claim(screen.claim, request.user, destination)
    return _screen(request, "desk/claim.html", screen, screen.claim, screen.claim, second=second, **more)


def member_page(request: HttpRequest, pk: int, **more: object) -> HttpResponse:
    """The screen of a member."""
    screen = _found(screens.member_screen, pk)
    coupons = [(coupon, identified.number_of(coupon, request.session)) for coupon in screen.coupons]
    return _screen(request, "desk/member.html", screen, screen.member, screen.member, coupons=coupons, **more)


PAGES = {"coupon": coupon_page, "claim": claim_page, "member": member_page}


def _found(read, pk: int):
    try:
        return read(pk, clock.now())
    except ObjectDoesNotExist:
        raise Http404 from None


def _screen(
    request: HttpRequest,
    template: str,
    screen: screens.CouponScreen | screens.ClaimScreen | screens.MemberScreen,
    row: Coupon | Claim | Member,
    whose: Claim | Member | None,
    **more: object,
) -> HttpResponse:
    record(LOOKED, who=who(request), about=row)
    only = request.GET.get("only", "")
    return page(
        request,
        template,
        scheme=row.scheme,
        screen=screen,
        rows=timeline.only(screen.timeline, only),
        only=only,
        filters=timeline.FILTERS,
        address=hits.address(row),
        taking=f"{row._meta.model_name}={row.pk}",
        person=identified.person(whose, request.session, request.user) if whose else None,
        can_get_code=bool(whose and spoken_code.destination(whose)),
        facts=Fact,
        payouts=payout_rows.listed(screen.payouts, request.session, request.user),
        **{"note_form": NoteForm.empty(), "ticked": [], **more},
    )


def page(
    request: HttpRequest, template: str, *, scheme: Scheme | None = None, status: int = 200, **shown: object
) -> HttpResponse:
    """A page of the desk in the admin's frame, with what every caller asks: what day it is, and until when."""
    at = clock.now()
    scheme = scheme or the_scheme()
    frame = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "scheme": scheme,
        "at": at,
        "is_phone_open": is_open(scheme, at) if scheme else False,
        "claims_left": days_left(scheme.claims_until, at) if scheme and at < scheme.claims_until else "",
        "is_after_shops": bool(scheme and at >= scheme.usable_until),
    }
    return render(request, template, frame | shown, status=status)


def the_scheme() -> Scheme | None:
    """The newest scheme: what a call without a row is about."""
    return Scheme.objects.order_by("-outage_from").first()


def who(request: HttpRequest) -> str:
    return request.user.get_username()
