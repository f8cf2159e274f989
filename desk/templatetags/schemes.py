"""Of which scheme a row is, in lists that are of all schemes (case 30)."""

from django import template
from django.template import Context

from coupons.models import Scheme

register = template.Library()


@register.simple_tag(takes_context=True)
def whose(context: Context, scheme: int | str) -> str:
    """The name of the scheme (by id or slug) in brackets; nothing as long as there is only one."""
    request = context["request"]
    if not hasattr(request, "names_of_schemes"):
        request.names_of_schemes = list(Scheme.objects.values_list("pk", "slug", "name"))
    known = request.names_of_schemes
    return next((f"（{name}）" for pk, slug, name in known if scheme in (pk, slug)), "") if len(known) > 1 else ""
