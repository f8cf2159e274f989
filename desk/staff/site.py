"""The staff's door: Django's admin for those who have a role, and who have shown their second factor."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from desk import roles
from desk.staff import pages as staff_pages
from desk.staff import second_factor
from desk.staff.login import LogIn
from trail.record import record


class StaffSite(admin.AdminSite):
    """Who lost their role, or was switched off, is outside at the next request: everything is asked each time."""

    login_form = LogIn

    def has_permission(self, request: HttpRequest) -> bool:
        return roles.has_a_role(request.user) and second_factor.is_passed(request.user)

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """As Django's; what a role may not do is said on a staff page, not on the public one."""

        @wraps(view)
        def refusing(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied:
                context = {**self.each_context(request), "title": "この操作はできません"}
                return TemplateResponse(request, "staff/refused.html", context, status=403)

        return super().admin_view(refusing, cacheable)

    def get_urls(self) -> list:
        """The second factor's pages first: Django's last pattern takes everything."""
        return [
            path("logout/", self.logout, name="logout"),  # also for whom only the password let in so far
            path("second-factor/", staff_pages.second_factor_page, name="second_factor"),
            path("second-factor/set-up/", staff_pages.set_up_page, name="second_factor_set_up"),
            path("second-factor/recovery/", staff_pages.recovery_page, name="second_factor_recovery"),
            *super().get_urls(),
        ]

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.method == "GET" and roles.has_a_role(request.user) and not second_factor.is_passed(request.user):
            return redirect(_with_next("admin:second_factor", request))
        answer = super().login(request, extra_context)
        if answer.status_code == 302 and request.method == "POST":
            record("logged in", who=request.user.get_username(), about=request.user)
        return answer

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.method == "POST" and request.user.is_authenticated:
            record("logged out", who=request.user.get_username(), about=request.user)
        return super().logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        answer = super().password_change(request, extra_context)
        if answer.status_code == 302:
            record("password changed", who=request.user.get_username(), about=request.user)
        return answer


def _with_next(name: str, request: HttpRequest) -> str:
    """The page `name`, which will lead on to where the visitor wanted to go."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    return reverse(name, query={REDIRECT_FIELD_NAME: wanted}) if wanted else reverse(name)
