"""What stands around every public page: the call centre, and the same page in another language."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve, reverse, translate_url
from django.utils.translation import get_language, override

from claims.hours import is_open, opens_next, phone_hint
from config import clock
from coupons.models import Scheme

register = template.Library()


@register.inclusion_tag("help_desk.html", takes_context=True)
def help_desk(context: template.Context, scheme: Scheme | None = None) -> dict[str, object]:
    """The call centre of the page's scheme, open now or when next.

    Pages that must do without a database have no scheme: they name the call centre of the settings, and its hours.
    """
    scheme = scheme or context.get("scheme")
    if scheme is None:
        return settings.HELP_DESK
    at = context.get("at") or clock.now()
    return {
        "name": in_words(scheme, "help_desk_name"),
        "phone": scheme.help_desk_phone,
        "hours": in_words(scheme, "help_desk_hours"),
        "is_open": is_open(scheme, at),
        "opens": opens_next(scheme, at),
        "claims_by_phone_until": phone_hint(scheme, at),
    }


@register.simple_tag(takes_context=True)
def here_in(context: template.Context, language: str) -> str:
    """This page's address in another language; without a page of its own (an error), that language's first page.

    Where the address holds a secret only `?language=en`, to be added to it: no page repeats a token.
    """
    request = context.get("request")
    page = _page_of(request) if request else None
    if page is None:
        with override(language):
            return reverse("claims:top")
    if "token" in page.kwargs:
        return f"?language={language}"
    return translate_url(request.get_full_path(), language)


def _page_of(request: HttpRequest) -> ResolverMatch | None:
    """Where the request's address leads. Asked anew only where no view was called: the language may have changed."""
    try:
        return request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return None


@register.filter
def in_words(row: object, field: str) -> str:
    """A field of a row in the language of the page; in Japanese where there is no English."""
    return (get_language() == "en" and getattr(row, f"{field}_en")) or getattr(row, field)


@register.filter
def is_japanese_only(row: object, field: str) -> bool:
    """Whether an English page has to show the Japanese words of a field, and to say that they are Japanese."""
    return get_language() == "en" and not getattr(row, f"{field}_en")
