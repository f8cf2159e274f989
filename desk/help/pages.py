"""`/admin/help/`: how each kind of work is done, for everyone of the staff."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from desk.help.topics import TOPICS, topic
from payouts.invariants.words import SAID
from trail.needs import needs


@needs("desk.enter")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All pages."""
    return TemplateResponse(request, "desk/help/index.html", _context(request, "手引き"))


@needs("desk.enter")
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One page. That of warnings lists every breach there can be."""
    found = topic(slug)
    if found is None:
        raise Http404(slug)
    return TemplateResponse(request, found.template, _context(request, found.title) | {"breaches": SAID.values()})


def _context(request: HttpRequest, title: str) -> dict:
    return {**admin.site.each_context(request), "is_nav_sidebar_enabled": False, "title": title, "topics": TOPICS}
