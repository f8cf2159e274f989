"""The log-in page's words, and the lock-out after five wrong passwords (django-axes: by name and address)."""

from axes.models import AccessAttempt
from axes.utils import reset
from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse

from config import clock
from trail.record import record

LOCKED = "続けて{times}回まちがえたので、このパソコンからのログインを{minutes}分間止めています。お急ぎのときは管理の担当者に解除を頼んでください。"


class LogIn(AdminAuthenticationForm):
    """Says why a right password is refused too. A name longer than any is nobody's: Django's form lets it through."""

    username = UsernameField(max_length=150, widget=forms.TextInput(attrs={"autofocus": True}))

    def get_invalid_login_error(self) -> ValidationError:
        if getattr(self.request, "axes_locked_out", False):
            minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
            return ValidationError(LOCKED.format(times=settings.AXES_FAILURE_LIMIT, minutes=minutes), code="locked")
        return super().get_invalid_login_error()


def on_the_login_page(request: HttpRequest, response: HttpResponse, credentials: dict | None) -> HttpResponse:
    """django-axes' answer to somebody locked out: the log-in page with the form's own words, as 429."""
    response.status_code = 429
    user = User.objects.filter(username=(credentials or {}).get("username")).first()
    if user and request.axes_failures_since_start is not None:  # this failure locked; while locked none is counted
        record("locked out", who="page:login", about=user)
    return response


def locks_of(user: User) -> list[str]:
    """The addresses from which this user cannot log in now."""
    tried = AccessAttempt.objects.filter(username=user.get_username()).values("ip_address")
    tried = tried.annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    since = clock.unmoved() - settings.AXES_COOLOFF_TIME
    locked = tried.filter(failures__gte=settings.AXES_FAILURE_LIMIT, last__gt=since)
    return list(locked.values_list("ip_address", flat=True))


def unlock(user: User, *, who: str) -> None:
    """Forget the wrong passwords of this user, from every address."""
    with transaction.atomic():
        reset(username=user.get_username())
        record("unlocked", who=who, about=user)
