"""「電話で申請を受け付ける」: one page for what the caller says, one to read it back with a code, then it is filed.

Each caller has an address of their own: two tabs never file one another's claim, and a second click on the button finds
the receipt number.
"""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import desk_claims, drafts, stated, verification
from claims.desk_claims import CalledTooLate, CallNotNoted, NotCalledThen, OnBehalf
from claims.filing import ClaimPeriodNotBegun, ClaimPeriodOver, Incomplete
from claims.forms.delivery import CodeForm, code_refused
from claims.models import BankAccount, CallNote, Claim, Draft, Proposal
from claims.normalise import phone_shown
from config import clock
from config.dates import day, minute
from coupons.models import Scheme
from coupons.prefectures import PREFECTURES
from desk.call import hits
from desk.call.notes import NoteForm
from desk.call.views import the_scheme
from desk.review import prefill as review_prefill
from desk.review import taking_drafts
from desk.review.pages import page
from desk.review.taking_forms import Taking
from notifications.templatetags.wording import grouped
from payouts import on_behalf
from trail.needs import needs
from trail.record import record

BY_CODE = (Claim.DeliverBy.MAIL, Claim.DeliverBy.SMS)
GONE = "入力から1時間がすぎたか、入力し直されています。お客様に、もう一度うかがってください。"
REFUSED = {
    ClaimPeriodNotBegun: "申請の受付は、まだ始まっていません。",
    CallNotNoted: "その日時の通話の記録がありません。記録のあるお電話の日時を入力してください。",
    CalledTooLate: "申請の受付は終わりました。締切より前のお電話だったときは、お電話の日時を入力してください。",
    NotCalledThen: "お電話の日時が、障害の前か、これから先の時刻です。入力を直してください。",
    Incomplete: "足りない項目があります。入力し直してください。",
    drafts.Gone: GONE,
}


@needs("desk.claim")
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, method: str) -> HttpResponse:
    """What the caller says. Nothing is sent, and nothing filed, before it was read back."""
    if method not in Claim.Method:
        raise Http404
    scheme = _scheme()
    prefill = review_prefill.known(request, scheme)
    before = _before(request, method)
    typed = request.POST if request.method == "POST" else _typed(before)
    taking = Taking(scheme, method, typed, prefill)
    if request.method == "POST" and taking.is_valid():
        draft = drafts.begin(scheme=scheme, method=method)
        for part, values in (taking.parts() | {"typed": dict(request.POST.lists())}).items():
            drafts.save(draft, part, values)
        if before:
            taking_drafts.forget(request, before.pk)
        taking_drafts.keep(request, draft)
        for doubt in taking.doubts():
            messages.warning(request, doubt)
        return redirect("desk_review_read_back", draft.pk)
    titles = {"points": "電話で申請を受け付ける（ポイント）", "refund": "電話で申請を受け付ける（銀行振込）"}
    return page(
        request,
        "desk/review/take.html",
        title=titles[method],
        taking=taking,
        method=method,
        has_faults=taking.has_faults(),
        back=prefill.back,
        from_where=request.GET.urlencode(),
    )


@needs("desk.claim")
@require_safe
def read_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed, to be read back, beside the records; and the code that the caller reads to us."""
    draft = taking_drafts.find(request, pk)
    return _read_back(request, draft) if _is_ready(draft) else _elsewhere(request, draft)


@needs("desk.claim")
@require_POST
def send_code(request: HttpRequest, pk: int) -> HttpResponse:
    """「認証コードを送る」"""
    draft = taking_drafts.find(request, pk)
    if not _is_ready(draft):
        return _elsewhere(request, draft)
    try:
        verification.send(
            draft=draft,
            address=f"desk {request.user.pk}",
            language=drafts.answers(draft)["desk"]["language"],
            template="desk_code",
        )
    except verification.TooSoon as soon:
        messages.error(request, f"送ったばかりです。あと{soon.seconds}秒で、もう一度送れます。")
    except verification.TooMany:
        messages.error(request, "短い時間に何度も送っています。コードを使わずに受け付けてください。")
    else:
        messages.success(request, "認証コードを送りました。お客様に、届いた6桁を読み上げていただいてください。")
    return redirect("desk_review_read_back", pk)


@needs("desk.claim")
@require_POST
def check_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The six digits that the caller read out."""
    draft, form = taking_drafts.find(request, pk), CodeForm(request.POST)
    if not _is_ready(draft):
        return _elsewhere(request, draft)
    if not form.is_valid():
        return _read_back(request, draft, form)
    try:
        verification.check(draft=draft, typed=form.cleaned_data["code"])
    except verification.REFUSALS as refusal:
        form.refuse("code", code_refused(refusal))
        return _read_back(request, draft, form)
    messages.success(request, "送り先を確かめました。")
    return redirect("desk_review_read_back", pk)


@needs("desk.claim")
@require_POST
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """「申請を受け付ける」, or to the second person."""
    draft = taking_drafts.find(request, pk)
    if not _is_ready(draft):
        return _elsewhere(request, draft)
    desk = drafts.answers(draft)["desk"]
    behalf = OnBehalf(desk["on_behalf_of"], desk["relation"], desk["evidence"]) if desk["on_behalf_of"] else None
    called_at = datetime.fromisoformat(desk["called_at"]) if desk["called_at"] else None
    try:
        claim = on_behalf.take(
            draft=draft, by=request.user, on_behalf=behalf, called_at=called_at, language=desk["language"]
        )
    except (ClaimPeriodNotBegun, ClaimPeriodOver, NotCalledThen, Incomplete, drafts.Gone) as refusal:
        return _read_back(request, draft, refused=[REFUSED[type(refusal)]], status=409)
    return redirect("desk_review_taken", claim.pk)


@needs("desk.claim")
@require_safe
def taken(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt number, for whoever took the claim; and how the call ended."""
    claim = get_object_or_404(Claim.objects.select_related("scheme"), pk=pk, desk__taken_by=request.user)
    note = NoteForm.empty()
    note.initial["disposition"] = CallNote.Disposition.CLAIM_TAKEN
    return page(
        request,
        "desk/review/taken.html",
        title="申請を受け付けました",
        claim=claim,
        waiting=claim.proposals.filter(state=Proposal.State.WAITING).first(),
        scheme=claim.scheme,
        note_form=note,
        note_address=f"{hits.address(claim)}note/",
    )


def _scheme() -> Scheme:
    """The newest: what is called about."""
    return the_scheme() or _no_scheme()


def _no_scheme() -> Scheme:
    raise Http404


def _before(request: HttpRequest, method: str) -> Draft | None:
    """「入力を直す」: the draft that is being read back."""
    pk = request.GET.get("again", "")
    draft = taking_drafts.find(request, int(pk)) if pk.isdecimal() and len(pk) < 19 else None
    return draft if _is_ready(draft) and draft.method == method else None


def _typed(draft: Draft | None) -> MultiValueDict | None:
    return MultiValueDict(drafts.answers(draft)["typed"]) if draft else None


def _is_ready(draft: Draft | None) -> bool:
    """There, and not filed yet."""
    return draft is not None and draft.claim_id is None


def _elsewhere(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    """To the receipt number of what is filed already, by a second click too; else to an empty form."""
    if draft is not None:
        return redirect("desk_review_taken", draft.claim_id)
    messages.error(request, GONE)
    return redirect("desk_review_take", "points")


def _read_back(
    request: HttpRequest,
    draft: Draft,
    form: CodeForm | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """With what the records say, which staff see and the caller is not told; the look is on the trail."""
    known = drafts.answers(draft)
    compared = stated.compare(known["trip"], draft.scheme)
    record("compared on the phone", who=request.user.get_username(), about=draft, numbers=len(compared))
    two = desk_claims.why_a_second_person(draft, known, on_behalf=bool(known["desk"]["on_behalf_of"]), at=clock.now())
    return page(
        request,
        "desk/review/read_back.html",
        status=status,
        title="復唱と送り先の確認",
        facts=_facts(known),
        compared=[(one, grouped(one.number) if one.number != desk_claims.NUMBER_UNKNOWN else "") for one in compared],
        draft=draft,
        by_code=known["delivery"]["deliver_by"] in BY_CODE,
        is_proved=verification.is_proved(known),
        why_two=two,
        form=form or CodeForm(),
        refused=refused or [],
        has_faults=bool(form and form.errors),
    )


def _facts(known: dict) -> list[tuple[str, str]]:
    trip, person, delivery, desk = (known[part] for part in ("trip", "person", "delivery", "desk"))
    by, to = delivery["deliver_by"], delivery["deliver_to"]
    facts = [
        ("都道府県", PREFECTURES[trip["prefecture"]]),
        ("旅行日", day(datetime.fromisoformat(trip["travel_on"]).date())),
        ("お問合せ番号", "、".join(grouped(number) for number in trip["inquiry_nos"])),
        ("お名前", f"{person['name']}（{person['name_kana']}）"),
        ("電話番号", phone_shown(person["phone"])),
        ("メールアドレス", person["email"]),
        ("ご案内の送り方", Claim.DeliverBy(by).label),
        ("ご案内の送り先", phone_shown(to) if by in (Claim.DeliverBy.SMS, Claim.DeliverBy.CALL) else to),
        ("ご本人", desk["on_behalf_of"] and f"{desk['on_behalf_of']}（{desk['relation']}）　{desk['evidence']}"),
        ("ご案内のことば", Claim.Language(desk["language"]).label),
        ("お電話の日時", minute(datetime.fromisoformat(desk["called_at"])) if desk["called_at"] else ""),
    ]
    return [fact for fact in facts + _facts_of_refund(known) if fact[1]]


def _facts_of_refund(known: dict) -> list[tuple[str, str]]:
    if "account" not in known:
        return []
    stay, account = known["stay"], known["account"]
    of = BankAccount.Type(account["account_type"]).label
    return [
        ("宿泊先", f"{stay['place']}　{day(datetime.fromisoformat(stay['checked_in_on']).date())}"),
        ("振込先", f"{account['bank_name']}　{account['branch_name']}　{of}　{account['account_no']}"),
        ("口座名義", account["holder_kana"]),
    ]
