"""「店舗確認」: shops with open cases, lists for chains and their answers, and what a supervisor decides on the records."""

import io

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.db.models.functions import Now as RealNow
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from claims import confirming, shop_answers, shop_sheets
from claims.doubtful import doubtful
from claims.models import Incident, OpenStore, StoreAnswerFile
from config import clock
from config.clock import JAPAN
from coupons.loading.report import Finding
from coupons.models import Scheme, Store
from coupons.sheets.opening import Unreadable
from desk.operations.changes import as_download, chosen, contents
from desk.operations.parts import A_PAGE, start_of
from desk.operations.refused_rows import offer
from desk.review.pages import page
from desk.shops.forms import RecordsForm
from desk.shops.shop import words_for
from trail.needs import needs
from trail.record import record

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTHING_TO_LIST = "この条件に当てはまるお申し出はありません。"
COLUMNS = {heading.name: heading.japanese for heading in shop_answers.HEADINGS}
TOO_FEW = "まだ、3日にわたって3回の連絡をしていません。"


@needs("desk.incident")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """By shop, the longest waiting first; cut down by a name or a number, as the list for a chain will be."""
    return page_of(request, chosen(request))


@needs("desk.incident")
@require_POST
def hand_out(request: HttpRequest) -> HttpResponse:
    """The list for a chain: the open cases of the shops that match, the oldest of them if there are more than a list
    holds. Who sends it records the attempt, not this.
    """
    scheme, typed = chosen(request), request.POST.get("q", "")
    stores = _matching(confirming.queue(scheme), typed)
    incidents = confirming.waiting(scheme).filter(store__in=stores.values("pk"))
    out = io.BytesIO()
    count = shop_sheets.write_list(out, incidents.select_related("coupon", "store", "scheme")[: shop_sheets.MOST])
    if not count:
        messages.warning(request, NOTHING_TO_LIST)
        return redirect("confirm_queue")
    record("list for shops downloaded", who=request.user.get_username(), about=scheme, cases=count)
    name = f"shops_{clock.now().astimezone(JAPAN):%Y%m%d_%H%M}.xlsx"
    return as_download(out.getvalue(), name, XLSX)


@needs("desk.incident")
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """A chain's answers; what became of each row is a page of its own."""
    scheme, uploaded = chosen(request), request.FILES.get("file")
    try:
        data = contents(uploaded)
        file = shop_answers.take(scheme=scheme, name=uploaded.name, data=data, by=request.user)
    except Unreadable as refusal:
        return page_of(request, scheme, status=422, refused=[str(refusal)])
    if not file.faults:
        return redirect("confirm_answers", file.pk)
    faults = [Finding(*fault) for fault in file.faults]
    given_back = {"faults": faults, "headings": shop_answers.HEADINGS, "capability": "desk.incident"}
    return _answers(request, file, refused_rows=offer(request, name=file.name, data=data, **given_back))


@needs("desk.incident")
@require_safe
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a file of answers."""
    return _answers(request, get_object_or_404(StoreAnswerFile.objects.select_related("taken_by", "scheme"), pk=pk))


def _answers(request: HttpRequest, file: StoreAnswerFile, *, refused_rows: dict | None = None) -> HttpResponse:
    """With the table of what could not be taken, while who handed the file in still looks at it."""
    faults = [(line, COLUMNS.get(column, "行"), reason) for line, column, reason in file.faults]
    return page(
        request,
        "desk/confirm/answers.html",
        title="店舗の回答の取り込み結果",
        file=file,
        faults=faults,
        more=file.fault_count - len(faults),
        refused_rows=refused_rows,
    )


@needs("desk.settle_by_records")
@require_safe
def supervisor(request: HttpRequest) -> HttpResponse:
    """「監督者の判断」: three days without an answer."""
    return _supervisor(request, chosen(request))


@needs("desk.settle_by_records")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The records show it."""
    incident, form = get_object_or_404(Incident.objects.select_related("scheme"), pk=pk), RecordsForm(request.POST)
    if not form.is_valid():
        return _supervisor(request, incident.scheme, status=422, typed=(pk, form))
    try:
        confirming.decide_on_records(incident_id=pk, evidence=form.cleaned_data["evidence"], by=request.user)
    except (confirming.AnsweredMeanwhile, confirming.TooFewAttempts) as refusal:
        words = [TOO_FEW] if isinstance(refusal, confirming.TooFewAttempts) else words_for(refusal)
        return _supervisor(request, incident.scheme, status=409, refused=words)
    messages.success(request, f"{incident.receipt_no} を、regionPAYの記録で確かめたと記録しました。")
    return redirect("confirm_records")


def _matching(stores: QuerySet[Store], typed: str) -> QuerySet[Store]:
    """A part of the shop's name, or its number or telephone from the beginning."""
    words = typed.strip()
    if not words:
        return stores
    return stores.filter(Q(name__icontains=words) | Q(no__istartswith=words) | Q(phone__startswith=words))


def page_of(
    request: HttpRequest, scheme: Scheme, *, status: int = 200, refused: list[str] | None = None
) -> HttpResponse:
    """The queue as it is now."""
    typed, start, at = request.GET.get("q", ""), start_of(request), clock.now()
    today = at.astimezone(JAPAN).date()
    found = _matching(confirming.queue(scheme, today), typed)
    stores = list(found[start : start + A_PAGE + 1])
    more, stores = len(stores) > A_PAGE, stores[:A_PAGE]
    opened = OpenStore.objects.filter(store__in=stores, until__gt=RealNow()).select_related("clerk")
    clerks = {one.store_id: one.clerk.get_username() for one in opened}
    silent = confirming.silent_days(stores)
    rows = [
        {
            "store": store,
            "days": (at - store.oldest_at).days,
            "due_at": (due := confirming.due_at(store.oldest_at, scheme)),
            "is_over": at >= due,
            "silent": silent.get(store.pk, 0),
            "with_whom": clerks.get(store.pk, ""),
        }
        for store in stores
    ]
    without = confirming.waiting(scheme).filter(store=None, state=Incident.State.OPEN)
    return page(
        request,
        "desk/confirm/queue.html",
        status=status,
        title="店舗確認",
        scheme=scheme,
        schemes=Scheme.objects.order_by("slug"),
        rows=rows,
        typed=typed,
        most=shop_sheets.MOST,
        first=start + 1,
        count=found.count() if more or start else len(rows),
        after=start + A_PAGE if more else None,
        refused=refused or [],
        without_shop=without[:A_PAGE],
        more_without=max(without.count() - A_PAGE, 0),
        for_the_supervisor=confirming.for_the_supervisor(scheme).count(),
        answers=StoreAnswerFile.objects.filter(scheme=scheme).select_related("taken_by").order_by("-pk")[:10],
    )


def _supervisor(
    request: HttpRequest,
    scheme: Scheme,
    *,
    status: int = 200,
    refused: list[str] | None = None,
    typed: tuple[int, Form] | None = None,
) -> HttpResponse:
    waiting = confirming.for_the_supervisor(scheme)
    rows = []
    for one in shop_sheets.asked(waiting.select_related("coupon", "store", "scheme")[:A_PAGE]):
        incident = one.incident
        form = typed[1] if typed and typed[0] == incident.pk else RecordsForm(auto_id=f"id_{incident.pk}_%s")
        tried = incident.confirmation.attempts.select_related("clerk", "store").order_by("at", "pk")
        rows.append((one, doubtful(incident), tried, form))
    return page(
        request,
        "desk/confirm/records.html",
        status=status,
        title="監督者の判断を待つお申し出",
        rows=rows,
        more=max(waiting.count() - A_PAGE, 0),
        refused=refused or [],
        has_faults=typed is not None,
    )
