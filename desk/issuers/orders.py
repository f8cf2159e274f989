"""「ポイントの発行」: orders without an answer, answers in quarantine, and what waits for stock or a list, by age."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from config import clock
from coupons.models import Scheme
from desk.issuers.age import age
from desk.review.forms import BECAUSE_HINT, text
from desk.review.pages import page
from payouts import brands
from payouts.issuers import outcomes, quarantine, refusing
from payouts.models import Brand, PointOrder, QuarantinedAnswer, Way
from trail.needs import needs

A_PAGE = 100
State, How = PointOrder.State, QuarantinedAnswer.How
REFUSED_NOW = "発行不可としました。受け取る方に、選び直せることをお知らせします。"
WORDS = {
    outcomes.NothingToRefuse: "この申込には番号が入っているか、もう発行不可になっています。何もしていません。",
    quarantine.AlreadySettled: "この回答は、もう決められています。何もしていません。",
    refusing.AlreadyAsked: "発行不可の判断は、もう2人目を待っています。何もしていません。",
    quarantine.NotForThis: "この申込は、いまはその決め方ができません。何もしていません。",
}
DONE = {
    How.AGAIN: "同じ番号で、もう一度問い合わせます。",
    How.REFUSED: "2人目の承認を頼みました。承認されるまで、申込はそのままです。",
    How.NOTED: "記録しました。",
}


class RefuseForm(forms.Form):
    """What the issuer said, and where it is written."""

    reason = text("発行会社が何と言い、どこに書いてあるか", BECAUSE_HINT)


class SettleForm(RefuseForm):
    """How one answer in quarantine is settled; offered is what its order allows."""

    how = forms.ChoiceField(label="どうするか", error_messages={"required": "どうするかを選んでください。"})

    def __init__(self, *args, answer: QuarantinedAnswer, **more):
        super().__init__(*args, auto_id=f"id_{answer.pk}_%s", **more)
        self.fields["how"].choices = [
            ("", "選んでください"),
            *[(way, way.label) for way in quarantine.ways_out(answer)],
        ]


@dataclass(frozen=True)
class Waiting:
    """An order, since when it waits, and the answer that is kept apart."""

    order: PointOrder
    age: str
    answer: QuarantinedAnswer | None = None


@needs("issuers.look")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that was confirmed and has no code, the oldest first."""
    at = clock.now()
    unknown = (
        _orders()
        .filter(~Exists(quarantine.to_settle().filter(order=OuterRef("pk"))), state=State.UNKNOWN)
        .order_by("ordered_at", "pk")
    )
    apart = quarantine.to_settle().select_related("order__payout__member", "order__payout__claim")
    return page(
        request,
        "desk/issuers/waiting.html",
        title="ポイントの発行",
        apart=[Waiting(answer.order, age(answer.at, at), answer) for answer in apart[:A_PAGE]],
        apart_count=apart.count(),
        unknown=[Waiting(order, age(order.ordered_at, at)) for order in unknown[:A_PAGE]],
        unknown_count=unknown.count(),
        refusals=refusing.waiting().count(),
        stopped=Scheme.objects.exclude(stopped_at=None),
        groups=_groups(at),
        settings=[(scheme, brands.cards(scheme)) for scheme in Scheme.objects.order_by("pk")],
    )


@needs("issuers.look")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One order, what was answered, and what can be done."""
    return _show(request, pk)


@needs("issuers.settle")
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """「発行不可とする」: the issuer has said so in writing. What may be out waits for a second person."""
    get_object_or_404(PointOrder, pk=pk)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _show(request, pk, form=form)
    try:
        is_refused = refusing.refuse(order_id=pk, who=request.user.get_username(), reason=form.cleaned_data["reason"])
    except (outcomes.NothingToRefuse, refusing.AlreadyAsked) as refusal:
        return _show(request, pk, status=409, refused=[WORDS[type(refusal)]])
    messages.success(request, REFUSED_NOW if is_refused else DONE[How.REFUSED])
    return redirect("desk_issuer_order", pk)


@needs("issuers.settle")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """「この回答を決める」"""
    answer = get_object_or_404(QuarantinedAnswer.objects.select_related("order"), pk=pk)
    if answer.settled_at:
        return _show(request, answer.order_id, status=409, refused=[WORDS[quarantine.AlreadySettled]])
    form = SettleForm(request.POST, answer=answer)
    if not form.is_valid():
        return _show(request, answer.order_id, settling=(pk, form))
    how = How(form.cleaned_data["how"])
    try:
        quarantine.settle(answer_id=pk, how=how, who=request.user.get_username(), reason=form.cleaned_data["reason"])
    except tuple(WORDS) as refusal:
        return _show(request, answer.order_id, status=409, refused=[WORDS[type(refusal)]])
    messages.success(request, DONE[how])
    return redirect("desk_issuer_order", answer.order_id)


def _orders() -> QuerySet[PointOrder]:
    return PointOrder.objects.select_related("payout__member", "payout__claim", "order_list")


def _groups(at: datetime) -> list[dict]:
    """What waits and was not asked about yet, by brand and way: no stock of the value, no list yet, no file yet."""
    waiting_ = PointOrder.objects.filter(state=State.REQUESTED)
    rows = waiting_.values("way", "brand", "order_list").annotate(
        orders=Count("pk"), yen=Sum("payout__amount_yen"), since=Min("ordered_at")
    )
    return [
        row | {"label": Brand(row["brand"]).label, "what": _what(row), "age": age(row["since"], at)}
        for row in rows.order_by("since")
    ]


def _what(row: dict) -> str:
    if row["way"] == Way.STOCK:
        return "在庫を待つ"
    if row["way"] == Way.HTTP:
        return "まもなく問い合わせる"
    return f"注文リスト{row['order_list']}の番号を待つ" if row["order_list"] else "注文リストを待つ"


def _show(
    request: HttpRequest,
    pk: int,
    *,
    status: int = 200,
    refused: list[str] | None = None,
    form: RefuseForm | None = None,
    settling: tuple[int, SettleForm] | None = None,
) -> HttpResponse:
    order = get_object_or_404(_orders(), pk=pk)
    typed_for, typed = settling or (None, None)
    answers = [
        (answer, None if answer.settled_at else typed if answer.pk == typed_for else SettleForm(answer=answer))
        for answer in order.quarantined.order_by("pk")
    ]
    is_asked = refusing.waiting().filter(order=order).exists()
    is_settled = all(answer.settled_at for answer, _ in answers)
    return page(
        request,
        "desk/issuers/order.html",
        status=status,
        title=f"ポイントの申込 {order.pk}",
        order=order,
        age=age(order.ordered_at, clock.now()),
        answers=answers,
        is_asked=is_asked,
        may_be_refused=order.state in outcomes.LIVE and is_settled and not is_asked,
        refused=refused or [],
        has_faults=bool(form or settling),
        form=form or RefuseForm(),
    )
