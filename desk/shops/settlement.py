"""「店舗の精算」: what was restored of each shop's payments in a period, on the screen and as an xlsx for the shops."""

import io
from datetime import date, datetime, time, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from config import clock
from config.clock import JAPAN
from coupons import settlements
from coupons.models import Scheme, Store
from desk.operations.changes import as_download, chosen, without_nul
from desk.review.pages import page
from desk.shops.forms import DAY_WORDS
from desk.shops.queue import XLSX
from trail.needs import needs
from trail.record import record

CHANGED = "一覧を作っているあいだに、記録が加わりました。もう一度受け取ってください。"
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


@needs("settlements.look")
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The sums of a period; this month, unless it says which."""
    scheme, given = chosen(request), request.GET
    form = PeriodForm(given if "since" in given or "last" in given else _this_month())
    return _page(request, scheme, form)


@needs("settlements.download")
@require_POST
def download(request: HttpRequest) -> HttpResponse:
    """The xlsx, of all shops or of one; what it holds is on the trail."""
    scheme, form = chosen(request), PeriodForm(request.POST)
    if not form.is_valid():
        return _page(request, scheme, form)
    no = without_nul(request.POST.get("store", ""))
    store = get_object_or_404(Store, scheme=scheme, no=no) if no else None
    out = io.BytesIO()
    try:
        rows = settlements.write_list(out, scheme, form.period(), store)
    except settlements.DoesNotAddUp:
        return _page(request, scheme, form, status=409, refused=[CHANGED])
    days = [form.cleaned_data[name].isoformat() for name in ("since", "last")]
    about = store or scheme
    record("settlement list downloaded", who=request.user.get_username(), about=about, days=days, rows=rows)
    name = "_".join(["settlement", *(day.replace("-", "") for day in days), *([str(store.pk)] if store else [])])
    return as_download(out.getvalue(), f"{name}.xlsx", XLSX)


def _page(
    request: HttpRequest, scheme: Scheme, form: PeriodForm, *, status: int = 200, refused: list[str] | None = None
) -> HttpResponse:
    is_right = form.is_valid()
    lines = settlements.by_shop(scheme, form.period()) if is_right else []
    return page(
        request,
        "desk/change/settlements.html",
        status=status if is_right else 422,
        title="店舗の精算",
        scheme=scheme,
        schemes=Scheme.objects.order_by("slug"),
        form=form,
        is_right=is_right,
        lines=lines,
        net_yen=sum(line.net_yen for line in lines),
        refused=refused or [],
        has_faults=not is_right,
    )


def _this_month() -> dict[str, date]:
    today = clock.now().astimezone(JAPAN).date()
    return {"since": today.replace(day=1), "last": today}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), JAPAN)
