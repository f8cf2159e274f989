"""What the checks find, and what is done with a line: left out, held, its claimant asked."""

import pytest

from claims.models import Bank, BankAccount, Branch
from notifications.models import Message
from payouts import account_answers, account_requests, holds, withdrawal
from payouts.batches import approving, checks, lines, working
from payouts.batches.checks import Finding
from payouts.models import AccountRequest, Payout, RefundBatch, RefundLine
from tests.makers import japan, staff
from tests.refunds import bank_reader, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


def findings(payout: Payout) -> list[str]:
    return RefundLine.objects.get(payout=payout, excluded_at=None).findings


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, []),
        ({"holder_kana": "ｵｷﾅﾜ ﾊﾅｺ"}, ["name"]),
        ({"holder_kana": "ﾀﾛｳ ｵｷﾅﾜ"}, []),
        ({"holder_kana": "ｵｷﾅﾜ ﾀﾛｩ"}, ["holder"]),
        ({"holder_kana": ""}, ["holder", "name"]),
        ({"account_no": "12345"}, ["digits"]),
        ({"branch_code": "999"}, ["bank"]),
        ({"bank_code": "0188"}, ["bank"]),
    ],
)
def test_what_a_line_shows_by_itself(more, found):
    payout = people.refund(**more)

    people.drafted()

    assert findings(payout) == found


def test_a_branch_that_left_the_list_since_the_claim_is_found():
    payout = people.refund(branch_code="102")
    Bank.objects.update(listed_on="2023-05-01")
    Branch.objects.exclude(code="102").update(listed_on="2023-05-01")

    people.drafted()

    assert findings(payout) == ["bank"]


def test_one_account_for_two_people_and_one_person_twice():
    one, two, three = people.refunds(
        people.claim(account_no="7777777"), people.claim(account_no="7777777"), people.claim()
    )
    same = people.claim(person={"by": three.claim.deliver_to})
    [four] = people.refunds(same)

    people.drafted()

    assert [findings(each) for each in (one, two, three, four)] == [["account"]] * 2 + [["contact"]] * 2


def test_every_check_is_counted_and_a_later_list_of_banks_is_looked_at_again():
    payout = people.refund()
    batch = people.drafted()
    assert set(checks.counts(batch).values()) == {0}
    assert list(checks.counts(batch)) == list(Finding)

    Branch.objects.all().delete()
    RefundBatch.objects.filter(pk=batch.pk).update(work="check")
    assert working.work() == 1

    assert checks.counts(batch)[Finding.BANK] == 1
    assert (findings(payout), people.again(batch).work) == (["bank"], "")


def test_who_approves_sees_the_marks_of_the_day_on_which_it_was_asked_for():
    """Days after the draft was built: a branch has closed, and a second claim asks for money to the same account."""
    closed, shared, quiet = people.refunds(
        people.claim(branch_code="102"), people.claim(account_no="7777777"), people.claim()
    )
    batch = people.drafted()
    assert [findings(one) for one in (closed, shared, quiet)] == [[], [], []]
    Branch.objects.filter(code="102").update(listed_on="2023-02-01")
    people.refund(account_no="7777777")

    batch = people.submitted(batch)

    assert [findings(one) for one in (closed, shared, quiet)] == [["bank"], ["account"], []]
    assert people.approved(batch).state == "approved"


def test_a_name_that_cannot_be_written_stops_its_line_and_not_the_file():
    bad, good = people.refunds(people.claim(holder_kana="ｧ"), people.claim(2000))
    batch = people.drafted()
    with pytest.raises(approving.StopsLines) as told:
        people.submitted(batch)
    assert told.value.line_nos == [people.line_of(bad).line_no]

    lines.hold(batch_id=batch.pk, line_ids=[people.line_of(bad).pk], by="maker", reason="名義の文字")

    batch = people.exported(people.approved(people.submitted(batch)))
    assert (batch.line_count, batch.total_yen) == (1, 2000)
    assert (people.state(good), people.state(bad), Payout.objects.get(pk=bad.pk).held_by) == (
        "ordered",
        "open",
        "maker",
    )


def test_a_line_left_out_is_in_the_next_batch_and_not_again_in_this_one():
    payout = people.refund()
    batch = people.drafted()

    lines.exclude(batch_id=batch.pk, line_ids=[people.line_of(payout).pk], by="maker", reason="来週に回す")

    [line] = batch.lines.all()
    assert (line.excluded_by, line.excluded_reason) == ("maker", "来週に回す")
    with pytest.raises(approving.Empty):
        people.submitted(batch)
    assert people.drafted().lines.get().payout == payout


def test_why_a_line_is_left_out_is_said_and_twice_is_refused():
    payout = people.refund()
    batch = people.drafted()
    line = people.line_of(payout)

    with pytest.raises(lines.NoReason):
        lines.exclude(batch_id=batch.pk, line_ids=[line.pk], by="maker", reason=" ")
    lines.exclude(batch_id=batch.pk, line_ids=[line.pk], by="maker", reason="x")
    with pytest.raises(lines.NothingToExclude):
        lines.exclude(batch_id=batch.pk, line_ids=[line.pk], by="maker", reason="x")


def test_a_line_of_what_was_submitted_stands_still():
    payout = people.refund()
    batch = people.submitted()

    with pytest.raises(lines.NotADraft):
        lines.exclude(batch_id=batch.pk, line_ids=[people.line_of(payout).pk], by="maker", reason="x")


def test_a_held_refund_waits_until_somebody_lets_it_go():
    payout = people.refund()
    batch = people.drafted()
    lines.hold(batch_id=batch.pk, line_ids=[people.line_of(payout).pk], by="maker", reason="名義を確かめる")

    seen = holds.version(Payout.objects.get(pk=payout.pk))
    holds.let_go(payout_id=payout.pk, by=staff("clerk"), reason="確かめた", seen=seen)

    assert people.drafted().lines.get().payout == payout


def test_a_claimant_of_a_closed_branch_is_asked_by_link_and_goes_into_the_next_batch_once():
    """The story of the closed branch: found, asked, given, transferred to the new account."""
    payout = people.refund(branch_code="102")
    Branch.objects.filter(code="102").delete()
    batch = people.drafted()
    assert findings(payout) == ["bank"]

    account_requests.ask_claimants(
        batch_id=batch.pk, line_ids=[people.line_of(payout).pk], by="maker", reason="支店がなくなりました"
    )
    asked = AccountRequest.objects.get()
    assert (asked.claim, asked.returned, asked.has_link) == (payout.claim, None, True)
    assert Message.objects.get(template="account_asked").context["reason"] == "支店がなくなりました"
    with pytest.raises(people.drafting.NothingToTransfer):
        people.drafted()

    new = {"bank_code": "0187", "bank_name": "琉球銀行", "branch_code": "101", "branch_name": "那覇支店"}
    new |= {"account_type": "1", "account_no": "0001234", "holder_kana": "ｵｷﾅﾜ ﾀﾛｳ"}
    account_answers.by_link(asked=asked, account=new)

    again = people.exported(people.approved(people.submitted(people.drafted())))
    assert [line.payout for line in again.lines.all()] == [payout]
    [sent] = bank_reader.read(bytes(again.zengin)).transfers
    assert (sent["branch"], sent["account"]) == ("101", "0001234")
    assert BankAccount.objects.get(claim=payout.claim).number_ends == "234"
    with pytest.raises(account_requests.AlreadyAnswered):
        account_answers.by_link(asked=asked, account=new)


class TestCase20:
    """A refund withdrawn while in a draft, a submitted and an approved batch."""

    def test_in_a_draft_its_line_is_left_out(self):
        payout = people.refund()
        batch = people.drafted()

        withdrawal.withdraw(claim_id=payout.claim_id, who="special site")

        assert (people.state(payout), batch.lines.get().excluded_reason) == ("void", "申請の取下げ")

    def test_in_a_submitted_one_nobody_can_approve_what_was_asked(self):
        payout, other = people.refunds(people.claim(), people.claim(2000))
        batch = people.submitted()

        withdrawal.withdraw(claim_id=payout.claim_id, who="special site")

        assert (people.again(batch).state, people.state(payout), people.state(other)) == ("draft", "void", "open")
        with pytest.raises(approving.NotSubmitted):
            people.approved(batch)
        again = people.exported(people.approved(people.submitted(batch)))
        assert (again.line_count, again.total_yen) == (1, 2000)

    def test_in_an_approved_one_it_is_refused(self):
        payout = people.refund()
        people.approved()

        with pytest.raises(withdrawal.AlreadyOnItsWay):
            withdrawal.withdraw(claim_id=payout.claim_id, who="special site", at=japan("2023-05-15 12:00"))
        assert people.state(payout) == "ordered"


def test_an_account_whose_seal_does_not_open_stops_its_own_line_only():
    broken, good = people.refunds(people.claim(), people.claim())
    BankAccount.objects.filter(claim=broken.claim).update(number_sealed=b"k1:broken")

    batch = people.drafted()

    assert (batch.lines.count(), findings(broken), findings(good)) == (2, ["digits"], [])
