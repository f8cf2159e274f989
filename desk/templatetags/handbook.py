"""Links between the handbook and the screens it tells of."""

from django import template
from django.template import Context
from django.urls import resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from desk.help.topics import about

register = template.Library()


@register.simple_tag(takes_context=True)
def screen(context: Context, name: str, words: str, *args: str) -> SafeString:
    """A screen by its own name: a link for who may open it, else only its name."""
    address = reverse(name, args=args)
    needed = getattr(resolve(address).func, "capability", None)
    if needed is None or context["request"].user.has_perm(needed):
        return format_html('<a href="{}">{}</a>', address, words)
    return format_html("<strong>{}</strong>", words)


@register.simple_tag(takes_context=True)
def help_here(context: Context) -> str:
    """Where the handbook tells of the screen that is open; its first page where it tells nothing."""
    match = getattr(context.get("request"), "resolver_match", None)
    found = about(match.url_name or "") if match else None
    return reverse("help_page", args=[found.slug]) if found else reverse("help")
