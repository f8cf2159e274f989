"""「店舗の精算」: what was restored of each shop's payments. A period is looked at; a list is closed once and handed out."""

import io
from datetime import date, datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config import clock
from config.clock import JAPAN
from coupons import settlements
from coupons.models import Scheme, SettlementList, Store
from desk.operations.changes import as_download, chosen
from desk.operations.parts import part_of
from desk.review.pages import page
from desk.shops.forms import DAY_WORDS
from desk.shops.queue import XLSX
from trail.needs import needs
from trail.record import record

CHANGED = "一覧の行と合計が合いません。もう一度受け取ってください。"
NOTHING = "その日までの分は、もうすべて一覧に入っています。"
NOT_OVER = "まだ終わっていない日です。きのうまでの日にしてください。"
BACKWARDS = "終わりの日は、始めの日からあとの日にしてください。"


def day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": DAY_WORDS, "invalid": DAY_WORDS},
    )


class PeriodForm(forms.Form):
    """From the first day to the last, both within."""

    since = day_field("始めの日")
    last = day_field("終わりの日")

    def clean(self) -> None:
        since, last = self.cleaned_data.get("since"), self.cleaned_data.get("last")
        if since and last and last < since:
            self.add_error("last", BACKWARDS)

    def period(self) -> settlements.Period:
        """The days as Japan's."""
        after = self.cleaned_data["last"] + timedelta(days=1)
        return settlements.Period(_midnight(self.cleaned_data["since"]), _midnight(after))


class CloseForm(forms.Form):
    """Up to the end of that day."""

    last = day_field("この日までの分")


@needs("settlements.look")
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The sums of a list that was closed, or of a period: this month, unless it says which."""
    scheme, given = chosen(request), request.GET
    if "list" in given:
        return _page(request, scheme, PeriodForm(_this_month()), of=_closed(scheme, given["list"]))
    form = PeriodForm(given if "since" in given or "last" in given else _this_month())
    return _page(request, scheme, form)


@needs("settlements.download")
@require_POST
def download(request: HttpRequest) -> HttpResponse:
    """The xlsx of a list, of all shops or of one; what it holds is on the trail."""
    scheme = chosen(request)
    closed = _closed(scheme, request.POST.get("list", ""))
    no = request.POST.get("store", "")
    store = get_object_or_404(Store, scheme=scheme, no=no) if no else None
    out = io.BytesIO()
    try:
        rows = settlements.write_list(out, closed, store)
    except settlements.DoesNotAddUp:
        return _page(request, scheme, PeriodForm(_this_month()), of=closed, status=409, refused=[CHANGED])
    about, who = store or scheme, request.user.get_username()
    record("settlement list downloaded", who=who, about=about, number=closed.number, rows=rows)
    name = "_".join(["settlement", f"{closed.number:04}", *([str(store.pk)] if store else [])])
    return as_download(out.getvalue(), f"{name}.xlsx", XLSX)


@needs("settlements.download")
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """「一覧を締める」"""
    scheme, closing, period = chosen(request), CloseForm(request.POST), PeriodForm(_this_month())
    if not closing.is_valid():
        return _page(request, scheme, period, closing=closing, status=422)
    until = _midnight(closing.cleaned_data["last"] + timedelta(days=1))
    try:
        closed = settlements.close(scheme=scheme, until=until, who=request.user.get_username())
    except settlements.NotOver:
        closing.add_error("last", NOT_OVER)
        return _page(request, scheme, period, closing=closing, status=422)
    except settlements.NothingToSettle:
        return _page(request, scheme, period, closing=closing, status=409, refused=[NOTHING])
    messages.success(request, f"一覧 {closed.number} を締めました。あとから加わる分は、次の一覧に入ります。")
    return redirect(reverse("settlements", query={"scheme": scheme.slug, "list": closed.number}))


def _closed(scheme: Scheme, number: str) -> SettlementList:
    if not (number.isascii() and number.isdigit() and len(number) < 7):
        raise Http404
    return get_object_or_404(SettlementList.objects.select_related("scheme"), scheme=scheme, number=int(number))


def _page(
    request: HttpRequest,
    scheme: Scheme,
    form: PeriodForm,
    *,
    of: SettlementList | None = None,
    closing: CloseForm | None = None,
    status: int = 200,
    refused: list[str] | None = None,
) -> HttpResponse:
    is_right, made = form.is_valid(), SettlementList.objects.filter(scheme=scheme)
    shown = of or (form.period() if is_right else None)
    lines = settlements.by_shop(scheme, shown) if shown else []
    yesterday = clock.now().astimezone(JAPAN).date() - timedelta(days=1)
    return page(
        request,
        "desk/change/settlements.html",
        status=status if is_right else 422,
        title="店舗の精算",
        scheme=scheme,
        schemes=Scheme.objects.order_by("slug"),
        form=form,
        closing=closing or CloseForm(initial={"last": yesterday}),
        closed=of,
        lists=part_of(request, "lists", made.order_by("-number"), home=reverse("settlements")),
        is_right=is_right,
        lines=lines,
        net_yen=sum(line.net_yen for line in lines),
        refused=refused or [],
        has_faults=not is_right or bool(closing and closing.errors),
    )


def _this_month() -> dict[str, date]:
    today = clock.now().astimezone(JAPAN).date()
    return {"since": today.replace(day=1), "last": today}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), JAPAN)
