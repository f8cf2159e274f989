"""A shop on the screen: its open cases in one call, who has it, what was tried, and the sheet for the call."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from claims import confirming, leases, naming_shops, shop_sheets
from claims.models import Incident, OpenStore, StoreAttempt
from config import clock
from config.clock import JAPAN
from config.dates import minute
from coupons.models import Store
from desk.review.pages import page
from desk.shops.forms import AbsentForm, CallForm, WrongShopForm
from trail.needs import needs
from trail.record import record

A_CALL = 20  # cases on one screen; the next ones when these are settled
HISTORY = 30
WORDS = {
    confirming.NothingSaid: "店舗の回答を、1件以上選んでください。",
    confirming.NoPerson: "店側のご担当者のお名前を入力してください。",
    confirming.NoNextDate: "次に連絡する日を、今日からあとの日で入力してください。",
    naming_shops.NoWhy: "店舗がちがっていたわけを選んでください。",
}
REFUSALS = (*WORDS, confirming.AnsweredMeanwhile, leases.WithAColleague)


@needs("desk.incident")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One shop; that it was looked at is on the trail."""
    store = found(pk)
    record("looked at", who=request.user.get_username(), about=store)
    return page_of(request, store)


@needs("desk.incident")
@require_POST
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """「対応を始める」; with `over` also from a colleague."""
    store = found(pk)
    try:
        leases.take(found(pk), by=request.user, takes_over="over" in request.POST)
    except leases.WithAColleague as refusal:
        return page_of(request, store, status=409, refused=words_for(refusal))
    return redirect("confirm_shop", pk)


@needs("desk.incident")
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「対応を終える」"""
    leases.give_back(found(pk), by=request.user)
    messages.success(request, "対応を終えました。")
    return redirect("confirm_queue")


@needs("desk.incident")
@require_POST
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """What the shop said, of all cases at once."""
    store = found(pk)
    if confirming.recorded(pk, _mark(request)):
        return _was_recorded(request, store)
    cases = cases_of(store)
    form = CallForm(request.POST, cases=cases)
    gone = _answered_meanwhile(request, cases)
    if gone:
        return page_of(request, store, status=409, refused=words_for(confirming.AnsweredMeanwhile(gone)), call=form)
    if not form.is_valid():
        return page_of(request, store, status=422, call=form)
    given = {name: form.cleaned_data[name] for name in ("person", "way", "next_on", "note", "mark")}
    try:
        settled = confirming.record_call(store_id=pk, answers=form.answers(), by=request.user, **given)
    except REFUSALS as refusal:
        return page_of(request, store, status=409, refused=words_for(refusal), call=form)
    messages.success(request, f"{len(settled)}件の回答を記録しました。")
    return on(store)


@needs("desk.incident")
@require_POST
def absent(request: HttpRequest, pk: int) -> HttpResponse:
    """An attempt without an answer, for all open cases."""
    store = found(pk)
    if confirming.recorded(pk, _mark(request)):
        return _was_recorded(request, store)
    form = AbsentForm(request.POST)
    if not form.is_valid():
        return page_of(request, store, status=422, absent=form)
    try:
        count = confirming.not_reached(store_id=pk, by=request.user, **form.cleaned_data)
    except REFUSALS as refusal:
        return page_of(request, store, status=409, refused=words_for(refusal), absent=form)
    messages.success(request, f"連絡したことを、{count}件のお申し出に記録しました。")
    return on(store)


@needs("desk.incident")
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for the call, to print; nothing of the traveller stands on it but what the shop needs."""
    store = found(pk)
    cases = shop_sheets.asked(_open_cases(store))
    record("call sheet opened", who=request.user.get_username(), about=store, cases=len(cases))
    return page(request, "desk/confirm/sheet.html", title=f"聞き取り票 {store.name}", store=store, cases=cases)


def found(pk: int) -> Store:
    return get_object_or_404(Store.objects.select_related("scheme"), pk=pk)


def words_for(refusal: Exception) -> list[str]:
    """Why it was not recorded."""
    match refusal:
        case confirming.AnsweredMeanwhile():
            names = "、".join(refusal.receipt_nos) or "お申し出"
            return [f"この画面を開いたあとに、{names} の回答が記録されたか、店舗が変わりました。何も記録していません。"]
        case leases.WithAColleague():
            return [with_whom(refusal.opened)]
    return [WORDS[type(refusal)]]


def with_whom(opened: OpenStore) -> str:
    return f"{opened.clerk.get_username()} さんが、{minute(opened.opened_at)}からこの店舗に対応しています。"


def _open_cases(store: Store) -> QuerySet:
    return confirming.of_shop(store).select_related("coupon", "store", "scheme")


def cases_of(store: Store) -> list[shop_sheets.Asked]:
    return shop_sheets.asked(_open_cases(store)[:A_CALL])


def _mark(request: HttpRequest) -> str:
    """Of the form that is posted: a double click is known by it."""
    return request.POST.get("mark", "")[:64]


def _was_recorded(request: HttpRequest, store: Store) -> HttpResponse:
    messages.info(request, "もう記録してあります。同じ画面から、もう一度は記録しません。")
    return on(store)


def _answered_meanwhile(request: HttpRequest, cases: list[shop_sheets.Asked]) -> list[str]:
    """Receipt numbers of cases that the form answers and that wait no more: their fields are gone from the page."""
    typed = {name.removeprefix("says_") for name, says in request.POST.items() if name.startswith("says_") and says}
    lost = typed - {str(one.incident.pk) for one in cases}
    numbers = Incident.objects.filter(pk__in=[pk for pk in lost if pk.isdecimal() and len(pk) < 19])
    return sorted(numbers.values_list("receipt_no", flat=True)) or sorted(lost)[:1]


def on(store: Store) -> HttpResponse:
    """Back to the shop while something of it is open; then to the queue."""
    if confirming.of_shop(store).exists():
        return redirect("confirm_shop", store.pk)
    return redirect("confirm_queue")


def page_of(
    request: HttpRequest,
    store: Store,
    *,
    status: int = 200,
    refused: list[str] | None = None,
    call: Form | None = None,
    absent: Form | None = None,
    wrong: Form | None = None,
) -> HttpResponse:
    """The shop as it is now, with the forms as they were typed."""
    opened, at = leases.who_has(store), clock.now()
    is_mine = opened is not None and opened.clerk_id == request.user.pk
    cases = cases_of(store)
    tomorrow = (at.astimezone(JAPAN) + timedelta(days=1)).date()
    return page(
        request,
        "desk/confirm/shop.html",
        status=status,
        title=f"店舗確認 {store.name}",
        store=store,
        cases=[(one, confirming.due_at(one.incident.taken_at, store.scheme)) for one in cases],
        all_of_them=confirming.of_shop(store).count(),
        is_mine=is_mine,
        colleague=with_whom(opened) if opened and not is_mine else "",
        call=call or CallForm(cases=cases, auto_id="id_call_%s"),
        absent=absent or AbsentForm(initial={"next_on": tomorrow}, auto_id="id_absent_%s"),
        wrong=wrong or WrongShopForm(cases=cases, auto_id="id_wrong_%s"),
        attempts=_attempts(store),
        refused=refused or [],
        has_faults=any(form and form.errors for form in (call, absent, wrong)),
    )


def _attempts(store: Store) -> QuerySet[StoreAttempt]:
    rows = StoreAttempt.objects.filter(store=store).order_by("-at", "-pk")
    return rows.select_related("clerk", "confirmation__incident")[:HISTORY]
