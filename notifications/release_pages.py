"""The screens of mass sending: an operator asks, another person sees what would leave and lets it go.

Looking changes nothing; asking and approving are each a POST, and each on the trail (notifications/releases.py).
"""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from notifications import releases
from notifications.models import Release
from notifications.waiting import by_state, not_asked_for, waiting
from trail.needs import needs

ASK = ("staff/release_ask.html", "一斉送信を頼む")
APPROVE = ("staff/release_approve.html", "一斉送信を承認する")
LIST = "admin:notifications_release_changelist"
OWN = "この一斉送信は、あなたが頼んだものです。ほかの人の承認が必要です。"
OVER = "この一斉送信は、もう承認されています。"
CHANGED = "ご覧になったあとに、件数が変わりました。まだ承認していません。もう一度、件数と見本をご覧ください。"
LOADED = "この方々の連絡先を変えたファイルは、あなたが取り込みました。ほかの人の承認が必要です。"
REFUSED = {
    releases.NeedsAnotherPerson: OWN,
    releases.LoadedIt: LOADED,
    releases.NothingToApprove: OVER,
}
ASKED = "一斉送信を頼みました。ほかの人が承認すると、送信が始まります。"
GONE = "一斉送信を承認しました。夜間（21時から8時）を避けて、順に送ります。"
PAUSE = ("staff/release_pause.html", "一斉送信を止める・再開する")
PAUSED = "一斉送信を止めました。送り始めていた分だけは、そのまま出ます。"
RESUMED = "一斉送信を再開しました。"
NOT_NOW = {
    releases.NoReason: "理由を入力してください。",
    releases.NothingToPause: "承認されていないか、もう止まっています。",
    releases.NotPaused: "止まっていません。",
}


@needs("releases.ask")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest) -> HttpResponse:
    """What waits and was not asked for; a POST asks for one of them."""
    wanted = {(one.scheme, one.what): one for one in not_asked_for()}
    if request.method == "POST":
        chosen = wanted.get((request.POST.get("scheme", ""), request.POST.get("what", "")))
        if chosen is None:
            return _page(request, *ASK, status=409, groups=wanted.values(), error="頼めるものがありません。")
        releases.ask(scheme=chosen.scheme, what=chosen.what, who=request.user.get_username())
        messages.success(request, ASKED)
        return redirect(LIST)
    return _page(request, *ASK, groups=wanted.values())


@needs("releases.approve")
@require_http_methods(["GET", "HEAD", "POST"])
def approve_page(request: HttpRequest, release_id: int) -> HttpResponse:
    """How many messages, and five of them in words; a POST lets go as many as were seen."""
    release = get_object_or_404(Release, pk=release_id)
    if request.method == "POST":
        try:
            who, seen = request.user.get_username(), request.POST.get("seen", "")
            number = int(seen) if seen.isdecimal() and len(seen) < 10 else -1
            releases.approve(scheme=release.scheme, what=release.what, who=who, seen=number)
        except releases.OtherCount:
            return _approve(request, release, "", status=409, changed=CHANGED)
        except (releases.NeedsAnotherPerson, releases.NothingToApprove) as refusal:
            return _approve(request, release, REFUSED[type(refusal)], status=409)
        messages.success(request, GONE)
        return redirect(LIST)
    own = release.made_by == request.user.get_username()
    return _approve(request, release, OVER if release.approved_at else OWN if own else "")


def _approve(request: HttpRequest, release: Release, error: str, status: int = 200, changed: str = "") -> HttpResponse:
    group = waiting(release.scheme, release.what)
    return _page(request, *APPROVE, status=status, release=release, group=group, error=error, changed=changed)


@needs("releases.pause")
@require_http_methods(["GET", "HEAD", "POST"])
def pause_page(request: HttpRequest, release_id: int) -> HttpResponse:
    """What became of it so far; a POST stops it or lets it go on, with the reason."""
    release = get_object_or_404(Release, pk=release_id)
    if request.method != "POST":
        return _pause(request, release)
    deed = releases.resume if request.POST.get("deed") == "resume" else releases.pause
    try:
        reason = request.POST.get("reason", "")[:200]
        deed(release_id=release.pk, who=request.user.get_username(), reason=reason)
    except tuple(NOT_NOW) as refusal:
        return _pause(request, release, NOT_NOW[type(refusal)], status=409)
    messages.success(request, RESUMED if deed == releases.resume else PAUSED)
    return redirect(LIST)


def _pause(request: HttpRequest, release: Release, error: str = "", status: int = 200) -> HttpResponse:
    states = by_state(release.scheme, release.what)
    return _page(request, *PAUSE, status=status, release=release, states=states, error=error)


def _page(request: HttpRequest, template: str, title: str, *, status: int = 200, **more) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "opts": Release._meta, **more}
    return TemplateResponse(request, template, context, status=status)
