"""What becomes of a line beside other claims: the same person's gives way, a stranger's is a conflict (question 4)."""

import pytest

from claims import decisions, matching
from claims.models import BankAccount, Claim, ClaimLine
from config.sealing import fingerprint
from coupons import eligibility
from notifications.models import Message
from tests.makers import cancel, coupon, hanako, japan, opened, pay, regionpay
from tests.matching.people import NOON, STRANGER, covered, filed, matched, outcome

pytestmark = pytest.mark.django_db


def test_another_contact_is_a_conflict_and_holds_nothing():
    made = covered()
    first = filed(made)
    assert matched(made, by=STRANGER) == [("review", "conflict", None)]
    assert outcome(first) == [("accepted", "", made.pk)]
    line = ClaimLine.objects.get(reason="conflict")
    assert line.conflicts_with == first.lines.get()


def test_nobody_learns_of_anybody():
    made = covered()
    first = filed(made)
    matched(made, by=STRANGER)
    assert Message.objects.count() == 0
    assert first.lines.get().state == "accepted"


def test_the_same_contact_filing_again_replaces_its_own_line():
    made = covered()
    first = filed(made)
    matching.match_claims(NOON)
    assert matched(made) == [("accepted", "", made.pk)]
    assert outcome(first) == [("withdrawn", "superseded", made.pk)]
    first.refresh_from_db()
    assert first.superseded_by == Claim.objects.latest("pk")


def test_a_claim_of_which_something_is_left_is_not_replaced():
    one, two = covered(), covered()
    first = filed(one, two)
    matching.match_claims(NOON)
    matched(one)
    first.refresh_from_db()
    assert ([state for state, _, _ in outcome(first)], first.superseded_by) == (["withdrawn", "accepted"], None)


def test_an_open_payout_keeps_the_earlier_line_until_it_is_voided():
    made = covered()
    first = filed(made)
    matching.match_claims(NOON)
    opened(made, at="2023-04-11 12:00")
    second = filed(made, method="refund")
    matching.match_claims(NOON)
    assert (outcome(first)[0][0], outcome(second)[0]) == ("accepted", ("filed", "", None))
    assert second.lines.get().conflicts_with == first.lines.get()


def test_a_conflict_stays_with_staff_when_the_first_is_gone():
    """Who withdraws in order to file anew must not hand the coupon to a stranger."""
    made = covered()
    first = filed(made)
    second = filed(made, by=STRANGER)
    matching.match_claims(NOON)
    first.lines.update(state="withdrawn")
    matching.match_claims(NOON)
    assert outcome(second) == [("review", "conflict", None)]


@pytest.mark.parametrize("again", ["Taro@example.jp", "taro+1@example.jp"])
def test_one_mailbox_written_in_two_ways_is_one_contact(again):
    made = covered()
    first = filed(made)
    matching.match_claims(NOON)
    assert matched(made, by=again) == [("accepted", "", made.pk)]
    assert outcome(first)[0][:2] == ("withdrawn", "superseded")


def test_filing_again_does_not_get_round_a_persons_look():
    made = covered()
    first = filed(made)
    matching.match_claims(NOON)
    first.lines.update(state="review", reason="many", decided_by="reviewer")
    assert matched(made) == [("review", "many", made.pk)]


def test_one_claim_that_cannot_be_matched_keeps_no_other_from_its_turn(monkeypatch):
    bad, good = filed(covered()), filed(covered())
    decide = decisions.decide

    def breaks(line, coupon, at):
        if line.claim_id == bad.pk:
            raise ValueError("broken")
        return decide(line, coupon, at)

    monkeypatch.setattr(decisions, "decide", breaks)
    with pytest.raises(ValueError, match="broken"):
        matching.match_claims(NOON)
    assert (outcome(bad)[0][0], outcome(good)[0][0]) == ("filed", "accepted")


def test_a_number_that_a_late_file_brings_is_looked_up_again():
    claim = filed("123123123123")
    matching.match_claims(NOON)
    assert outcome(claim) == [("review", "number", None)]
    made = covered(inquiry_no="123123123123")
    matching.match_claims(NOON)
    assert outcome(claim) == [("accepted", "", made.pk)]


def test_a_persons_decision_is_not_looked_at_again():
    made = covered()
    first, second = filed(made), filed(made, by=STRANGER)
    matching.match_claims(NOON)
    second.lines.update(state="declined", decided_by="reviewer")
    first.lines.update(state="withdrawn")
    matching.match_claims(NOON)
    assert outcome(second)[0][0] == "declined"


@pytest.mark.parametrize("by", ["taro@example.jp", "TARO@example.jp", "taro+b@example.jp"])
def test_more_than_twenty_coupons_to_one_destination_are_looked_at(by):
    """Case 25: whatever is right. What waits holds no coupon, so that nobody's is blocked."""
    coupons = [covered(yen=1000) for _ in range(22)]
    filed(*coupons[:20])
    assert matched(*coupons[20:], by=by) == [("review", "many", None)] * 2


def test_filing_the_rest_twice_is_no_way_round():
    coupons = [covered(yen=1000) for _ in range(22)]
    filed(*coupons)
    matching.match_claims(NOON)
    assert matched(*coupons[20:]) == [("review", "many", None)] * 2
    assert ClaimLine.objects.filter(state="accepted").count() == 20


def test_more_than_50000_yen_to_one_destination_are_looked_at():
    coupons = [covered(yen=10_000) for _ in range(6)]
    assert [state for state, *_ in matched(*coupons)] == ["accepted"] * 5 + ["review"]


def test_one_account_counts_over_all_contacts():
    coupons = [covered(yen=10_000) for _ in range(6)]
    claims = [filed(made, by=f"p{n}@example.jp", method="refund") for n, made in enumerate(coupons)]
    for claim in claims:
        with_account(claim)
    matching.match_claims(NOON)
    assert [outcome(claim)[0][0] for claim in claims] == ["accepted"] * 5 + ["review"]


def with_account(claim: Claim) -> None:
    BankAccount.objects.create(
        claim=claim,
        bank_code="0187",
        bank_name="琉球",
        branch_code="101",
        branch_name="那覇",
        account_type="1",
        number_sealed=b"sealed",
        number_ends="567",
        holder_kana="ｵｷﾅﾜ ﾀﾛｳ",
        fingerprint=fingerprint("0187|101|1|1234567", purpose="bank account"),
    )


def test_filing_again_is_not_counted_twice():
    coupons = [covered(yen=10_000) for _ in range(5)]
    filed(*coupons)
    matching.match_claims(NOON)
    assert [state for state, *_ in matched(*coupons)] == ["accepted"] * 5


def test_a_member_who_leaves_before_the_freeze_gets_what_they_asked_for():
    member = hanako(regionpay())
    made = covered(member=member)
    claim = filed(made, filed_at=japan("2023-03-25 10:00"))
    matching.match_claims(japan("2023-03-25 10:05"))
    assert outcome(claim)[0][0] == "not_needed"
    member.left_at = japan("2023-03-28 10:00")
    member.save()
    matching.match_claims(NOON)
    assert outcome(claim) == [("accepted", "", made.pk)]


def test_what_a_late_file_covers_is_accepted_after_all():
    made = coupon()
    payment = pay(made, 3000, "2023-02-24 12:00")
    claim = filed(made)
    matching.match_claims(NOON)
    assert outcome(claim)[0][:2] == ("declined", "no_balance")
    cancel(payment, "2023-04-11 12:00")
    eligibility.extend(made.scheme, japan("2023-04-11 13:00"))
    matching.match_claims(japan("2023-04-11 13:01"))
    assert outcome(claim) == [("accepted", "", made.pk)]
