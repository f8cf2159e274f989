"""「元取引番号のない取消」: of which payment is it, where we gave one back? Until that is said, the coupon is not paid."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims import leases
from claims.doubtful import given_back
from claims.normalise import NotUnderstood
from coupons.models import CancellationAnswer, CancellationOpinion, Entry, Scheme
from coupons.reinstatement import MoreThanTaken
from desk.incidents.forms import yen
from desk.operations.changes import chosen
from desk.operations.parts import part_of
from desk.review.pages import page
from payouts import unnamed_cancellations
from trail.needs import needs

OF_NONE, OF_SEVERAL, SHARE = "none", "several", "yen-"  # and the payment's id


class Unclear(Exception):
    """Shares were typed, and something else was chosen."""


WORDS = {
    Unclear: (
        "いくつかの決済の額が入力されています。またがる取消なら「いくつかの決済にまたがる」を選び、"
        "そうでなければ額を消してください。"
    ),
    unnamed_cancellations.NotInQuestion: "もう、ほかの人が決めています。",
    unnamed_cancellations.NotItsPayment: "どの決済の取消かを選んでください。",
    unnamed_cancellations.SharesDiffer: (
        "いくつかの決済にまたがる取消は、それぞれの額を円の数字で入力し、合計を取消の額と同じにしてください。"
    ),
    unnamed_cancellations.SaidAlready: "あなたの答えは、もう記録してあります。ほかの人が同じ答えを記録すると決まります。",
    unnamed_cancellations.NoReason: "理由と根拠を入力してください。",
    leases.WithAColleague: "戻した分のお申し出を、ほかの人が開いています。閉じるまで待つか、その人に頼んでください。",
    MoreThanTaken: (
        "その決済で引き落とされた額を、店舗の取消だけでこえています。ほかの決済の取消ではないかを確かめてください。"
        "いくつかの決済にまたがる取消なら、それぞれの額を、引き落とされた額をこえないように入力してください。"
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
ONE_MORE = "記録しました。このクーポンには、まだ決まっていない取消がほかにあります。決まるまで、支払は待ちます。"


@dataclass(frozen=True)
class Choice:
    """A payment of the coupon: what it took, what of it was given back already, and the share that was typed."""

    payment: Entry
    given_back_yen: int
    typed_yen: str = ""

    @property
    def taken_yen(self) -> int:
        return -self.payment.amount_yen


@dataclass(frozen=True)
class Said:
    """What one person has said: of which payments, in yen of each."""

    opinion: CancellationOpinion
    of: dict[Entry, int]


@dataclass(frozen=True)
class Row:
    """A cancellation, what it may belong to, what one person has said of it, and what was typed at it."""

    cancelled: Entry
    choices: list[Choice]
    opinions: list[Said]
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
        said = unnamed_cancellations.settle(entry_id=pk, **_payments(of, request.POST), why=why, by=request.user)
    except REFUSALS as refusal:
        return _page(request, cancelled.scheme, of=cancelled, refused=[WORDS[type(refusal)]], typed=request.POST)
    messages.success(request, _words(said))
    return redirect("desk_cancellations")


def _words(said: CancellationAnswer | CancellationOpinion) -> str:
    if isinstance(said, CancellationAnswer):
        others = unnamed_cancellations.in_question(said.entry.scheme).filter(coupon=said.entry.coupon_id)
        return ONE_MORE if others.exists() else SETTLED
    return NOTED_BACK if unnamed_cancellations.takes_back(said) else NOTED


def _payments(of: str, typed: QueryDict) -> dict:
    """For `settle`. Raises NotItsPayment, SharesDiffer, Unclear."""
    shares = {name.removeprefix(SHARE): typed[name] for name in typed if name.startswith(SHARE)}
    shares = {pk: text for pk, text in shares.items() if text.strip(" 0０円")}  # of what it is not: nothing, or 0
    if of == OF_SEVERAL:
        return {"payment_id": None, "shares": _shares(shares)}
    if shares:
        raise Unclear
    if of == OF_NONE:
        return {"payment_id": None}
    if not _is_number(of):
        raise unnamed_cancellations.NotItsPayment
    return {"payment_id": int(of)}


def _shares(typed: dict[str, str]) -> dict[int, int]:
    if len(typed) < 2 or not all(map(_is_number, typed)):
        raise unnamed_cancellations.SharesDiffer
    try:
        return {int(pk): int(yen(text)) for pk, text in typed.items()}
    except NotUnderstood:
        raise unnamed_cancellations.SharesDiffer from None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _page(
    request: HttpRequest,
    scheme: Scheme | None,
    *,
    refused: list[str] | None = None,
    of: Entry | None = None,
    typed: QueryDict | None = None,
) -> HttpResponse:
    """`typed`: at the cancellation `of`."""
    found = unnamed_cancellations.in_question(scheme) if scheme else Entry.objects.none()
    part = part_of(request, "waiting", found, home=reverse("desk_cancellations"))
    return page(
        request,
        "desk/incidents/cancellations.html",
        status=422 if refused else 200,
        title="元取引番号のない取消",
        scheme=scheme,
        part=part,
        rows=[_row(one, typed if one == of and typed else QueryDict()) for one in part.rows],
        refused=refused or [],
    )


def _row(cancelled: Entry, typed: QueryDict) -> Row:
    payments = list(
        Entry.objects.filter(coupon=cancelled.coupon_id, kind=Entry.Kind.PAYMENT)
        .select_related("store")
        .order_by("occurred_at", "pk")
    )
    back = given_back(one.pk for one in payments)
    choices = [Choice(one, back[one.pk], typed.get(f"{SHARE}{one.pk}", "")[:20]) for one in payments]
    said = [Said(one, unnamed_cancellations.payments_of(one)) for one in unnamed_cancellations.opinions(cancelled)]
    return Row(cancelled, choices, said, typed.get("of", ""), typed.get("why", "")[:300])
