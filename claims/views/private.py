"""What no copy may be kept of: pages that show somebody's own."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Never stored, found by search engines, or told to the next site."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **more) -> HttpResponse:
        response = view(request, *args, **more)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer
