"""An account that comes by phone or letter is written by one and compared by another; so is the end, if none comes."""

import pytest

from claims.models import BankAccount, Claim, ClaimLine
from config.sealing import unseal
from payouts import account_answers, account_requests, entitlements, opening, statement, withdrawal
from payouts.audit import breaches
from payouts.batches.accounts import account_seal_name
from payouts.batches.lines import NoReason
from payouts.models import AccountProposal, AccountRequest, Entitlement, Payout
from tests.makers import cancel, coupon, japan, opened, pay, regionpay, staff
from tests.races.guards import drop_trigger, refusal
from tests.refunds import bank_reader, people

pytestmark = pytest.mark.django_db

TOLD = "9月1日のお電話。氏名・受付番号・電話番号で確かめた。復唱した"
ACCOUNT = {"bank_code": "0187", "bank_name": "琉球銀行", "branch_code": "101", "branch_name": "那覇支店"}
ACCOUNT |= {"account_type": "1", "account_no": "0008888", "holder_kana": "ｵｷﾅﾜ ﾀﾛｳ"}


@pytest.fixture
def asked(db) -> AccountRequest:
    people.house()
    payout = people.refund(1500)
    people.exported()
    people.came_back(payout)
    return AccountRequest.objects.get()


def given(asked: AccountRequest, **more) -> AccountProposal:
    values = {"account": ACCOUNT, "by": staff("clerk"), "reason": TOLD, **more}
    return account_answers.give(request_id=asked.pk, **values)


def to_be_closed(asked: AccountRequest) -> AccountProposal:
    return account_answers.close(request_id=asked.pk, by=staff("clerk"), reason="手紙が戻り、電話も通じない")


def approved(proposal: AccountProposal, by: str = "second") -> AccountProposal:
    return account_answers.approve(proposal_id=proposal.pk, by=staff(by))


def is_over(proposal: AccountProposal) -> bool:
    """It ended by itself, and nobody is asked about it any more."""
    proposal.refresh_from_db()
    ended = (proposal.state, proposal.settled_by) == ("over", None) and proposal.settled_at is not None
    return ended and list(account_answers.waiting(regionpay())) == []


def number() -> str:
    account = BankAccount.objects.select_related("claim").get()
    return unseal(account.number_sealed, about=account_seal_name(account.claim))


def open_now() -> list[Payout]:
    opening.open_payouts(regionpay(), japan("2023-05-15 09:30"))
    return list(Payout.objects.filter(state="open"))


class TestGiven:
    def test_it_is_written_when_another_person_has_compared_it_and_the_yen_leave_once(self, asked):
        proposal = given(asked)
        assert (account_answers.account_of(proposal), open_now()) == (ACCOUNT, [])
        assert b"0008888" not in bytes(proposal.account_sealed)

        approved(proposal)

        asked.refresh_from_db()
        assert (number(), asked.answered_by, len(open_now())) == ("0008888", "second", 1)
        batch = people.exported(people.approved(people.submitted(people.drafted())))
        [sent] = bank_reader.read(bytes(batch.zengin)).transfers
        assert (sent["account"], int(sent["yen"])) == ("0008888", 1500)
        assert (open_now(), breaches(regionpay())) == ([], {})

    def test_who_wrote_it_does_not_approve_it_by_any_route(self, asked):
        proposal = given(asked)

        with pytest.raises(account_answers.SamePerson):
            approved(proposal, by="clerk")
        settled = {"state": "approved", "settled_by": staff("clerk"), "settled_at": people.AT}
        by_sql = lambda: AccountProposal.objects.update(**settled)
        assert refusal(by_sql) == "what_is_done_about_an_account_is_approved_by_another"
        assert number() != "0008888"

    def test_sent_back_it_may_be_written_anew(self, asked):
        account_answers.send_back(proposal_id=given(asked).pk, by=staff("second"), answer="名義が録音と違う")

        with pytest.raises(account_answers.AlreadySettled):
            approved(AccountProposal.objects.get())
        approved(given(asked, account=ACCOUNT | {"account_no": "0006666"}))
        assert number() == "0006666"

    def test_one_thing_waits_at_a_time_and_says_why(self, asked):
        with pytest.raises(NoReason):
            given(asked, reason=" ")
        given(asked)
        for again in (given, to_be_closed):
            with pytest.raises(account_answers.AlreadyProposed):
                again(asked)

    @pytest.mark.parametrize("propose", [given, to_be_closed])
    def test_whoever_answered_by_the_link_meanwhile_was_first(self, asked, propose):
        proposal = propose(asked)
        people.gives_account(asked.claim, account_no="0005555")

        with pytest.raises(account_requests.AlreadyAnswered):
            approved(proposal)
        with pytest.raises(account_requests.AlreadyAnswered):
            account_answers.send_back(proposal_id=proposal.pk, by=staff("second"), answer="x")
        assert is_over(proposal)
        assert number() == "0005555"

    def test_what_is_over_was_settled_by_nobody(self, asked):
        given(asked)
        by_sql = lambda **values: refusal(lambda: AccountProposal.objects.update(state="over", **values))

        assert by_sql(settled_at=people.AT, settled_by=staff("second")) == "what_is_settled_about_an_account_says_when"
        assert by_sql() == "what_is_settled_about_an_account_says_when"

    def test_a_claim_that_is_taken_back_needs_no_account(self, asked):
        proposal = given(asked)

        withdrawal.withdraw(claim_id=asked.claim_id, who="special site")

        assert is_over(proposal)

    def test_a_claim_that_a_newer_one_replaced_needs_none_either(self, asked):
        given(asked)

        Claim.objects.filter(pk=asked.claim_id).update(superseded_by=people.claim())

        assert list(account_answers.waiting(regionpay())) == []

    def test_what_was_proposed_and_settled_stays(self, asked):
        proposal = given(asked)
        rows = AccountProposal.objects.filter(pk=proposal.pk)
        assert refusal(lambda: rows.update(account_sealed=b"other")) == "what_is_done_about_an_account_stays"
        approved(proposal)
        assert refusal(lambda: rows.update(answer="x")) == "what_is_done_about_an_account_stays"
        assert refusal(proposal.delete) == "what_is_done_about_an_account_stays"


class TestClosed:
    """Case 15 to its end: nobody answers, and no account is ever given."""

    def test_two_persons_end_it_and_its_yen_are_listed_by_themselves(self, asked):
        proposal = to_be_closed(asked)
        assert statement.totals(regionpay())["returned_yen"] == 1500

        approved(proposal)

        sums = statement.totals(regionpay())
        found = {name: sums[name] for name in ("owed_yen", "returned_yen", "lapsed_yen", "undeliverable_yen")}
        assert found == {"owed_yen": 1500, "returned_yen": 0, "lapsed_yen": 1500, "undeliverable_yen": 1500}
        assert (sums["check_yen"], open_now(), breaches(regionpay())) == (0, [], {})
        assert list(account_requests.for_the_desk(regionpay(), people.AT)) == []
        assert account_requests.find(asked.token) is None

    def test_one_person_does_not(self, asked):
        proposal = to_be_closed(asked)

        with pytest.raises(account_answers.SamePerson):
            approved(proposal, by="clerk")
        by_sql = lambda: AccountRequest.objects.update(closed_at=people.AT)
        assert refusal(by_sql) == "an_account_is_given_up_by_two_persons"
        drop_trigger("an_account_is_given_up_by_two_persons", "payouts_accountrequest")
        assert by_sql() == 1

    def test_not_while_the_bank_has_another_transfer_of_the_claim(self, asked):
        on = coupon(yen=700)
        ClaimLine.objects.create(claim=asked.claim, stated_no=on.inquiry_no, coupon=on, state="accepted")
        AccountRequest.objects.update(answered_at=people.AT)
        opened(on, at="2023-05-15 09:00")
        people.exported(people.approved(people.submitted(people.drafted())))
        AccountRequest.objects.update(answered_at=None)

        with pytest.raises(account_answers.AtTheBank):
            approved(to_be_closed(asked))

        assert AccountProposal.objects.get().state == "waiting"

    def test_what_was_open_is_taken_back_with_it(self, db):
        people.house()
        payout = people.refund(900)
        asked, _is_new = account_requests.ask(claim=payout.claim, by="operator", reason="支店の統合", at=people.AT)

        approved(to_be_closed(asked))

        assert (people.state(payout), Entitlement.objects.get().lapsed_at is not None) == ("void", True)
        assert (statement.totals(regionpay())["undeliverable_yen"], breaches(regionpay())) == (900, {})

    def test_what_is_owed_to_it_later_is_on_the_desks_list_and_not_sent(self, asked):
        on = asked.claim.lines.get().coupon
        payment = pay(on, 500, "2023-03-30 12:00")
        entitlements.freeze(regionpay(), people.AT)
        approved(to_be_closed(asked))
        cancel(payment, "2023-05-16 12:00")
        entitlements.freeze(regionpay(), japan("2023-05-16 13:00"))

        assert open_now() == []
        assert list(account_requests.for_the_desk(regionpay(), people.AT)) == [asked]

        account_requests.ask_again(request_id=asked.pk, by="clerk")
        people.gives_account(asked.claim)
        assert [payout.amount_yen for payout in open_now()] == [500]
        assert (statement.totals(regionpay())["undeliverable_yen"], breaches(regionpay())) == (1000, {})

    def test_what_was_closed_is_not_given_an_account(self, asked):
        approved(to_be_closed(asked))

        for deed in (given, to_be_closed):
            with pytest.raises(account_requests.AlreadyAnswered):
                deed(asked)
