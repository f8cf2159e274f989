"""Announcements, dated: the list, and a page each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims.models import Announcement
from config import clock
from coupons.models import Scheme


def announcements(request: HttpRequest, slug: str) -> HttpResponse:
    """「お知らせ」, the latest first. One not yet published is not there."""
    scheme, at = get_object_or_404(Scheme, slug=slug), clock.now()
    return render(request, "claims/news.html", {"scheme": scheme, "at": at, "news": Announcement.published(scheme, at)})


def announcement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One announcement; before its time it is not found."""
    scheme, at = get_object_or_404(Scheme, slug=slug), clock.now()
    one = get_object_or_404(Announcement.published(scheme, at), pk=pk)
    return render(request, "claims/announcement.html", {"scheme": scheme, "at": at, "one": one})
