"""How long a log-in lasts: 30 minutes without a request, 10 hours at most, by the database's unmoved time."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from config import clock
from trail.record import record

DOOR = "/admin/"
SINCE, SEEN = "staff_since", "staff_seen"  # the session's: seconds since 1970
SECONDS_BETWEEN_NOTES = 60  # so that not every look at a page writes the session
IDLE = "しばらく操作がなかったので、ログアウトしました。もう一度ログインしてください。"
TOO_LONG = "ログインから時間がたったので、ログアウトしました。もう一度ログインしてください。"


class StaffSession:
    """Looks at staff pages only: the public site neither reads nor gets a cookie here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(DOOR) and request.user.is_authenticated:
            _keep_or_end(request, clock.unmoved().timestamp())
        return self._get_response(request)


def _keep_or_end(request: HttpRequest, now: float) -> None:
    session = request.session
    since, seen = session.get(SINCE, now), session.get(SEEN, now)
    if now - since >= settings.STAFF_AT_MOST.total_seconds():
        _end(request, "too long", TOO_LONG)
    elif now - seen >= settings.STAFF_IDLE.total_seconds():
        _end(request, "idle", IDLE)
    elif SINCE not in session or now - seen >= SECONDS_BETWEEN_NOTES:
        session[SINCE], session[SEEN] = since, now
        session.set_expiry(settings.STAFF_IDLE)


def _end(request: HttpRequest, why: str, words: str) -> None:
    """The rest of the request is a stranger's; the log-in page says why."""
    record("logged out", who=request.user.get_username(), about=request.user, why=why)
    logout(request)
    messages.warning(request, words)
