"""Yen granted by two persons beside the ledger: to whom, how much, and what becomes of it."""

import pytest

from claims import matching, proposals, reviewing
from claims.models import Proposal
from payouts import conflicts, entitlements, grants, opening, orders, releasing, withdrawal
from payouts.audit import breaches
from payouts.models import Brand, Entitlement, Payout
from payouts.statement import totals
from tests.makers import coupon, hanako, japan, opened, owed, regionpay, staff, told
from tests.matching.people import NOON, STRANGER, TARO, covered, filed
from tests.races.guards import drop_trigger, refusal
from tests.review.people import AT, BECAUSE, LATER, again, sato, seen, stands, suzuki

pytestmark = pytest.mark.django_db


def paid_to_the_first():
    """太郎 has ordered; then a second contact claims the same coupon."""
    made = covered()
    filed(made)
    matching.match_claims(NOON)
    (payout,) = opened(made, at="2023-04-11 10:00")
    orders.order(payout_id=payout.pk, brand=Brand.NANACO, who="test", at=AT)
    second = filed(made, by=STRANGER)
    matching.match_claims(AT)
    return made, second.lines.get()


def paid_to_the_member():
    made = covered(member=hanako(regionpay()))
    (payout,) = opened(made, at="2023-04-11 10:00")
    orders.order(payout_id=payout.pk, brand=Brand.NANACO, who="test", at=AT)
    claim = filed(made, by=STRANGER, method="refund")
    matching.match_claims(AT)
    return made, claim.lines.get()


def ask(line, yen: int = 3000, **more) -> Proposal:
    values = {"by": sato(), "seen": seen(line), "amount_yen": yen, "evidence": BECAUSE, "at": AT, **more}
    return grants.ask(line_id=line.pk, **values)


def grant(line, yen: int = 3000) -> None:
    grants.approve(proposal_id=ask(line, yen).pk, by=suzuki(), at=AT)


def leaving() -> list[tuple]:
    rows = Payout.objects.order_by("pk").values_list("claim__deliver_to", "member__email", "amount_yen", "state")
    return [(claim or member, yen, state) for claim, member, yen, state in rows]


def run() -> None:
    entitlements.freeze(regionpay(), LATER)
    for _ in range(2):
        opening.open_payouts(regionpay(), LATER)


@pytest.mark.parametrize("case", [paid_to_the_first, paid_to_the_member])
def test_the_honest_holder_is_paid_too(case):
    _made, line = case()
    grant(line)
    run()
    assert stands(line) == ("granted", "")
    assert leaving() == [(leaving()[0][0], 3000, "ordered"), (STRANGER, 3000, "open")]
    assert leaving()[0][0] != STRANGER
    assert breaches(regionpay(), LATER) == {}


def test_the_loss_is_visible_in_the_statement():
    _made, line = paid_to_the_first()
    grant(line)
    run()
    found = totals(regionpay())
    assert (found["frozen_yen"], found["owed_yen"], found["granted_yen"], found["check_yen"]) == (3000, 6000, 3000, 0)


def test_less_may_be_granted_never_more_than_its_face_value():
    _made, line = paid_to_the_first()
    for yen in (0, -1, 3001):
        with pytest.raises(grants.MoreThanItWasWorth):
            ask(line, yen)
    grant(line, 1200)
    run()
    assert leaving()[1][1] == 1200


def test_what_is_not_paid_to_anybody_is_not_granted():
    line = filed("999999999999").lines.get()
    matching.match_claims(NOON)
    with pytest.raises(grants.NotPaidToAnybody):
        ask(again(line), inquiry_no=covered().inquiry_no)


def test_while_the_first_can_still_be_taken_back_it_is_not_granted():
    made = covered()
    filed(made)
    matching.match_claims(NOON)
    opened(made, at="2023-04-11 10:00")
    second = filed(made, by=STRANGER)
    matching.match_claims(AT)
    with pytest.raises(grants.NotPaidToAnybody):
        ask(second.lines.get())


def test_evidence_is_written_down():
    _made, line = paid_to_the_first()
    with pytest.raises(reviewing.NoReason):
        ask(line, evidence=" ")


def test_to_an_accepted_line_a_grant_adds():
    """Question 9: what two persons grant beyond the ledger."""
    made = covered(yen=3000)
    claim = filed(made)
    matching.match_claims(NOON)
    owed(made)
    grant(claim.lines.get(), 500)
    run()
    assert leaving() == [(TARO, 3500, "open")]
    assert stands(claim.lines.get()) == ("accepted", "")


def test_a_claim_that_was_granted_something_is_not_replaced_by_a_newer_one_for_the_rest():
    """Its status would say that all of it goes on elsewhere, while the granted yen leave."""
    _made, line = paid_to_the_first()
    rest = covered()
    line.claim.lines.create(stated_no=rest.inquiry_no)
    matching.match_claims(AT)
    grant(line)
    filed(rest, by=STRANGER)
    matching.match_claims(LATER)
    line.claim.refresh_from_db()
    assert (stands(line.claim.lines.latest("pk")), line.claim.superseded_by) == (("withdrawn", "superseded"), None)


def test_a_coupon_is_granted_once():
    made, line = paid_to_the_first()
    grant(line)
    third = filed(made, by="third@example.jp")
    matching.match_claims(AT)
    with pytest.raises(proposals.AlreadyAsked):
        ask(third.lines.get())


def test_what_is_granted_gives_way_to_nobody_and_takes_nothing():
    """The first's line stays accepted: neither is in the way of the other."""
    _made, line = paid_to_the_first()
    grant(line)
    run()
    run()
    assert [state for _to, _yen, state in leaving()] == ["ordered", "open"]


def test_a_granted_claim_may_be_taken_back_and_its_yen_falls_to_nobody():
    _made, line = paid_to_the_first()
    grant(line)
    run()
    withdrawal.withdraw(claim_id=line.claim_id, who="claimant", at=LATER)
    run()
    assert [state for _to, _yen, state in leaving()] == ["ordered", "void"]
    assert Entitlement.objects.filter(cause="decision").count() == 0
    assert breaches(regionpay(), LATER) == {}


def test_what_is_granted_and_not_received_lapses_like_all_else():
    _made, line = paid_to_the_first()
    grant(line)
    run()
    told()
    releasing.lapse(regionpay(), japan("2023-06-01 00:00"))
    assert leaving()[1][2] == "lapsed"


class TestPastTheProgram:
    def test_nothing_is_decided_without_two_persons(self):
        on = coupon()
        values = {"scheme": on.scheme, "coupon": on, "cause": "decision", "amount_yen": 1, "made_at": AT}
        assert refusal(lambda: Entitlement.objects.create(**values)) == "a_decision_is_granted_by_two_persons"

    def test_nor_more_than_they_granted(self):
        _made, line = paid_to_the_first()
        grant(line, 1000)
        free = Entitlement.objects.filter(cause="decision")
        assert refusal(lambda: free.update(amount_yen=1001)) == "a_decision_is_granted_by_two_persons"

    def test_a_proposal_above_the_face_value(self):
        made, line = paid_to_the_first()
        values = {"deed": "grant", "claim": line.claim, "line": line, "coupon": made, "made_by": sato(), "made_at": AT}
        above = Proposal(scheme=made.scheme, amount_yen=3001, reason="x", digest=b"x", **values)
        assert refusal(above.save) == "a_grant_is_at_most_the_face_value"

    def test_a_granted_line_does_not_leave_its_yen_to_the_first(self):
        _made, line = paid_to_the_first()
        grant(line)
        assert refusal(lambda: type(line).objects.filter(pk=line.pk).update(state="withdrawn")) == (
            "a_granted_line_leaves_after_its_yen"
        )

    def test_without_that_guard_the_first_would_be_paid_twice(self):
        _made, line = paid_to_the_first()
        grant(line)
        drop_trigger("a_granted_line_leaves_after_its_yen", "claims_claimline")
        type(line).objects.filter(pk=line.pk).update(state="withdrawn")
        run()
        assert [(to, yen) for to, yen, _state in leaving()] == [(TARO, 3000), (TARO, 3000)]

    def test_the_audit_finds_what_was_decided_without_two(self):
        on = coupon()
        drop_trigger("a_decision_is_granted_by_two_persons", "payouts_entitlement")
        Entitlement.objects.create(scheme=on.scheme, coupon=on, cause="decision", amount_yen=1, made_at=AT)
        assert breaches(regionpay(), AT)["what was decided was granted by two persons"] == [[on.inquiry_no]]


def test_a_conflict_with_what_is_paid_leads_here():
    _made, line = paid_to_the_first()
    with pytest.raises(conflicts.AlreadyTaken):
        conflicts.second_wins(
            line_id=line.pk, by=staff("sato"), seen=seen(line), because=BECAUSE, words_to_first="x", at=AT
        )
