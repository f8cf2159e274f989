"""「電話で申請を受け付ける」: one page for what the caller says, one to read it back with a code, then it is filed."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import drafts, verification
from claims.desk_claims import CalledTooLate, OnBehalf
from claims.filing import ClaimPeriodNotBegun, ClaimPeriodOver, Incomplete
from claims.forms.delivery import CodeForm, code_refused
from claims.models import BankAccount, Claim, Draft
from claims.normalise import phone_shown
from config.dates import day
from coupons.models import Scheme
from coupons.prefectures import PREFECTURES
from desk import review_prefill
from desk.review_pages import page
from desk.review_taking_forms import Taking
from notifications.templatetags.wording import grouped
from payouts import on_behalf
from trail.needs import needs

IN_SESSION = "desk_claim"
BY_CODE = (Claim.DeliverBy.MAIL, Claim.DeliverBy.SMS)
GONE = "入力から1時間がすぎたか、もう受け付けられています。"
REFUSED = {
    ClaimPeriodNotBegun: "申請の受付は、まだ始まっていません。",
    CalledTooLate: "申請の受付は終わりました。締切より前のお電話だったときは、お電話の日時を入力してください。",
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
    typed = request.POST if request.method == "POST" else _typed_before(request, method)
    taking = Taking(scheme, method, typed, prefill)
    if request.method == "POST" and taking.is_valid():
        draft = drafts.begin(scheme=scheme, method=method)
        for part, values in (taking.parts() | {"typed": dict(request.POST.lists())}).items():
            drafts.save(draft, part, values)
        request.session[IN_SESSION] = {"token": drafts.token_of(draft), "method": method}
        for doubt in taking.doubts():
            messages.warning(request, doubt)
        return redirect("desk_review_read_back")
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
def read_back(request: HttpRequest) -> HttpResponse:
    """What was typed, to be read back; and the code that the caller reads to us."""
    draft = _draft(request)
    return _read_back(request, draft) if draft else _gone(request)


@needs("desk.claim")
@require_POST
def send_code(request: HttpRequest) -> HttpResponse:
    """「認証コードを送る」"""
    draft = _draft(request)
    if draft is None:
        return _gone(request)
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
    return redirect("desk_review_read_back")


@needs("desk.claim")
@require_POST
def check_code(request: HttpRequest) -> HttpResponse:
    """The six digits that the caller read out."""
    draft, form = _draft(request), CodeForm(request.POST)
    if draft is None:
        return _gone(request)
    if not form.is_valid():
        return _read_back(request, draft, form)
    try:
        verification.check(draft=draft, typed=form.cleaned_data["code"])
    except verification.REFUSALS as refusal:
        form.refuse("code", code_refused(refusal))
        return _read_back(request, draft, form)
    messages.success(request, "送り先を確かめました。")
    return redirect("desk_review_read_back")


@needs("desk.claim")
@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """「申請を受け付ける」, or to the second person."""
    draft = _draft(request)
    if draft is None:
        return _gone(request)
    desk = drafts.answers(draft)["desk"]
    behalf = OnBehalf(desk["on_behalf_of"], desk["relation"], desk["evidence"]) if desk["on_behalf_of"] else None
    called_at = datetime.fromisoformat(desk["called_at"]) if desk["called_at"] else None
    try:
        claim = on_behalf.take(
            draft=draft, by=request.user, on_behalf=behalf, called_at=called_at, language=desk["language"]
        )
    except (ClaimPeriodNotBegun, ClaimPeriodOver, Incomplete, drafts.Gone) as refusal:
        return _read_back(request, draft, refused=[REFUSED[type(refusal)]], status=409)
    del request.session[IN_SESSION]
    waits = claim.proposals.exists()
    return page(request, "desk/review/taken.html", title="申請を受け付けました", claim=claim, waits=waits)


def _scheme() -> Scheme:
    """The newest: what is called about."""
    return Scheme.objects.order_by("-outage_from").first() or _no_scheme()


def _no_scheme() -> Scheme:
    raise Http404


def _draft(request: HttpRequest) -> Draft | None:
    kept = request.session.get(IN_SESSION)
    draft = drafts.find(kept["token"], scheme=_scheme(), method=kept["method"]) if kept else None
    return draft if draft and draft.claim_id is None else None


def _typed_before(request: HttpRequest, method: str) -> MultiValueDict | None:
    """「入力を直す」: what was typed for the claim that is being read back."""
    draft = _draft(request) if "again" in request.GET else None
    return MultiValueDict(drafts.answers(draft)["typed"]) if draft and draft.method == method else None


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, GONE)
    return redirect("desk_review_take", "points")


def _read_back(
    request: HttpRequest,
    draft: Draft,
    form: CodeForm | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    known = drafts.answers(draft)
    return page(
        request,
        "desk/review/read_back.html",
        status=status,
        title="復唱と送り先の確認",
        facts=_facts(known),
        method=draft.method,
        by_code=known["delivery"]["deliver_by"] in BY_CODE,
        is_proved=verification.is_verified(draft),
        needs_two=bool(known["desk"]["on_behalf_of"] or known["desk"]["called_at"]),
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
        ("お電話の日時", desk["called_at"] or ""),
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
