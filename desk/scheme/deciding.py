"""A change that was asked for: looked at by a second person, confirmed, refused or taken back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from config import clock
from coupons.models import SchemeChange
from desk.scheme import pages
from desk.scheme.forms import AnswerForm
from payouts.changing import proposing
from payouts.changing.effects import effects
from trail.needs import needs

State = SchemeChange.State
DONE = {
    State.CONFIRMED: "確認しました。制度の内容が変わりました。",
    State.REFUSED: "差し戻しました。制度の内容は、そのままです。",
    State.WITHDRAWN: "取り下げました。制度の内容は、そのままです。",
}
STALE = "頼まれたあとに制度が変わったので、この依頼は無効になりました。必要なら、もう一度頼んでください。"


@needs("operations.look")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked for, what it would do now, and what became of it."""
    return _page(request, pk)


@needs("schemes.confirm")
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """「この変更を確認する」"""
    get_object_or_404(SchemeChange, pk=pk)
    try:
        asked = proposing.confirm(change_id=pk, by=request.user, seen=request.POST.get("seen", ""))
    except ValidationError:
        return _page(request, pk, pages.IN_ORDER)
    except (proposing.SamePerson, proposing.AlreadySettled, proposing.Forbidden, proposing.OtherEffects) as refusal:
        return _page(request, pk, pages.WORDS[type(refusal)])
    return _done(request, asked)


@needs("schemes.confirm")
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """「差し戻す」"""
    get_object_or_404(SchemeChange, pk=pk)
    form = AnswerForm(request.POST)
    return _refuse(request, pk, form.cleaned_data["answer"]) if form.is_valid() else _page(request, pk, form=form)


@needs("schemes.change")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """「取り下げる」: one's own only."""
    get_object_or_404(SchemeChange, pk=pk, made_by=request.user)
    return _refuse(request, pk)


def _refuse(request: HttpRequest, pk: int, answer: str = "") -> HttpResponse:
    try:
        asked = proposing.refuse(change_id=pk, by=request.user, answer=answer)
    except proposing.AlreadySettled as refusal:
        return _page(request, pk, pages.WORDS[type(refusal)])
    return _done(request, asked)


def _done(request: HttpRequest, asked: SchemeChange) -> HttpResponse:
    if asked.state == State.STALE:
        messages.warning(request, STALE)
    else:
        messages.success(request, DONE[State(asked.state)])
    return redirect("scheme_asked", asked.pk)


def _page(request: HttpRequest, pk: int, error: str = "", form: AnswerForm | None = None) -> HttpResponse:
    asked = get_object_or_404(SchemeChange.objects.select_related("scheme", "made_by", "settled_by"), pk=pk)
    shown = {"asked": asked, "lines": pages.in_words(asked.brand, asked.values), "group_title": pages.titled(asked)}
    if asked.state == State.WAITING and not proposing.is_stale(asked):
        wish = proposing.wish_of(asked)
        found = effects(wish, clock.now())
        shown |= {
            "effects": found,
            "is_forbidden": any(effect.forbids for effect in found),
            "are_others": [effect.words for effect in found] != asked.effects,
            "seen": proposing.mark_of_effects(wish, found),
        }
    return pages.page(
        request,
        "desk/scheme/asked.html",
        title="制度の変更の依頼",
        status=409 if error else 200,
        scheme=asked.scheme,
        is_stale=asked.state == State.WAITING and proposing.is_stale(asked),
        is_own=asked.made_by_id == request.user.pk,
        form=form or AnswerForm(),
        has_faults=form is not None,
        refused=[error] if error else [],
        **shown,
    )
