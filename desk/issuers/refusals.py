"""「発行不可の判断」: what one person handed in and another believes or sends back, one by one or a file at a time."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from config import clock
from desk.issuers.age import age
from desk.review.forms import AnswerForm
from desk.review.pages import page
from payouts.issuers import outcomes, refusing
from payouts.models import Brand, OrderRefusal
from trail import persons
from trail.needs import needs

A_PAGE = 100
LIST = "desk_issuer_refusals"
WORDS = {
    refusing.AlreadySettled: "もう承認されたか、差し戻されています。何もしていません。",
    refusing.SamePerson: "頼んだ人は、承認できません。別の人の承認が必要です。",
    refusing.OtherCount: "件数が変わりました。何もしていません。もう一度ご覧ください。",
    refusing.NoReason: "理由を入力してください。",
    outcomes.NothingToRefuse: "番号が入ったか、もう発行不可になっています。何もしていません。",
}
APPROVED = "発行不可としました。受け取る方に、選び直せることをお知らせします。"
AGREED = "承認しました。順に発行不可とし、受け取る方に、選び直せることをお知らせします。"
BACK = "差し戻しました。申込はそのまま続きます。"
NOT_YOURS = "頼んだ人だけが、取り下げられます。"


@needs("issuers.look")
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """What waits for a second person: those of a file together, then one by one."""
    return _page(request)


@needs("issuers.approve")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """「承認する」, one."""
    get_object_or_404(OrderRefusal, pk=pk)
    return _do(request, APPROVED, lambda who: refusing.approve(refusal_id=pk, who=who))


@needs("issuers.approve")
@require_POST
def approve_file(request: HttpRequest, pk: int) -> HttpResponse:
    """「このファイルの○件を承認する」: as many as the screen said."""
    get_object_or_404(OrderRefusal, pk=pk)
    typed = request.POST.get("seen", "")
    seen = int(typed) if typed.isdecimal() and len(typed) < 7 else 0
    return _do(request, AGREED, lambda who: refusing.approve_file(refusal_id=pk, seen=seen, who=who))


@needs("issuers.approve")
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「差し戻す」"""
    get_object_or_404(OrderRefusal, pk=pk)
    return _send_back(request, pk)


@needs("issuers.settle")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「取り下げる」, by whoever handed it in."""
    refusal = get_object_or_404(OrderRefusal, pk=pk)
    if refusal.made_by != request.user.get_username():
        return _page(request, status=409, refused=[NOT_YOURS])
    return _send_back(request, pk)


def _send_back(request: HttpRequest, pk: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    why_not = form.cleaned_data["answer"] if form.is_valid() else ""
    return _do(request, BACK, lambda who: refusing.send_back(refusal_id=pk, who=who, why_not=why_not))


def _do(request: HttpRequest, done: str, deed: Callable[[str], None]) -> HttpResponse:
    try:
        deed(request.user.get_username())
    except tuple(WORDS) as refusal:
        return _page(request, status=409, refused=[WORDS[type(refusal)]])
    messages.success(request, done)
    return redirect(LIST)


def _page(request: HttpRequest, *, status: int = 200, refused: list[str] | None = None) -> HttpResponse:
    at = clock.now()
    rows = refusing.waiting().select_related("order__payout__member", "order__payout__claim", "answer")
    own = request.user.get_username()
    files = [
        row | {"label": Brand(row["brand"]).label, "is_own": persons.are_one(row["made_by"], own)}
        for row in refusing.by_file()
    ]
    return page(
        request,
        "desk/issuers/refusals.html",
        status=status,
        title="発行不可の判断",
        files=files,
        rows=[
            (one, age(one.made_at, at), one.made_by == own, AnswerForm(auto_id=f"id_{one.pk}_%s"))
            for one in rows[:A_PAGE]
        ],
        count=rows.count(),
        refused=refused or [],
    )
