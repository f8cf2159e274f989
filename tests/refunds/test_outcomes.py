"""What the bank says of a transfer, and what follows: paid, or back and once more to another account."""

import pytest

from notifications.models import Message
from payouts import account_requests, opening, outcome_files, outcomes, releasing, statement
from payouts.audit import breaches
from payouts.models import AccountRequest, Payout, RefundLine, TransferOutcome
from tests.makers import japan, regionpay, staff
from tests.races.guards import drop_trigger, refusal
from tests.refunds import people

pytestmark = pytest.mark.django_db

LATER = japan("2023-05-22 10:00")


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


@pytest.fixture
def payout() -> Payout:
    payout = people.refund(1500)
    people.exported()
    return payout


def say(payout: Payout, outcome: str, **more) -> TransferOutcome:
    line = RefundLine.objects.get(payout=payout, excluded_at=None)
    return outcomes.say(line_id=line.pk, outcome=outcome, by=staff("typist"), **more)


def buckets() -> dict[str, int]:
    sums = statement.totals(regionpay())
    names = ("waiting_yen", "open_yen", "ordered_yen", "paid_bank_yen", "returned_yen")
    return {name: sums[name] for name in names if sums[name]}


def open_payouts(at: str = "2023-05-15 09:30") -> list[Payout]:
    opening.open_payouts(regionpay(), japan(at))
    return list(Payout.objects.filter(state="open"))


def test_credited_is_paid(payout):
    assert buckets() == {"ordered_yen": 1500}

    say(payout, "credited")

    assert (people.state(payout), buckets()) == ("paid", {"paid_bank_yen": 1500})


@pytest.mark.parametrize(("is_back", "lapsed"), [(True, 0), (False, 1)])
def test_what_came_back_does_not_lapse_whatever_became_of_its_claim(is_back, lapsed):
    """The transfer was ours: a person sees to it. What was taken back before it left is nobody's any more."""
    refund = people.refund(1500)
    if is_back:
        people.exported()
        people.came_back(refund)
    else:
        releasing.void(payout_id=refund.pk, who="test", reason="取下げ", at=LATER)
    refund.claim.lines.update(state="withdrawn")

    assert releasing.lapse(regionpay(), japan("2023-06-20 12:00")) == lapsed


def test_unknown_changes_nothing_and_may_become_anything(payout):
    say(payout, "unknown", reason="銀行に照会中")
    assert (people.state(payout), people.line_of(payout).outcome) == ("ordered", "unknown")

    say(payout, "credited")
    assert people.state(payout) == "paid"


def test_attack_21_a_typed_return_pays_nothing_before_another_person_has_seen_it(payout):
    said = say(payout, "returned", reason_code="1")

    assert (said.state, people.state(payout), open_payouts()) == ("waiting", "ordered", [])
    with pytest.raises(outcomes.SamePerson):
        outcomes.confirm(outcome_id=said.pk, by=staff("typist"))
    by_sql = lambda: TransferOutcome.objects.update(state="booked", settled_by=staff("typist"))
    assert refusal(by_sql) == "a_return_is_booked_by_another_person"
    line = RefundLine.objects.filter(payout=payout)
    assert refusal(lambda: line.update(outcome="returned", outcome_at=LATER)) == "a_line_comes_back_by_a_booked_outcome"
    move = lambda: Payout.objects.filter(pk=payout.pk).update(state="returned")
    assert refusal(move) == "a_refund_is_returned_by_its_line"


def test_without_these_guards_one_mistake_pays_twice(payout):
    drop_trigger("a_refund_is_returned_by_its_line", "payouts_payout")

    people.outcomes.releasing.returned(payout_id=payout.pk, who="typist", reason="まちがい", at=LATER)

    assert [again.amount_yen for again in open_payouts()] == [1500]


def test_a_mistake_is_sent_back_and_all_is_as_it_was(payout):
    said = say(payout, "returned", reason="まちがい")

    outcomes.send_back(outcome_id=said.pk, by=staff("second"))

    assert people.state(payout) == "ordered"
    with pytest.raises(outcomes.NothingWaits):
        outcomes.confirm(outcome_id=said.pk, by=staff("second"))
    say(payout, "credited")


def test_a_return_that_waited_while_the_bank_said_credited_is_not_confirmed(payout):
    said = say(payout, "returned", reason="まちがい")
    rows = f"支払番号（顧客コード1）,振込額,結果\n{payout.pk:010},1500,入金済\n".encode()
    outcome_files.take(scheme=regionpay(), name="kekka.csv", data=rows, by=staff("operator"))

    with pytest.raises(outcomes.CreditedSince):
        outcomes.confirm(outcome_id=said.pk, by=staff("second"))
    by_sql = lambda: TransferOutcome.objects.filter(pk=said.pk).update(state="booked", settled_by=staff("second"))
    assert refusal(by_sql) == "a_return_is_older_than_no_credit"
    assert (people.state(payout), buckets(), open_payouts()) == ("paid", {"paid_bank_yen": 1500}, [])

    outcomes.send_back(outcome_id=said.pk, by=staff("second"))
    people.came_back(payout)  # and if it does come back days later, it is said anew
    assert people.state(payout) == "returned"


def test_what_came_back_waits_for_another_account_and_leaves_once_more(payout):
    people.came_back(payout)

    assert (people.state(payout), buckets(), open_payouts()) == ("returned", {"returned_yen": 1500}, [])
    [asked] = AccountRequest.objects.all()
    assert (asked.returned, asked.has_link, asked.asked_by) == (payout, True, "second")
    assert Message.objects.get(template="account_asked").context["came_back"] is True

    people.gives_account(payout.claim)
    [again] = open_payouts()
    assert (again.amount_yen, again.claim, buckets()) == (1500, payout.claim, {"open_yen": 1500})
    batch = people.exported(people.approved(people.submitted(people.drafted())))
    assert batch.lines.get().payout == again
    say(again, "credited")
    assert buckets() == {"paid_bank_yen": 1500}
    assert (open_payouts(), breaches(regionpay())) == ([], {})


def test_what_was_paid_may_come_back_days_later(payout):
    say(payout, "credited")

    people.came_back(payout)

    assert (people.state(payout), people.line_of(payout).outcome) == ("returned", "returned")


def test_back_is_final(payout):
    people.came_back(payout)

    for outcome in ("credited", "unknown", "returned"):
        with pytest.raises(outcomes.HasComeBack):
            say(payout, outcome, reason="x")
    line = RefundLine.objects.filter(payout=payout)
    assert refusal(lambda: line.update(outcome="credited")) == "lines_are_frozen_with_their_batch"


def test_the_same_is_said_once_and_a_return_says_why(payout):
    with pytest.raises(outcomes.NoReason):
        say(payout, "returned")
    say(payout, "returned", reason_code="9")
    with pytest.raises(outcomes.SaidAlready):
        say(payout, "returned", reason_code="9")
    with pytest.raises(outcomes.SaidAlready):
        say(payout, "credited")


def test_of_what_has_not_left_nothing_is_said():
    payout = people.refund()
    people.approved()

    with pytest.raises(outcomes.NotLeft):
        say(payout, "credited")


def test_what_the_bank_said_stays(payout):
    say(payout, "credited")

    assert refusal(lambda: TransferOutcome.objects.update(outcome="returned")) == "what_the_bank_said_stays"
    assert refusal(lambda: TransferOutcome.objects.all().delete()) == "what_the_bank_said_stays"


class TestClosing:
    def test_when_every_line_has_its_outcome(self, payout):
        batch = people.line_of(payout).batch
        with pytest.raises(outcomes.NotAllAccountedFor) as told:
            outcomes.close(batch_id=batch.pk, by="operator")
        assert told.value.count == 1
        say(payout, "credited")

        assert outcomes.close(batch_id=batch.pk, by="operator").state == "closed"

    def test_or_somebody_confirms_that_the_rest_was_credited(self):
        one, two = people.refunds(people.claim(), people.claim())
        batch = people.exported()
        people.came_back(one)

        outcomes.close(batch_id=batch.pk, by="operator", rest_is_credited=True)

        assert [people.state(each) for each in (one, two)] == ["returned", "paid"]
        assert people.line_of(two).outcome == "credited"
        assert breaches(regionpay()) == {}

    def test_not_while_the_bank_is_asked_or_somebody_waits(self):
        one, two = people.refunds(people.claim(), people.claim())
        batch = people.exported()
        say(one, "unknown")
        said = say(two, "returned", reason="x")
        for count in (2, 1):
            with pytest.raises(outcomes.NotAllAccountedFor) as told:
                outcomes.close(batch_id=batch.pk, by="operator", rest_is_credited=True)
            assert told.value.count == count
            outcomes.send_back(outcome_id=said.pk, by=staff("second")) if count == 2 else None
        say(one, "credited")
        assert outcomes.close(batch_id=batch.pk, by="operator", rest_is_credited=True).state == "closed"


class TestCase15:
    """Returned again and again; and then nobody answers."""

    def test_each_return_asks_once_by_link_and_the_third_is_for_the_desk(self):
        first = people.refund()
        claim, links = first.claim, []
        for turn in range(3):
            people.exported(people.approved(people.submitted(people.drafted())))
            people.came_back(Payout.objects.get(claim=claim, state="ordered"))
            links.append(AccountRequest.objects.latest("pk").has_link)
            if turn < 2:
                people.gives_account(claim, account_no=f"000000{turn}")
                assert len(open_payouts()) == 1

        assert links == [True, True, False]
        assert Message.objects.filter(template="account_asked").count() == 2
        [on_the_list] = account_requests.for_the_desk(regionpay(), LATER)
        assert (on_the_list.claim, open_payouts()) == (claim, [])
        assert breaches(regionpay()) == {}

    def test_a_person_asks_once_more_by_a_new_link(self):
        payout = people.refund()
        people.exported()
        people.came_back(payout)
        old = AccountRequest.objects.get()
        old_token = old.token

        again = account_requests.ask_again(request_id=old.pk, by="clerk")

        assert (account_requests.find(old_token), account_requests.find(again.token)) == (None, again)

    def test_after_90_days_of_silence_it_is_on_the_list(self, payout):
        people.came_back(payout)
        asked = AccountRequest.objects.get()

        soon, late = people.AT + account_requests.SILENT_FOR - (LATER - people.AT), None
        late = asked.asked_at + account_requests.SILENT_FOR
        assert [list(account_requests.for_the_desk(regionpay(), at)) for at in (soon, late)] == [[], [asked]]
