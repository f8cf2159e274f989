"""`/admin/operations/scheme/<slug>/`: what a scheme says, and asking a second person for other values."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from config import clock
from coupons.models import Scheme, SchemeChange, SchemeVersion
from desk.scheme import groups
from desk.scheme.forms import ReasonForm, form_for
from desk.scheme.groups import Group, shown
from payouts.changing import proposing
from payouts.changing.effects import effects
from payouts.changing.wanted import Values, Wanted, from_json, setting_of, wanted
from payouts.models import BrandSetting
from trail.needs import needs

ASKED = "2人目に確認を頼みました。確認されるまで、何も変わりません。"
IN_ORDER = (
    "日付の順番が合いません。障害の始まり、障害の終わり、最初の延長の終わり、利用の終わり、ポイント送付の開始、申請の締切、"
    "受取の締切、個人情報の保存期限の順になるようにしてください。"
)
WORDS = {
    proposing.NothingNew: "どの値も、いまと同じです。",
    proposing.NoReason: "変更の理由を入力してください。",
    proposing.Forbidden: "もう起きたことと合わなくなるので、このままでは変えられません。下の理由をご覧ください。",
    proposing.OtherEffects: "値か影響が、調べたときと変わりました。もう一度ご確認ください。まだ何も変わっていません。",
    proposing.SamePerson: "頼んだ人は、確認できません。別の人の確認が必要です。",
    proposing.AlreadySettled: "もう確認されたか、差し戻されたか、取り下げられています。",
}


@needs("operations.look")
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Every value with its clause, what waits, and all versions."""
    scheme = get_object_or_404(Scheme, slug=slug)
    versions = SchemeVersion.objects.filter(scheme=scheme).select_related("change__made_by", "change__settled_by")
    asked = SchemeChange.objects.filter(scheme=scheme).select_related("made_by", "settled_by").order_by("-pk")
    newest = proposing.newest_version(scheme)
    return page(
        request,
        "desk/scheme/show.html",
        title="制度の内容",
        scheme=scheme,
        schemes=Scheme.objects.order_by("-pk"),
        groups=[(one, _values(scheme, one)) for one in groups.GROUPS],
        by_the_program=groups.BY_THE_PROGRAM,
        waiting=[(one, one.base != newest, titled(one)) for one in asked if one.state == SchemeChange.State.WAITING],
        settled=[(one, titled(one)) for one in asked if one.state != SchemeChange.State.WAITING][:50],
        versions=[(one, in_words(one.brand, one.values)) for one in versions.order_by("-pk")[:200]],
        own=request.user.get_username(),
    )


@needs("schemes.change")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """New values of a group: first looked at, then asked for."""
    scheme, group = get_object_or_404(Scheme, slug=slug), groups.group(key)
    if group is None:
        raise Http404(key)
    row = setting_of(scheme, group.brand) if group.brand else scheme
    form = form_for(group, row, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _form(request, scheme, group, form)
    wish = wanted(scheme, group.brand, form.cleaned_data)
    return _ask(request, wish, group, form) if "ask" in request.POST else _look(request, wish, group, form)


def _look(request: HttpRequest, wish: Wanted, group: Group, form, refused: tuple = (), **more) -> HttpResponse:
    """What would change, and what would follow."""
    refused = [*refused, *([] if wish.fields else [WORDS[proposing.NothingNew]])]
    try:
        wish.after.validate_constraints()
    except ValidationError as fault:
        refused += [IN_ORDER if not group.brand else words for words in fault.messages]
    if refused and not more:
        return _form(request, wish.scheme, group, form, refused=refused)
    found = effects(wish, clock.now())
    more.setdefault("reason", ReasonForm())
    return _form(
        request,
        wish.scheme,
        group,
        form,
        refused=refused,
        looked=True,
        lines=in_words(group.brand, wish.values),
        effects=found,
        is_forbidden=any(effect.forbids for effect in found),
        seen=proposing.mark_of_effects(wish, found),
        **more,
    )


def _ask(request: HttpRequest, wish: Wanted, group: Group, form) -> HttpResponse:
    reason = ReasonForm(request.POST)
    if not reason.is_valid():
        return _look(request, wish, group, form, reason=reason, has_faults=True)
    try:
        asked = proposing.ask(
            wish=wish, by=request.user, reason=reason.cleaned_data["reason"], seen=request.POST.get("seen", "")
        )
    except ValidationError:
        return _look(request, wish, group, form)
    except (proposing.NothingNew, proposing.Forbidden, proposing.OtherEffects) as refusal:
        return _look(request, wish, group, form, refused=(WORDS[type(refusal)],), reason=reason)
    messages.success(request, ASKED)
    return redirect("scheme_asked", asked.pk)


def _form(request: HttpRequest, scheme: Scheme, group: Group, form, **shown_too) -> HttpResponse:
    title, shown_too = f"変更を頼む：{group.title}", {"has_faults": bool(form.errors)} | shown_too
    status = 409 if shown_too.get("refused") else 200
    return page(
        request,
        "desk/scheme/change.html",
        title=title,
        status=status,
        scheme=scheme,
        group=group,
        form=form,
        **shown_too,
    )


def _values(scheme: Scheme, group: Group) -> list[tuple[str, str, str]]:
    row = setting_of(scheme, group.brand) if group.brand else scheme
    return [
        (str(groups.field(group.brand, name).verbose_name), shown(row, name, getattr(row, name)), clause)
        for name, clause in group.rows
    ]


def in_words(brand: str, values: Values) -> list[tuple[str, str, str]]:
    """Each value that changes: what it is called, old and new."""
    row = BrandSetting if brand else Scheme

    def said(name: str, value: Any) -> str:
        return shown(row, name, from_json(row, name, value))

    in_order = [name for one in groups.GROUPS if one.brand == brand for name in one.names if name in values]
    rest = [name for name in values if name not in in_order]
    return [
        (str(groups.field(brand, name).verbose_name), *(said(name, value) for value in values[name]))
        for name in [*in_order, *rest]
    ]


def titled(asked: SchemeChange) -> str:
    return groups.group_of(asked.brand, list(asked.values)).title


def page(request: HttpRequest, template: str, *, title: str, status: int = 200, **shown_too) -> HttpResponse:
    context = {**admin.site.each_context(request), "is_nav_sidebar_enabled": False, "title": title}
    return render(request, template, context | shown_too, status=status)
