"""What a browser sends, without what no keyboard makes and no database takes: NUL, in an address or a form.

It would be an error of the server's wherever a view asks a table for what it was sent. Callbacks of providers are not
forms, and are read whole by who checks their signature (notifications/reports.py).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\0"


class WithoutNul:
    """Takes NUL out of the query and the form before a view reads them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> None:
        request.GET = _without(request.GET)
        if not getattr(view, "csrf_exempt", False):
            request.POST = _without(request.POST)


def _without(sent: QueryDict) -> QueryDict:
    """Itself, where there is none: what was parsed once stays as it is."""
    if not any(NUL in text for key, values in sent.lists() for text in (key, *values)):
        return sent
    cleaned = QueryDict(mutable=True)
    for key, values in sent.lists():
        for value in values:
            cleaned.appendlist(key.replace(NUL, ""), value.replace(NUL, ""))
    return cleaned
