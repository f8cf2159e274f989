"""「実績報告」: what each prefecture is told of its coupons, on paper, and as a workbook made by a worker."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from coupons.models import Extension, Scheme
from coupons.prefectures import PREFECTURES
from desk.dashboard.figures import ON_THE_WAY, PAID
from desk.operations import job_accounts
from payouts.models import Summary
from trail.needs import needs

ASKED_BEFORE = "同じ実績報告を、もう頼んであります。"
ASKED = "実績報告を頼みました。このページを閉じても、作業は続きます。"
GROUNDS = dict(Extension.Ground.choices)
PATHS = {"member": "手続き不要", "claim": "申請"}
NOT_YET = ("unclaimed_yen", "waiting_yen", *ON_THE_WAY)


class AccountsForm(forms.Form):
    """Of which prefecture, and what a transfer costs."""

    prefecture = forms.ChoiceField(label="都道府県", required=False)
    fee_yen = forms.IntegerField(
        label="振込1件の手数料（円）",
        min_value=0,
        max_value=10_000,
        initial=0,
        error_messages={
            "required": "手数料を入力してください。ないときは0です。",
            "invalid": "手数料は、数字で入力してください。",
            "min_value": "手数料は、0円以上です。",
            "max_value": "手数料は、10,000円までです。",
        },
    )

    def __init__(self, *args, **kwargs):
        """All 47: a coupon of a prefecture outside the scheme is loaded with a warning, and may be owed."""
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["prefecture"].choices = [("", job_accounts.ALL), *PREFECTURES.items()]


@dataclass(frozen=True)
class Line:
    """A ground and a way of a prefecture; yen."""

    ground: str
    path: str
    coupons: int
    owed: int
    points: int
    bank: int
    not_yet: int
    lapsed: int
    late: int


@needs("accounts.make")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of the chosen prefecture, printable; a POST asks for the workbook and shows its job."""
    scheme = get_object_or_404(Scheme, slug=slug)
    form = AccountsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        job, is_new = job_accounts.ask(scheme=scheme, who=request.user.get_username(), **form.cleaned_data)
        messages.success(request, ASKED if is_new else ASKED_BEFORE)
        return redirect("operations_job", job.pk)
    code = request.GET.get("prefecture", "")
    chosen = code if code in PREFECTURES else ""
    context = {**admin.site.each_context(request), "title": "実績報告", "scheme": scheme, "form": form}
    context |= {"chosen": chosen, "name": PREFECTURES.get(chosen, job_accounts.ALL), **_figures(scheme, chosen)}
    return TemplateResponse(request, "desk/operations/accounts.html", context)


def _figures(scheme: Scheme, code: str) -> dict[str, Any]:
    summary = Summary.objects.filter(scheme=scheme).first()
    if summary is None:
        return {"summary": None}
    parts = [part for part in summary.figures["parts"] if code in ("", part["prefecture"])]
    keys = sorted({(part["ground"], part["path"]) for part in parts if part["owed_coupons"] or part["late_yen"]})
    lines = [_line(ground, path, parts) for ground, path in keys]
    there = sorted({part["prefecture"] for part in summary.figures["parts"] if part["owed_coupons"]})
    return {
        "summary": summary,
        "lines": lines,
        "total": _line("", "", parts, of_all=True),
        "prefectures": [(code, PREFECTURES[code]) for code in there],
    }


def _line(ground: str, path: str, parts: list[dict[str, Any]], *, of_all: bool = False) -> Line:
    own = [part for part in parts if of_all or (part["ground"], part["path"]) == (ground, path)]

    def total(*names: str) -> int:
        return sum(part[name] for part in own for name in names)

    points, bank = PAID
    yen = (total("owed_yen"), total(points), total(bank), total(*NOT_YET), total("lapsed_yen"), total("late_yen"))
    return Line(GROUNDS.get(ground, "―"), PATHS.get(path, "―"), total("owed_coupons"), *yen)
