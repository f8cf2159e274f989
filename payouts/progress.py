"""What the public is told of how far the scheme is: from the summary, rounded down so that nobody is recognised."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from config import clock
from config.clock import JAPAN
from coupons.models import Scheme
from payouts.models import Summary

PEOPLE, YEN = 10, 10_000  # what numbers are rounded down to; fewer people than that are not told at all


@dataclass(frozen=True)
class Progress:
    """`checked_until`: all claims filed up to this day are decided (None: no whole day yet)."""

    at: datetime
    is_all_checked: bool
    checked_until: date | None
    people: int
    yen: int

    @property
    def people_in_figures(self) -> str:
        """「1,240」"""
        return f"{self.people:,}"


def progress(scheme: Scheme) -> Progress | None:
    """Of the last summary; None before there is one."""
    summary = Summary.objects.filter(scheme=scheme).first()
    if summary is None:
        return None
    public = summary.figures["public"]
    people = public["people"] // PEOPLE * PEOPLE
    return Progress(
        at=summary.at,
        is_all_checked=public["oldest_unchecked"] is None,
        checked_until=_day_before(scheme, public["oldest_unchecked"]),
        people=people,
        yen=public["yen"] // YEN * YEN if people else 0,
    )


def _day_before(scheme: Scheme, oldest: str | None) -> date | None:
    """The last whole day (Japan) before the oldest claim that waits, if the site was open by then."""
    if oldest is None:
        return None
    day = datetime.fromisoformat(oldest).astimezone(JAPAN).date() - timedelta(days=1)
    return day if day >= scheme.site_opens_at.astimezone(JAPAN).date() else None


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """「手続きの進みぐあい」: for everybody, the same for everybody."""
    scheme, at = get_object_or_404(Scheme, slug=slug), clock.now()
    context = {"scheme": scheme, "at": at, "progress": progress(scheme), "is_open": at >= scheme.site_opens_at}
    return render(request, "claims/progress.html", context)
