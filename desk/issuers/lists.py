"""「注文リスト」: what is owed of a brand goes to its issuer as a file, and the codes come back as one."""

from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from coupons.models import Scheme
from coupons.sheets.opening import Unreadable
from desk.operations.parts import part_of
from desk.operations.refused_rows import offer
from desk.review.pages import page
from payouts.issuers import delivered, lists
from payouts.issuers.file_rows import HEADINGS
from payouts.models import Brand, OrderList, PointOrder
from trail.needs import needs
from trail.record import record

FINDINGS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTHING = "この種類で、注文リストを待つ申込はありません。"
COLUMN = {heading.name: heading.japanese for heading in HEADINGS} | {"": "行"}
State = PointOrder.State


class CodesForm(forms.Form):
    """The issuer's file."""

    file = forms.FileField(
        label="発行会社から届いたファイル",
        help_text="CSVか .xlsx。見出しは、申込番号、種類、金額、番号、有効期限、発行不可の理由。",
        max_length=150,
        error_messages={
            "required": "ファイルを選んでください。",
            "missing": "ファイルを選んでください。",
            "empty": "ファイルが空です。",
            "max_length": "ファイルの名前が長すぎます。",
        },
    )


@needs("issuers.look")
@require_safe
def lists_page(request: HttpRequest) -> HttpResponse:
    """What waits for a list, the lists that went out, and how far each has been answered."""
    return _page(request)


@needs("issuers.order")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """「注文リストを作る」"""
    scheme = get_object_or_404(Scheme, slug=request.POST.get("scheme", ""))
    brand = request.POST.get("brand", "")
    try:
        if brand not in Brand.values:
            raise lists.NothingToList(brand)
        made = lists.make(scheme=scheme, brand=Brand(brand), who=request.user.get_username())
    except lists.NothingToList:
        return _page(request, status=409, refused=[NOTHING])
    messages.success(request, f"注文リスト{made.pk}を作りました。{made.line_count:,}件、{made.total_yen:,}円です。")
    return redirect("desk_issuer_lists")


@needs("issuers.order")
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it was made, the same bytes every time; each fetching is on the trail."""
    made = get_object_or_404(OrderList, pk=pk)
    record("list fetched", who=request.user.get_username(), about=made)
    name = lists.file_name(made)
    return HttpResponse(
        bytes(made.xlsx), content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@needs("issuers.order")
@require_POST
def take_codes(request: HttpRequest) -> HttpResponse:
    """「番号を取り込む」: all of the file, or what is wrong with it, row by row."""
    form = CodesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form=form)
    sent = form.cleaned_data["file"]
    if sent.size > delivered.LIMITS.size:
        return _page(request, status=409, refused=["ファイルが大きすぎます。分けてください。"])
    data, name = sent.read(), PurePath(sent.name).name
    try:
        taken = delivered.take(data=data, name=name, who=request.user.get_username())
    except Unreadable as fault:
        return _page(request, status=409, refused=[str(fault)])
    except delivered.FileRefused as fault:
        given_back = {"faults": fault.findings, "headings": HEADINGS, "capability": "issuers.order", "is_whole": True}
        table = offer(request, name=name, data=data, limits=delivered.LIMITS, **given_back)
        return _page(request, status=409, findings=fault.findings, refused_rows=table)
    messages.success(request, _in_words(taken))
    return redirect("desk_issuer_lists")


def _in_words(taken: delivered.Taken) -> str:
    words = f"番号が入った申込 {taken.issued:,}件　前に取り込んだ行 {taken.known:,}件"
    asked = f"　発行不可として2人目の承認を待つ申込 {taken.asked:,}件" if taken.asked else ""
    apart = f"　発行不可のあとに届いたので隔離した番号 {taken.apart:,}件" if taken.apart else ""
    return words + asked + apart


def _page(
    request: HttpRequest,
    *,
    status: int = 200,
    refused: list[str] | None = None,
    form: CodesForm | None = None,
    findings: list | None = None,
    refused_rows: dict | None = None,
) -> HttpResponse:
    count = lambda *states: Count("orders", filter=Q(orders__state__in=states))
    made = OrderList.objects.defer("xlsx").select_related("scheme").order_by("-pk")
    answered = made.annotate(issued=count(State.ISSUED), refused=count(State.REFUSED), open=count(*State.values[:2]))
    told = [(found.line, COLUMN[found.column], found.reason) for found in (findings or [])[:FINDINGS]]
    said = [f"ファイルの{len(findings)}か所に誤りがあります。何も取り込んでいません。"] if findings else []
    return page(
        request,
        "desk/issuers/lists.html",
        status=status,
        title="注文リスト",
        to_list=[row | {"label": Brand(row["brand"]).label} for row in lists.to_list()],
        made=part_of(request, "made", answered, home=reverse("desk_issuer_lists")),
        stopped=Scheme.objects.exclude(stopped_at=None),
        refused=said or refused or [],
        findings=told,
        refused_rows=refused_rows,
        has_faults=bool(form),
        form=form or CodesForm(),
    )
