"""The secretariat's first screen."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from trail.needs import needs


@needs("operations.look")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where each of the secretariat's screens is, for those who may."""
    return TemplateResponse(
        request, "desk/operations/home.html", {**admin.site.each_context(request), "title": "事務局"}
    )
