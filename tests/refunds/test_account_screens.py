"""An account by phone, the end without one, and what stands: on the screens, by two persons."""

import pytest
from django.http import HttpResponse
from django.test import Client

from claims.models import BankAccount
from payouts import account_requests, statement
from payouts.models import AccountProposal, AccountRequest
from tests.makers import regionpay
from tests.refunds import people
from tests.refunds.pages import address
from tests.refunds.test_screens import said
from tests.staff.people import client_of, staff
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

TYPED = {"bank_code": "0187", "branch_code": "101", "account_type": "1", "account_no": "８８８８"}
TYPED |= {"holder_kana": "おきなわ たろう", "reason": "9月1日のお手紙。署名を見くらべた"}
YUCHO = {"bank_code": "9900", "yucho_symbol": "14030", "yucho_number": "12345671", "holder_kana": "オキナワ タロウ"}


@pytest.fixture
def asked(db) -> AccountRequest:
    people.house()
    payout = people.refund(1500)
    people.exported()
    people.came_back(payout)
    return AccountRequest.objects.get()


@pytest.fixture
def clerk() -> Client:
    return client_of(staff("aoki", "clerk"))


@pytest.fixture
def operator() -> Client:
    return client_of(staff("maki", "operator"))


@pytest.fixture
def approver() -> Client:
    return client_of(staff("sato", "approver"))


def give(client: Client, asked: AccountRequest, **more) -> HttpResponse:
    return client.post(address("refund_account_give", asked.pk), TYPED | more, follow=True)


def test_a_clerk_finds_it_from_the_claim_writes_it_and_another_person_compares_it(asked, clerk, approver):
    claim = clerk.get(f"/admin/desk/claim/{asked.claim_id}/").content.decode()
    assert address("refund_account", asked.pk) in claim
    assert "振込口座のお返事を待っています" in claim
    assert "2人目の承認を頼みました" in give(clerk, asked).content.decode()
    proposal = AccountProposal.objects.get()
    assert clerk.get(address("refund_account_proposal", proposal.pk)).status_code == 403

    shown = said(approver.get(address("refund_account_proposal", proposal.pk)))
    assert "琉球銀行（0187）那覇支店（101）普通（総合） 0008888" in shown
    assert AuditEvent.objects.filter(action="account shown", who="sato").count() == 1
    approver.post(address("refund_account_settle", proposal.pk), {"approve": "1"})

    assert (BankAccount.objects.get().number_ends, AccountRequest.objects.get().answered_by) == ("888", "sato")


def test_yucho_by_symbol_and_number(asked, clerk):
    page = clerk.post(address("refund_account_give", asked.pk), {"bank_code": "9900"})
    assert "記号を入力してください。" in said(page)

    assert (
        "2人目の承認を頼みました"
        in clerk.post(
            address("refund_account_give", asked.pk), YUCHO | {"reason": "お電話"}, follow=True
        ).content.decode()
    )


def test_what_is_missing_is_told_at_its_field_and_nothing_is_asked(asked, clerk):
    page = give(clerk, asked, account_no="", reason="")

    assert "口座番号を入力してください。" in said(page)
    assert (page.content.decode().count("<details open"), AccountProposal.objects.count()) == (1, 0)


def test_a_second_one_is_refused_and_ones_own_may_be_taken_back(asked, clerk, operator):
    give(clerk, asked)
    proposal = AccountProposal.objects.get()
    assert give(operator, asked).status_code == 409
    assert operator.post(address("refund_account_take_back", proposal.pk)).status_code == 404

    clerk.post(address("refund_account_take_back", proposal.pk))

    assert AccountProposal.objects.get().state == "refused"
    give(operator, asked)
    assert AccountProposal.objects.filter(state="waiting").count() == 1


def test_the_second_person_sends_it_back_with_a_reason(asked, clerk, approver):
    give(clerk, asked)
    there = address("refund_account_settle", AccountProposal.objects.get().pk)
    assert "「理由」を入力してください。" in said(approver.post(there, {"back": "1"}))

    approver.post(there, {"back": "1", "reason": "署名が違う"})

    assert "署名が違う" in said(clerk.get(address("refund_account", asked.pk)))
    assert AccountRequest.objects.get().answered_at is None


@pytest.mark.parametrize("press", [{"approve": "1"}, {"back": "1", "reason": "x"}])
def test_who_decides_after_the_claimant_has_answered_is_told_and_it_waits_for_nobody(asked, clerk, approver, press):
    give(clerk, asked)
    proposal = AccountProposal.objects.get()
    people.gives_account(asked.claim, account_no="0005555")

    page = approver.post(address("refund_account_settle", proposal.pk), press)

    assert (page.status_code, BankAccount.objects.get().number_ends) == (409, "555")
    assert "もう口座の回答があったか、申請が取り下げられたか、終わりになっています。" in said(page)
    assert "承認の前に終わり（口座の回答か、申請の取下げがあった）" in said(page)
    assert ("承認する" in said(page), "差し戻す" in said(page)) == (False, False)
    assert (
        address("refund_account_proposal", proposal.pk) not in approver.get(address("refund_returned")).content.decode()
    )
    assert "承認の前に終わり" in said(clerk.get(address("refund_account", asked.pk)))


def test_the_end_by_two_persons(asked, operator, approver):
    operator.post(address("refund_account_close", asked.pk), {"close-reason": "手紙が戻り、電話も通じない"})
    assert "振り込めないまま終わりにする" in said(approver.get(address("refund_returned")))
    proposal = AccountProposal.objects.get()
    assert "この申請の返金1,500円は期限切れになり" in said(
        approver.get(address("refund_account_proposal", proposal.pk))
    )

    approver.post(address("refund_account_settle", proposal.pk), {"approve": "1"})

    assert statement.totals(regionpay())["undeliverable_yen"] == 1500
    assert "振り込めないまま終わりにしました" in said(operator.get(address("refund_account", asked.pk)))


def test_what_was_only_checked_may_stand(db, operator):
    people.house()
    payout = people.refund()
    asked, _is_new = account_requests.ask(claim=payout.claim, by="maki", reason="支店の統合", at=people.AT)

    operator.post(address("refund_account_stand", asked.pk), {"stand-reason": "名前が変わっただけ"})

    assert AccountRequest.objects.get().stands
    assert people.drafted().lines.get().payout == payout


def test_where_money_came_back_the_account_does_not_stand(asked, operator):
    page = operator.post(address("refund_account_stand", asked.pk), {"stand-reason": "よさそう"})

    assert (page.status_code, "このままにはできません" in said(page)) == (409, True)


def test_whom_a_check_asks_staff_read_who_was_not_written_to(db, operator):
    people.house()
    payout = people.refund()
    people.drafted()
    AccountRequest.objects.create(claim=payout.claim, reason="x", key_id="k", asked_by="test", asked_at=people.AT)
    line = people.line_of(payout)

    typed = {"line": line.pk, "way": "ask", "reason": "支店の統合"}
    page = operator.post(address("refund_leave_out", line.batch_id), typed, follow=True)

    assert "1件は、前に尋ねてお返事を待っているので、送っていません。" in page.content.decode()
