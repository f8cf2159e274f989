"""What a clerk does on a screen of the desk: says who is calling, has a code read back, notes the call. All by POST."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from claims.limits import TooMany
from claims.models import Claim
from claims.normalise import NotUnderstood
from claims.verification import CodeExpired, CodeLocked, NoCode, TooSoon, WrongCode
from coupons.models import Coupon, Member
from desk.call import hits, identified, notes, screens, search, spoken_code
from desk.call import views as desk_views
from desk.call.identified import NotEnough
from desk.call.notes import NoteForm
from desk.call.search import Kind
from desk.call.spoken_code import NowhereToSend
from desk.call.views import PAGES, who
from trail.needs import needs

ROWS = {"coupon": Coupon, "claim": Claim, "member": Member}
NOT_ENOUGH = f"ご本人と確かめた方法を、{identified.FACTS_NEEDED}つ以上選んでください。"
REFUSALS = {
    CodeLocked: "5回まちがえたため、この確認番号は使えません。新しい番号を送ってください。",
    CodeExpired: "確認番号の有効時間（10分）がすぎました。新しい番号を送ってください。",
    NoCode: "この確認番号は使えません。新しい番号を送ってください。",
    TooMany: "今日は、これ以上お送りできません。ほかの方法でご確認ください。",
    NowhereToSend: "送り先の登録がありません。ほかの方法でご確認ください。",
}


@needs("desk.reveal")
@require_POST
def identify(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """「本人確認」: two facts, and the data are shown for a quarter of an hour."""
    row = _row(kind, pk)
    because = request.POST.getlist("because")
    try:
        identified.reveal(_whose(row), request.session, because=because, who=who(request))
    except NotEnough:
        messages.error(request, NOT_ENOUGH)
        return PAGES[kind](request, pk, ticked=because)
    return redirect(hits.address(row))


@needs("desk.reveal")
@require_POST
def send_code(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """「確認番号を送る」: to the contact on record, while the caller waits."""
    row = _row(kind, pk)
    try:
        spoken_code.send(_whose(row), who=who(request))
    except TooSoon as soon:
        messages.error(request, f"送ったばかりです。あと{soon.seconds}秒で、もう一度送れます。")
    except (TooMany, NowhereToSend) as refusal:
        messages.error(request, REFUSALS[type(refusal)])
    else:
        messages.success(request, "確認番号を送りました。お客様に読み上げていただいてください。")
    return redirect(hits.address(row))


@needs("desk.reveal")
@require_POST
def check_code(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The digits that the caller read back."""
    row = _row(kind, pk)
    whose = _whose(row)
    try:
        spoken_code.check(whose, request.POST.get("code", ""))
    except WrongCode as wrong:
        messages.error(request, f"確認番号が違います。あと{wrong.tries_left}回入力できます。")
    except NotUnderstood:
        messages.error(request, "確認番号は、6桁の数字で入力してください。")
    except (CodeLocked, CodeExpired, NoCode) as refusal:
        messages.error(request, REFUSALS[type(refusal)])
    else:
        identified.reveal_by_code(whose, request.session, who=who(request))
    return redirect(hits.address(row))


@needs("desk.call")
@require_POST
def note(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """「保存して次へ」: how the call about this row ended; then the box for the next one."""
    row = _row(kind, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return PAGES[kind](request, pk, note_form=form)
    saved = notes.save(form, scheme=row.scheme, clerk=who(request), about=row)
    messages.success(request, f"通話を記録しました（{saved.get_disposition_display()}）。")
    return redirect("desk")


@needs("desk.call")
@require_POST
def note_without_row(request: HttpRequest) -> HttpResponse:
    """The same for a call about nothing that was found."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return desk_views.home_page(request, note_form=form)
    typed = desk_views.typed_before(request)
    query = search.understood(typed, [])
    phone = query.value if query.kind == Kind.PHONE else ""
    saved = notes.save(form, scheme=desk_views.the_scheme(), clerk=who(request), phone=phone)
    messages.success(request, f"通話を記録しました（{saved.get_disposition_display()}）。")
    return redirect(reverse("desk"))


def _row(kind: str, pk: int) -> Coupon | Claim | Member:
    return get_object_or_404(ROWS[kind].objects.select_related("scheme"), pk=pk)


def _whose(row: Coupon | Claim | Member) -> Claim | Member:
    """Whose data the screen of `row` shows; of a coupon that nobody asked for, nobody's."""
    whose = identified.of_coupon(row, screens.lines_for(row)) if isinstance(row, Coupon) else row
    if whose is None:
        raise Http404
    return whose
