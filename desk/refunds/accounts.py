"""One claim that is asked for an account: what staff do about it, alone or as two (payouts/account_answers.py)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from claims.models import BankAccount
from desk.refunds.forms import BriefForm, HowForm
from desk.refunds.pages import REFUSALS, page, words_for
from desk.review.account_forms import AccountForms
from payouts import account_answers, account_requests
from payouts.models import AccountProposal, AccountRequest, Payout
from trail.needs import needs
from trail.record import record

ASKED = "2人目の承認を頼みました。承認されるまで、何も変わりません。"


@needs("payouts.look")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Why it was asked, how it stands, and what may be done. No account number."""
    return _show(request, pk)


@needs("payouts.give_account")
@sensitive_post_parameters()
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """「電話や手紙で知らされた口座を入力する」"""
    asked = _found(pk)
    to, how = AccountForms(asked.claim.name_kana, request.POST), HowForm(request.POST)
    if not all([to.is_valid(), how.is_valid()]):
        return _show(request, pk, to=to, how=how)
    reason = how.cleaned_data["reason"]
    try:
        account_answers.give(request_id=pk, account=to.understood(), by=request.user, reason=reason)
    except REFUSALS as refusal:
        return _show(request, pk, status=409, refused=words_for(refusal), to=to, how=how)
    for doubt in to.doubts():
        messages.warning(request, doubt)
    messages.success(request, ASKED)
    return redirect("refund_account", pk)


@needs("payouts.close_account")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """「振り込めないまま終わりにする」"""
    form = BriefForm(request.POST, prefix="close")
    return _with_a_reason(request, pk, form, account_answers.close, ASKED, "close_form")


@needs("payouts.batch")
@require_POST
def stand(request: HttpRequest, pk: int) -> HttpResponse:
    """「いまの口座のままにする」"""
    form = BriefForm(request.POST, prefix="stand")
    words = "いまの口座のままにしました。次のデータに入ります。"
    return _with_a_reason(request, pk, form, account_answers.stands, words, "stand_form")


def _with_a_reason(request: HttpRequest, pk: int, form: BriefForm, deed, words: str, name: str) -> HttpResponse:
    _found(pk)
    if not form.is_valid():
        return _show(request, pk, **{name: form})
    try:
        deed(request_id=pk, by=request.user, reason=form.cleaned_data["reason"])
    except REFUSALS as refusal:
        return _show(request, pk, status=409, refused=words_for(refusal), **{name: form})
    messages.success(request, words)
    return redirect("refund_account", pk)


@needs("payouts.give_account")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「取り下げる」, of what one has asked oneself."""
    proposal = get_object_or_404(AccountProposal, pk=pk, made_by=request.user)
    try:
        account_answers.send_back(proposal_id=pk, by=request.user, answer="頼んだ人の取り下げ")
    except REFUSALS as refusal:
        return _show(request, proposal.request_id, status=409, refused=words_for(refusal))
    messages.success(request, "頼んだことを取り下げました。")
    return redirect("refund_account", proposal.request_id)


@needs("payouts.approve_account")
@require_safe
def proposed(request: HttpRequest, pk: int) -> HttpResponse:
    """What a second person compares: the whole account, and the one on record. The look is on the trail."""
    return _proposed(request, pk)


@needs("payouts.approve_account")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """「承認する」 or 「差し戻す」"""
    form = BriefForm(request.POST)
    is_approved = "approve" in request.POST
    if not is_approved and not form.is_valid():
        return _proposed(request, pk, form=form)
    try:
        if is_approved:
            account_answers.approve(proposal_id=pk, by=request.user)
        else:
            account_answers.send_back(proposal_id=pk, by=request.user, answer=form.cleaned_data["reason"])
    except REFUSALS as refusal:
        return _proposed(request, pk, status=409, refused=words_for(refusal))
    messages.success(request, "承認しました。" if is_approved else "差し戻しました。")
    return redirect("refund_returned" if request.user.has_perm("payouts.look_at_batches") else "desk")


def _found(pk: int) -> AccountRequest:
    rows = AccountRequest.objects.select_related("claim__scheme", "claim__account", "returned")
    return get_object_or_404(rows, pk=pk)


def _show(request: HttpRequest, pk: int, *, status: int = 200, refused: list = (), **forms) -> HttpResponse:
    asked = _found(pk)
    proposals = asked.account_proposals.select_related("made_by", "settled_by").order_by("-pk")
    waiting = next((one for one in proposals if one.state == AccountProposal.State.WAITING), None)
    is_over = bool(asked.answered_at or asked.closed_at or asked.claim.withdrawn_at)
    usual = {
        "to": AccountForms(asked.claim.name_kana),
        "how": HowForm(),
        "close_form": BriefForm(prefix="close"),
        "stand_form": BriefForm(prefix="stand"),
    }
    shown = usual | forms
    return page(
        request,
        "desk/refund/account.html",
        title=f"{asked.claim.receipt_no} の振込口座の確認",
        status=status,
        refused=list(refused),
        has_faults=any(form.has_faults() if isinstance(form, AccountForms) else form.errors for form in forms.values()),
        asked=asked,
        is_sent_to="URL" if asked.has_link else "お電話か手紙（URLは送っていません）",
        returns=Payout.objects.filter(claim=asked.claim, state=Payout.State.RETURNED).count(),
        proposals=proposals,
        waiting=waiting,
        is_own=bool(waiting and waiting.made_by_id == request.user.pk),
        may_do=not is_over and waiting is None,
        may_ask=waiting is None and not asked.answered_at and not asked.claim.withdrawn_at,
        is_open={name: name in forms for name in usual},
        **shown,
    )


def _proposed(
    request: HttpRequest, pk: int, *, form: BriefForm | None = None, status: int = 200, refused: list = ()
) -> HttpResponse:
    rows = AccountProposal.objects.select_related("request__claim__account", "made_by", "settled_by")
    proposal = get_object_or_404(rows, pk=pk)
    account = account_answers.account_of(proposal) if proposal.account_sealed else None
    if account:
        record("account shown", who=request.user.get_username(), about=proposal.request.claim, proposal=pk)
    return page(
        request,
        "desk/refund/account_proposal.html",
        title=proposal.get_deed_display(),
        status=status,
        refused=list(refused),
        has_faults=bool(form and form.errors),
        proposal=proposal,
        claim=proposal.request.claim,
        account=account,
        kind=BankAccount.Type(account["account_type"]).label if account else "",
        yen=sum(account_requests.owed_to(proposal.request.claim).values_list("amount_yen", flat=True)),
        is_waiting=proposal.state == AccountProposal.State.WAITING,
        is_own=proposal.made_by_id == request.user.pk,
        form=form or BriefForm(),
    )
