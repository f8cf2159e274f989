"""NUL goes out of what a browser sends before a view reads it; what a provider calls back with is left as it is."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views.decorators.csrf import csrf_exempt

from config.typed import WithoutNul


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def after(request: HttpRequest, of=view) -> HttpRequest:
    WithoutNul(of).process_view(request, of, [], {})
    return request


def test_out_of_the_query_and_the_form_names_and_values():
    sent = after(RequestFactory().post("/?q%00=a%00b&q=c", {"why\0": ["\0", "d"], "of": "1"}))

    assert dict(sent.GET.lists()) == {"q": ["ab", "c"]}
    assert dict(sent.POST.lists()) == {"why": ["", "d"], "of": ["1"]}


def test_what_has_none_is_not_touched():
    request = RequestFactory().get("/?q=1")
    was = request.GET

    assert after(request).GET is was


def test_a_callback_is_read_by_who_checks_its_signature():
    request = RequestFactory().post("/callbacks/sms/", b"a=\0", content_type="application/x-www-form-urlencoded")

    assert after(request, csrf_exempt(view)).body == b"a=\0"
    assert not hasattr(request, "_post")
