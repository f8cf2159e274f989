"""What becomes of a line beside other claims: the same person's gives way, a stranger's is a conflict (question 4)."""

import pytest

from claims import matching
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


def test_when_the_first_is_gone_the_conflict_is_over():
    made = covered()
    first = filed(made)
    second = filed(made, by=STRANGER)
    matching.match_claims(NOON)
    first.lines.update(state="withdrawn")
    matching.match_claims(NOON)
    assert outcome(second) == [("accepted", "", made.pk)]


def test_a_persons_decision_is_not_looked_at_again():
    made = covered()
    first, second = filed(made), filed(made, by=STRANGER)
    matching.match_claims(NOON)
    second.lines.update(state="declined", decided_by="reviewer")
    first.lines.update(state="withdrawn")
    matching.match_claims(NOON)
    assert outcome(second)[0][0] == "declined"


def test_more_than_twenty_coupons_to_one_destination_are_looked_at():
    """Case 25: whatever is right."""
    coupons = [covered(yen=1000) for _ in range(22)]
    filed(*coupons[:20])
    matching.match_claims(NOON)
    assert [state for state, *_ in matched(*coupons[20:])] == ["review", "review"]
    assert ClaimLine.objects.filter(state="accepted").count() == 20
    assert set(ClaimLine.objects.filter(state="review").values_list("reason", flat=True)) == {"many"}


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
