"""What is only read: the notice's facts, questions and answers, the sheet for issuers, our policies."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims.deadlines import phase
from claims.models import Announcement
from config import clock
from coupons.models import Scheme


def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """「お知らせ（第二報）の内容」: whom the notice covers and what it promises, clause by clause."""
    scheme, at = get_object_or_404(Scheme, slug=slug), clock.now()
    basis = Announcement.published(scheme, at).filter(is_basis=True).first()
    return _read(request, "claims/notice.html", scheme, at, basis=basis)


def faq(request: HttpRequest, slug: str) -> HttpResponse:
    """「よくある質問」"""
    return _read(request, "claims/faq.html", get_object_or_404(Scheme, slug=slug), clock.now())


def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A page to print for lodgings and agencies that are asked for lost numbers (notice 2.A2-lost, question 16)."""
    return _read(
        request, "claims/sheet.html", get_object_or_404(Scheme, slug=slug), clock.now(), site_url=settings.SITE_URL
    )


def privacy(request: HttpRequest, slug: str) -> HttpResponse:
    """「個人情報の取り扱い」: what is kept, how, and until when."""
    return _read(request, "claims/privacy.html", get_object_or_404(Scheme, slug=slug), clock.now())


def accessibility(request: HttpRequest, slug: str) -> HttpResponse:
    """「ウェブアクセシビリティ方針」: what we aim at and how it is tested."""
    return _read(request, "claims/accessibility.html", get_object_or_404(Scheme, slug=slug), clock.now())


def _read(request: HttpRequest, template: str, scheme: Scheme, at, **more) -> HttpResponse:
    return render(request, template, {"scheme": scheme, "at": at, "phase": phase(scheme, at), **more})
