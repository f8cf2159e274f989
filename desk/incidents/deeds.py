"""What is done with an incident: one POST, one call into the domain; refused, the page keeps all that was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from claims import (
    incident_asking_again,
    incident_claims,
    incident_deciding,
    incident_intake,
    incident_reopening,
    incidents,
    leases,
    two_persons,
)
from claims.models import Incident, IncidentDecision
from claims.normalise import NotUnderstood
from config.dates import until
from coupons import reinstatement
from coupons.models import Coupon
from desk.call import views as desk_views
from desk.incidents.case import WHY_NOBODY, balance, payee_words
from desk.incidents.views import FORMS, found, incident_page
from desk.review.pages import with_whom
from payouts import incident_undoing
from trail.needs import needs

WORDS = {
    incidents.NotNow: "いまの状態では、これはできません。もう一度ご覧ください。",
    incident_deciding.ChangedMeanwhile: "この画面を開いたあとに、内容が変わりました。何もしていません。もう一度ご覧ください。",
    incident_deciding.WaitsForASecondPerson: (
        "2人目の承認を待っているので、いまは変えられません。変えるときは、先に取り下げるか、差し戻してもらってください。"
    ),
    incident_deciding.NoCoupon: "クーポンがわからないので、残高を戻せません。先にクーポンを結びつけてください。",
    incident_deciding.NothingChosen: "戻す決済を選び、金額を1円以上で入力してください。",
    incident_deciding.NotListed: "このクーポンの、この店舗での、対象の期間の決済ではありません。",
    incident_deciding.NoReason: "理由と、伝えることばを入力してください。",
    two_persons.SamePerson: "決めた人は、2人目として承認できません。別の人の承認が必要です。",
    two_persons.OwnHand: "届け先やクーポンを入力した人は、承認できません。別の人の承認が必要です。",
    incident_deciding.AlreadySettled: "もう承認されたか、差し戻されています。",
    incident_claims.NoDestination: WHY_NOBODY,
    reinstatement.MoreThanTaken: "その決済で引き落とされた額（店舗の取消と、もう戻した分を引いた残り）をこえています。",
    reinstatement.AboveFaceValue: "残高が券面額をこえます。",
    incident_undoing.OnAPayout: "戻した分は、もう支払に載っています。取り消せません。",
    incident_undoing.AlreadyUsed: "戻した分は、もうお店で使われています。取り消せません。",
    incident_reopening.LaterReportIsOpen: (
        "同じクーポンの同じ店舗について、あとから受け付けたお申し出が、まだ決まっていません。先にそちらを決めてください。"
    ),
    incident_intake.HasACoupon: "このお申し出には、もうクーポンが結びついています。",
    incident_intake.HasItsClaim: (
        "このお申し出から作った申請があります。送り先は、その申請の画面で変えてください（2人で確かめます）。"
    ),
    Coupon.DoesNotExist: "この番号のクーポンは、記録にありません。",
}
REFUSALS = (*WORDS, leases.WithAColleague)


@needs("desk.decide_incident")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """「残高を戻す」: first what it would do, worked out by doing it and taking it back; then, confirmed, for good."""
    incident = found(pk)
    form = FORMS["decide"](request.POST, auto_id="id_decide_%s")
    if not form.is_valid():
        return incident_page(request, incident, typed=("decide", form))
    try:
        choices = form.choices()
        given = {"incident_id": pk, "by": request.user, "choices": choices, **form.cleaned_data}
        if "confirmed" not in request.POST:
            return _preview(request, incident, form, given)
        made = incident_deciding.decide(**given)
    except NotUnderstood as fault:
        return incident_page(request, incident, refused=[str(fault.words)], typed=("decide", form))
    except REFUSALS as refusal:
        return _refused(request, pk, refusal, ("decide", form))
    messages.success(request, _said(made))
    return redirect("desk_incident", pk)


def _preview(request: HttpRequest, incident: Incident, form: Form, given: dict) -> HttpResponse:
    """The same deed, rolled back: what the ledger refuses is refused here, and nothing else is."""
    before = balance(incident.coupon)
    payee = payee_words(incident)
    with transaction.atomic():
        made = incident_deciding.decide(**given)
        transaction.set_rollback(True)
    return desk_views.page(
        request,
        "desk/incidents/confirm.html",
        scheme=incident.scheme,
        incident=incident,
        made=made,
        why_two=[IncidentDecision.Why(why).label for why in made.why_two],
        chosen=given["choices"].items(),
        form=form,
        before=before,
        after=before + made.total_yen,
        is_extended=hasattr(incident.coupon, "extension"),
        expiry=until(incident.scheme.usable_until),
        payee=payee,
    )


def _said(made: IncidentDecision) -> str:
    if made.state == IncidentDecision.State.APPROVED:
        return f"{made.total_yen:,}円を戻しました。お客様にお知らせします。"
    return f"{made.total_yen:,}円を戻すよう、2人目に頼みました。別の人が承認すると戻ります。"


@needs("desk.decide_incident")
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """「対象外とする」"""

    def deed(form: Form) -> str:
        incident_deciding.decline(incident_id=pk, by=request.user, **form.cleaned_data)
        return "対象外としました。お客様に理由をお知らせします。"

    return _do(request, "decline", pk, deed)


@needs("desk.incident")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """「回答して終える」: of an inquiry whoever takes calls, of (B) who decides."""
    if found(pk).kind != Incident.Kind.OTHER and not request.user.has_perm("desk.decide_incident"):
        raise PermissionDenied

    def deed(form: Form) -> str:
        incident_deciding.answer(incident_id=pk, by=request.user, **form.cleaned_data)
        return "回答を記録して、終えました。"

    return _do(request, "answer", pk, deed)


@needs("desk.decide_incident")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """「戻入を取り消す」"""

    def deed(form: Form) -> str:
        incident_undoing.undo(incident_id=pk, by=request.user, **form.cleaned_data)
        return "戻した分を取り消しました。お知らせを送ったあとのときは、取り消したこともお知らせします。"

    return _do(request, "undo", pk, deed)


@needs("desk.decide_incident")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """「店舗にもう一度確認する」"""

    def deed(form: Form) -> str:
        incident_asking_again.ask_again(incident_id=pk, by=request.user, **form.cleaned_data)
        return "店舗確認の一覧に戻しました。"

    return _do(request, "again", pk, deed)


@needs("desk.decide_incident")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """「もう一度決める」"""

    def deed(form: Form) -> str:
        incident_reopening.reopen(incident_id=pk, by=request.user, **form.cleaned_data)
        return "もう一度、決められます。お客様には、次に決めたことをお知らせします。"

    return _do(request, "reopen", pk, deed)


@needs("desk.incident")
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """「クーポンを結びつける」"""

    def deed(form: Form) -> str:
        incident_intake.attach(incident_id=pk, by=request.user, **form.cleaned_data)
        return "クーポンを結びつけました。"

    return _do(request, "attach", pk, deed)


@needs("desk.incident")
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """「連絡先を直す」"""

    def deed(form: Form) -> str:
        incident_intake.correct(incident_id=pk, by=request.user, **form.cleaned_data)
        return "連絡先を直しました。"

    return _do(request, "contact", pk, deed)


@needs("desk.approve_incident")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's 「承認する」."""
    made = get_object_or_404(IncidentDecision, pk=pk)
    try:
        made = incident_deciding.approve(decision_id=pk, by=request.user, seen=request.POST.get("seen", ""))
    except REFUSALS as refusal:
        return _refused(request, made.incident_id, refusal)
    if made.state == IncidentDecision.State.VOID:
        messages.error(request, "頼まれたあとに内容が変わったので、無効にしました。もう一度決めてもらってください。")
    else:
        messages.success(request, _said(made))
    return redirect("desk_incident", made.incident_id)


@needs("desk.approve_incident")
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's 「差し戻す」."""
    return _send_back(request, pk)


@needs("desk.decide_incident")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「取り下げる」: by who asked for it, or by another who decides."""
    return _send_back(request, pk)


def _send_back(request: HttpRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(IncidentDecision, pk=pk)

    def deed(form: Form) -> str:
        incident_deciding.send_back(decision_id=pk, by=request.user, **form.cleaned_data)
        return "差し戻しました。" if made.made_by_id != request.user.pk else "取り下げました。"

    return _do(request, "send-back", made.incident_id, deed)


def _do(request: HttpRequest, name: str, pk: int, deed: Callable[[Form], str]) -> HttpResponse:
    """Do it and say so; or show the incident as it is now, with what was typed and why it was not done."""
    incident = found(pk)
    form = FORMS[name](request.POST, auto_id=f"id_{name}_%s")
    if not form.is_valid():
        return incident_page(request, incident, typed=(name, form))
    try:
        said = deed(form)
    except REFUSALS as refusal:
        return _refused(request, pk, refusal, (name, form))
    messages.success(request, said)
    return redirect("desk_incident", pk)


def _refused(request: HttpRequest, pk: int, refusal: Exception, typed: tuple[str, Form] | None = None) -> HttpResponse:
    is_lost = isinstance(refusal, incident_deciding.ChangedMeanwhile | leases.WithAColleague)
    if isinstance(refusal, leases.WithAColleague):
        words = with_whom(refusal.opened)
    else:
        words = next(words for kind, words in WORDS.items() if isinstance(refusal, kind))
    return incident_page(request, found(pk), status=409 if is_lost else 200, refused=[words], typed=typed)
