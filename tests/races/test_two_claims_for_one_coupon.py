"""Two people file the same coupon at the same instant: one is accepted, one is a conflict."""

from django.db import IntegrityError, transaction

from claims import matching
from claims.models import Claim, ClaimLine
from tests.matching.people import NOON, STRANGER, covered, filed
from tests.races.guards import Background, refusal


def both_at_once() -> list[tuple[str, str]]:
    runs = [Background(lambda: matching.match_claims(NOON)) for _ in range(4)]
    for run in runs:
        assert run.join().error is None
    return sorted(ClaimLine.objects.values_list("state", "reason"))


def test_one_is_accepted_and_one_is_a_conflict(own_database):
    made = covered()
    filed(made)
    filed(made, by=STRANGER)
    assert both_at_once() == [("accepted", ""), ("review", "conflict")]


def test_twenty_of_them_are_one_and_nineteen(own_database):
    made = covered()
    for number in range(20):
        filed(made, by=f"p{number}@example.jp")
    assert both_at_once() == [("accepted", "")] + [("review", "conflict")] * 19


def test_whatever_the_program_believes_the_constraint_stops_the_second(db):
    made = covered()
    first, second = filed(made), filed(made, by=STRANGER)
    first.lines.update(state="accepted", coupon=made)
    assert refusal(lambda: second.lines.update(state="accepted", coupon=made)) == "one_live_line_per_coupon"


def test_without_the_coupons_lock_the_second_is_refused_instead_of_told(own_database, monkeypatch):
    monkeypatch.setattr(matching, "_lock_coupons", lambda claim, numbers: {made.inquiry_no: made})
    made = covered()
    first, second = filed(made), filed(made, by=STRANGER)
    with transaction.atomic():
        matching.match(claim_id=first.pk, at=NOON)
        other = Background(lambda: matching.match(claim_id=second.pk, at=NOON))
        assert other.is_waiting()  # it saw no other line, and now hangs on the index
    assert isinstance(other.join().error, IntegrityError)


def test_a_claim_that_an_opening_holds_is_not_waited_for(own_database):
    """An opening locks claims by number; who holds a later one and waited for an earlier one would hang for ever."""
    made = covered()
    earlier = filed(made)
    matching.match_claims(NOON)
    newer = filed(made)
    with transaction.atomic():
        Claim.objects.select_for_update(no_key=True).get(pk=earlier.pk)
        run = Background(lambda: matching.match(claim_id=newer.pk, at=NOON))
        assert not run.is_waiting(2)
    line = newer.lines.get()
    assert (run.error, line.state, line.conflicts_with.claim) == (None, "filed", earlier)
