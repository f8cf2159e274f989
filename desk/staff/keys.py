"""An administrator helps somebody back in: ends a lock-out, or lets the second factor be set up anew."""

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from desk import roles
from desk.staff import login, second_factor
from trail import persons
from trail.needs import needs

UNLOCKED = "{name} さんのログインの停止を解きました。"
ASKED_ANEW = "「{role}」の役割は、別の管理担当者が本人を確かめるまで外れます（役割の確認）。"
RESET = "{name} さんの2段階認証を消しました。次のログインで設定し直します。"


@needs("staff.unlock")
@require_http_methods(["GET", "HEAD", "POST"])
def keys_page(request: HttpRequest, user_id: int) -> HttpResponse:
    """The state of another's lock and second factor, and a button for each. Never one's own, nor a superuser's."""
    user = get_object_or_404(User, pk=user_id)
    if user == request.user or (user.is_superuser and not request.user.is_superuser):
        raise PermissionDenied
    if request.method == "POST":
        return _do(request, user)
    context = {
        **admin.site.each_context(request),
        "title": f"{user.get_username()} さんの鍵",
        "opts": User._meta,
        "account": user,
        "locks": login.locks_of(user),
        "authenticator": second_factor.authenticator_of(user),
        "left": second_factor.recovery_codes_left(user),
    }
    return TemplateResponse(request, "staff/keys.html", context)


def _do(request: HttpRequest, user: User) -> HttpResponse:
    who = request.user.get_username()
    if "unlock" in request.POST:
        login.unlock(user, who=who)
        messages.success(request, UNLOCKED.format(name=user.get_username()))
    elif "reset" in request.POST:
        second_factor.reset(user, who=who)
        confirm_anew(request, user)
        messages.success(request, RESET.format(name=user.get_username()))
    return redirect("admin:auth_user_keys", user_id=user.pk)


def confirm_anew(request: HttpRequest, user: User) -> None:
    """Whoever has set a key of this account could be its person: another administrator looks."""
    for role in persons.confirm_anew(user=user, by=request.user):
        messages.warning(request, ASKED_ANEW.format(role=roles.label(role)))
