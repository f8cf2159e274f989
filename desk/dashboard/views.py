"""`/admin/operations/`: at a glance whether every promise of the notice will be kept, and where to act."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from claims.deadlines import Deadline, days_left, deadlines
from config import clock
from coupons.models import Scheme
from desk.dashboard import charts, figures, queues
from payouts.models import Reconciliation, Summary
from trail.needs import needs


@dataclass(frozen=True)
class Date:
    """A step of the strip: what, when, and how far off. `place`: over, now, ahead."""

    title: str
    when: datetime
    is_until: bool
    place: str
    words: str


@needs("operations.look")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One scheme: the one asked for, or the newest."""
    schemes, asked = Scheme.objects.order_by("-pk"), request.GET.get("scheme", "")
    scheme = get_object_or_404(schemes, slug=asked) if asked else schemes.first()
    context = {**admin.site.each_context(request), "title": "事務局", "schemes": schemes, "scheme": scheme}
    if scheme:
        context |= _of_scheme(scheme, clock.now(), request.user)
    return TemplateResponse(request, "desk/dashboard/home.html", context)


def _of_scheme(scheme: Scheme, at: datetime, viewer: User) -> dict[str, Any]:
    summary = Summary.objects.filter(scheme=scheme).first()
    return {
        "at": at,
        "strip": [_date(step, at) for step in deadlines(scheme)],
        "checked": Reconciliation.objects.filter(scheme=scheme).first(),
        "queues": queues.seen_by(viewer, queues.waiting(scheme, at)),
        "stock": queues.codes(),
        "last_load": queues.last_load(scheme),
        "summary": summary,
        **(_of_summary(summary.figures, scheme) if summary else {}),
    }


def _of_summary(found: dict[str, Any], scheme: Scheme) -> dict[str, Any]:
    steps = figures.funnel(found, scheme)
    return {
        "equation": figures.equation(found["totals"], scheme),
        "late_yen": found["totals"]["late_yen"],
        "funnel": charts.funnel(steps),
        "days": charts.days(found["days"]),
        "prefectures": figures.prefectures(found["parts"], scheme),
        "brands": figures.brands(found, scheme),
        "held": figures.held(found["ways"], scheme),
    }


def _date(step: Deadline, at: datetime) -> Date:
    """A deadline counts down to its end; what goes on without one, to its beginning."""
    begins, ends = step.since, step.until
    if step.is_over(at) or (ends is None and at >= begins):
        return Date(
            step.title,
            ends or begins,
            ends is not None,
            "over" if ends else "now",
            "終わりました" if ends else "始まっています",
        )
    if begins and at < begins:
        return Date(step.title, begins, False, "ahead", f"あと{(begins - at).days}日")
    return Date(step.title, ends, True, "now", str(days_left(ends, at)))
