"""Pages of the second factor: show it, set it up, new recovery codes. For whom the password has proved so far."""

from collections.abc import Callable
from functools import wraps

import django_otp
import segno
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.models import Device

from desk import roles
from desk.models import Authenticator
from desk.staff import second_factor

WRONG = "コードが違います。認証アプリに今出ている6桁の数字か、まだ使っていない回復コードを入れてください。"
WAIT = "まちがいが続いています。少し待ってから、もう一度入れてください。"
FEW_LEFT = (
    "回復コードでログインしました。残りは{left}個です。スマートフォンをなくしたときは、認証アプリを入れ替えてください。"
)


def half_way_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For staff whose password was right, before their second factor too."""

    @never_cache
    @sensitive_post_parameters("code")
    @wraps(view)
    def inside(request: HttpRequest) -> HttpResponse:
        if not roles.has_a_role(request.user):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(request)

    return inside


@half_way_in
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Asks for the code; who is in sees what is set up."""
    if second_factor.is_passed(request.user):
        return _page(request, "staff/second_factor.html", has_one=request.user.is_verified())
    if second_factor.authenticator_of(request.user) is None:
        return redirect("admin:second_factor_set_up")
    return _answer_code(request) if request.method == "POST" else _ask_code(request)


def _ask_code(request: HttpRequest, error: str = "") -> HttpResponse:
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    return _page(request, "staff/second_factor_ask.html", error=error, next=wanted)


def _answer_code(request: HttpRequest) -> HttpResponse:
    try:
        device = second_factor.check(request.user, request.POST.get("code", ""))
    except second_factor.WrongCode:
        return _ask_code(request, WRONG)
    except second_factor.TooFast:
        return _ask_code(request, WAIT)
    _let_in(request, device)
    if not isinstance(device, Authenticator):
        messages.warning(request, FEW_LEFT.format(left=second_factor.recovery_codes_left(request.user)))
    wanted = request.POST.get(REDIRECT_FIELD_NAME, "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe else "admin:index")


@half_way_in
def set_up_page(request: HttpRequest) -> HttpResponse:
    """A new app: begin, scan, type its first code. Whoever has one shows it first."""
    if not second_factor.may_set_up(request.user):
        return redirect("admin:second_factor")
    if request.method == "POST" and "begin" in request.POST:
        second_factor.begin(request.user)
        return redirect("admin:second_factor_set_up")
    return _finish(request) if request.method == "POST" else _show_secret(request)


def _show_secret(request: HttpRequest, error: str = "") -> HttpResponse:
    app = second_factor.begun(request.user)
    if app is None:
        return _page(request, "staff/second_factor_begin.html")
    return _page(request, "staff/second_factor_scan.html", error=error, qr=_qr(app), secret=_secret(app))


def _finish(request: HttpRequest) -> HttpResponse:
    try:
        app, codes = second_factor.finish(request.user, request.POST.get("code", ""))
    except second_factor.NothingBegun:
        return redirect("admin:second_factor_set_up")
    except second_factor.WrongCode:
        return _show_secret(request, WRONG)
    except second_factor.TooFast:
        return _show_secret(request, WAIT)
    _let_in(request, app)
    return _page(request, "staff/recovery_codes.html", codes=codes)


@half_way_in
def recovery_page(request: HttpRequest) -> HttpResponse:
    """A POST of somebody verified makes ten new codes, shown this once."""
    if request.method != "POST" or not request.user.is_verified():
        return redirect("admin:second_factor")
    return _page(request, "staff/recovery_codes.html", codes=second_factor.new_recovery_codes(request.user))


def _let_in(request: HttpRequest, device: Device) -> None:
    """A session of another number than before the second factor."""
    django_otp.login(request, device)
    request.session.cycle_key()


def _qr(app: Authenticator) -> SafeString:
    """The app's secret as a picture: SVG within the page, so no other request carries it."""
    svg = segno.make(app.config_url, error="m").svg_inline(scale=5, dark="#000", light="#fff", omitsize=False)
    return mark_safe(svg)  # a path of squares, made here


def _secret(app: Authenticator) -> str:
    """The same to type, in groups of four."""
    text = app.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _page(request: HttpRequest, template: str, **more) -> HttpResponse:
    """A staff page. Before the second factor it leads nowhere else."""
    context = {**admin.site.each_context(request), "title": "2段階認証", **more}
    context |= {"left": second_factor.recovery_codes_left(request.user)}
    if not context["has_permission"]:
        context |= {"is_nav_sidebar_enabled": False, "available_apps": []}
    return TemplateResponse(request, template, context)
