"""Bank, branch and account of a refund, found by search on plain pages."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from claims import banks, yucho
from claims.banks import Found
from claims.claiming.visit import Visit
from claims.forms.account import AccountForm, BankForm, BranchForm, YuchoForm
from claims.models import Bank, BankAccount
from claims.normalise import NotUnderstood

BRANCH = ("bank_code", "branch_code", "branch_name")


def bank(visit: Visit) -> HttpResponse:
    """「金融機関を選ぶ」: some that most people have, and a search."""
    known = visit.answers
    form = BankForm(visit.judged, initial=known.get("bank"))
    if visit.is_posted:
        return visit.answer(form, "bank", q=visit.request.POST.get("q", ""))
    q = _searched(visit)
    found = _search(lambda: banks.search(q)) if q else Found(banks.well_known(known["trip"]["prefecture"]), False)
    cards = [(each.code, each.full_name, each.code) for each in found.rows]
    return visit.show("claims/form/bank.html", form=form, q=q, cards=cards, more=found.more)


def branch(visit: Visit) -> HttpResponse:
    """「支店を選ぶ」; for ゆうちょ銀行 by 記号 and 番号, unless `?by=name`."""
    chosen = visit.answers["bank"]
    is_yucho = chosen["bank_code"] == yucho.BANK_CODE
    if is_yucho and "by" not in visit.request.GET and "branch_code" not in visit.request.POST:
        return _yucho(visit)
    form = BranchForm(chosen["bank_code"], visit.judged, initial=visit.answers.get("branch"))
    by = {"by": "name"} if is_yucho else {}
    if visit.is_posted:
        return visit.answer(form, "branch", q=visit.request.POST.get("q", ""), **by)
    q, of = _searched(visit), Bank.objects.get(code=chosen["bank_code"])
    found = _search(lambda: banks.branches(of, q)) if q else _all_of(of)
    cards = [(each.code, each.full_name, each.code) for each in found.rows]
    return visit.show(
        "claims/form/branch.html",
        form=form,
        q=q,
        cards=cards,
        more=found.more,
        bank=chosen["bank_name"],
        is_yucho=is_yucho,
        **by,
    )


def _searched(visit: Visit) -> str:
    return visit.request.GET.get("q", "").strip()


def _search(find: Callable[[], Found]) -> Found:
    try:
        return find()
    except NotUnderstood:
        return Found([], False)  # far too long: nothing is called that


def _all_of(bank: Bank) -> Found:
    """The branches of a small bank need no search."""
    rows = list(banks.listed(bank.branches).order_by("code")[: banks.MOST + 1])
    return Found(rows if len(rows) <= banks.MOST else [], False)


def _yucho(visit: Visit) -> HttpResponse:
    form = YuchoForm(visit.judged, initial=visit.shown(visit.answers.get("branch", {})))
    if visit.is_posted:
        if form.stops():
            return visit.ask_again(form)
        visit.accept("branch", form.understood())
        if visit.answers.get("account", {}).get("account_no") != form.account.account_no:
            visit.save("account", None)  # another number: its page is asked again
        return visit.go_on()
    return visit.show("claims/form/yucho.html", form=form, title=_("ゆうちょ銀行の記号・番号"))


def account(visit: Visit) -> HttpResponse:
    """「口座番号と名義」."""
    known, chosen = visit.answers, visit.answers["branch"]
    form = AccountForm(known["person"]["name_kana"], visit.judged, initial=visit.shown(_account_shown(known)))
    if visit.is_posted:
        if form.stops():
            return visit.ask_again(form)
        where = {name: chosen[name] for name in BRANCH} | {"bank_name": known["bank"]["bank_name"]}
        visit.accept("account", where | form.understood())
        return visit.go_on()
    return visit.show(
        "claims/form/account.html",
        form=form,
        types=[(value, label, "") for value, label in BankAccount.Type.choices],
        bank=known["bank"]["bank_name"],
        branch=chosen,
    )


def _account_shown(known: dict) -> dict:
    """Before anything was typed: the ordinary type, the claimant's own name, ゆうちょ銀行's number.

    The number at another bank or branch is not offered again.
    """
    before, chosen = known.get("account", {}), known["branch"]
    is_same = all(before.get(name) == chosen[name] for name in BRANCH)
    usual = {"account_type": BankAccount.Type.ORDINARY.value, "holder_kana": known["person"]["name_kana"]}
    converted = {name: chosen[name] for name in ("account_type", "account_no") if name in chosen}
    return usual | converted | (before if is_same else {})
