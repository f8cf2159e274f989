"""「元取引番号のない取消」: of which payment is it, where we gave one back? Until that is said, the coupon is not paid."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims import leases
from claims.doubtful import given_back
from coupons.models import CancellationAnswer, CancellationOpinion, Entry, Scheme
from coupons.reinstatement import MoreThanTaken
from desk.operations.changes import chosen
from desk.operations.parts import part_of
from desk.review.pages import page
from payouts import unnamed_cancellations
from trail.needs import needs

OF_NONE = "none"
WORDS = {
    unnamed_cancellations.NotInQuestion: "もう、ほかの人が決めています。",
    unnamed_cancellations.NotItsPayment: "どの決済の取消かを選んでください。",
    unnamed_cancellations.SaidAlready: "あなたの答えは、もう記録してあります。ほかの人が同じ答えを記録すると決まります。",
    unnamed_cancellations.NoReason: "理由と根拠を入力してください。",
    leases.WithAColleague: "戻した分のお申し出を、ほかの人が開いています。閉じるまで待つか、その人に頼んでください。",
    MoreThanTaken: (
        "その決済で引き落とされた額を、店舗の取消だけでこえています。ほかの決済の取消ではないかを確かめてください。"
        "いくつかの決済にまたがる取消なら、先にお申し出の画面で戻入を取り消します（戻した分はない、とは答えないでください）。"
    ),
}
REFUSALS = tuple(WORDS)
NOTED = (
    "あなたの答えを記録しました。戻した分も取消の分も支払うことになるので、ほかの人が同じ答えを記録すると決まります。"
)
NOTED_BACK = (
    "あなたの答えを記録しました。ほかの人が同じ答えを記録すると、こちらで戻した分を取り消して終わります。"
    "もうお店で使われた分や支払に載った分も、お客様に返していただくことはありません。"
)
SETTLED = "記録しました。このクーポンの支払は、もう待ちません。戻した分を取り消して残りのないお申し出は、もう一度決めてください。"


@dataclass(frozen=True)
class Choice:
    """A payment of the coupon: what it took, and what of it was given back already."""

    payment: Entry
    given_back_yen: int

    @property
    def taken_yen(self) -> int:
        return -self.payment.amount_yen


@dataclass(frozen=True)
class Row:
    """A cancellation, what it may belong to, what one person has said of it, and what was typed at it."""

    cancelled: Entry
    choices: list[Choice]
    opinions: list[CancellationOpinion]
    of: str = ""
    why: str = ""


@needs("desk.settle_cancellation")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first."""
    return _page(request, chosen(request))


@needs("desk.settle_cancellation")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """「決める」"""
    cancelled = get_object_or_404(Entry.objects.select_related("scheme"), pk=pk, kind=Entry.Kind.CANCELLATION)
    of, why = request.POST.get("of", ""), request.POST.get("why", "")[:300]
    try:
        said = unnamed_cancellations.settle(entry_id=pk, payment_id=_payment(of), why=why, by=request.user)
    except REFUSALS as refusal:
        return _page(request, cancelled.scheme, refused=[WORDS[type(refusal)]], typed=Row(cancelled, [], [], of, why))
    messages.success(request, _words(said))
    return redirect("desk_cancellations")


def _words(said: CancellationAnswer | CancellationOpinion) -> str:
    if isinstance(said, CancellationAnswer):
        return SETTLED
    return NOTED_BACK if unnamed_cancellations.takes_back(said) else NOTED


def _payment(of: str) -> int | None:
    if of == OF_NONE:
        return None
    if not (of.isascii() and of.isdigit() and len(of) < 19):
        raise unnamed_cancellations.NotItsPayment
    return int(of)


def _page(
    request: HttpRequest, scheme: Scheme | None, *, refused: list[str] | None = None, typed: Row | None = None
) -> HttpResponse:
    found = unnamed_cancellations.in_question(scheme) if scheme else Entry.objects.none()
    part = part_of(request, "waiting", found, home=reverse("desk_cancellations"))
    return page(
        request,
        "desk/incidents/cancellations.html",
        status=422 if refused else 200,
        title="元取引番号のない取消",
        scheme=scheme,
        part=part,
        rows=[_row(one, typed) for one in part.rows],
        refused=refused or [],
    )


def _row(cancelled: Entry, typed: Row | None) -> Row:
    payments = list(
        Entry.objects.filter(coupon=cancelled.coupon_id, kind=Entry.Kind.PAYMENT)
        .select_related("store")
        .order_by("occurred_at", "pk")
    )
    back = given_back(one.pk for one in payments)
    choices = [Choice(one, back[one.pk]) for one in payments]
    is_typed = typed is not None and typed.cancelled.pk == cancelled.pk
    said = unnamed_cancellations.opinions(cancelled)
    return Row(cancelled, choices, said, typed.of, typed.why) if is_typed else Row(cancelled, choices, said)
