"""「在庫の番号」: codes bought in advance, by kind, and handing in a file of them."""

from pathlib import PurePath

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from config import clock
from coupons.sheets.opening import Unreadable
from desk.dashboard import queues
from desk.issuers.lists import COLUMN as OF_LISTS
from desk.issuers.lists import FINDINGS, CodesForm
from desk.operations.refused_rows import offer
from desk.review.pages import page
from payouts import stock_files
from payouts.issuers.levels import levels
from trail.needs import needs

TOO_LARGE = "ファイルが大きすぎます。分けるか、codes コマンドで入れてください。"
COLUMN = OF_LISTS | {heading.name: heading.japanese for heading in stock_files.HEADINGS}
LEVELS = 100  # what is short or ends soonest
HINT = "CSVか .xlsx。見出しは、種類、額面、番号、有効期限（なければ空欄）。20,000行まで。"


@needs("issuers.order")
@require_http_methods(["GET", "HEAD", "POST"])
def stock(request: HttpRequest) -> HttpResponse:
    """What is there; a POST puts a file's codes into it, or says what is wrong with it, row by row."""
    form = CodesForm(request.POST, request.FILES) if request.method == "POST" else CodesForm()
    form.fields["file"].help_text = HINT
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, has_faults=bool(form.errors))
    sent = form.cleaned_data["file"]
    if sent.size > stock_files.LIMITS.size:
        return _page(request, form, status=409, refused=[TOO_LARGE])
    return _take(request, form, sent.read(), PurePath(sent.name).name)


def _take(request: HttpRequest, form: CodesForm, data: bytes, name: str) -> HttpResponse:
    try:
        added, known = stock_files.take(data=data, name=name, who=request.user.get_username())
    except Unreadable as fault:
        return _page(request, form, status=409, refused=[str(fault)])
    except stock_files.FileRefused as fault:
        given_back = {"faults": fault.findings, "headings": stock_files.HEADINGS, "is_whole": True}
        table = offer(
            request, name=name, data=data, capability="issuers.order", limits=stock_files.LIMITS, **given_back
        )
        return _page(request, form, status=409, findings=fault.findings, refused_rows=table)
    messages.success(request, f"在庫に入れた番号 {added:,}件　前に入れた番号 {known:,}件")
    return redirect("desk_issuer_stock")


def _page(
    request: HttpRequest, form: CodesForm, *, status: int = 200, findings: list = (), refused: list = (), **more
) -> HttpResponse:
    if findings:
        refused = [f"ファイルの{len(findings):,}か所に誤りがあります。何も入れていません。"]
    told = [(found.line, COLUMN.get(found.column, "行"), found.reason) for found in findings[:FINDINGS]]
    wanted = levels(clock.now())
    context = {"form": form, "stock": queues.codes(), "levels": wanted[:LEVELS], "levels_more": wanted[LEVELS:]}
    context |= {"findings": told, "refused": list(refused), **more}
    return page(request, "desk/issuers/stock.html", status=status, title="在庫の番号", **context)
