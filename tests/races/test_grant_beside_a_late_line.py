"""Two persons grant a line its lapsed yen while the duty declines it as too late: what was granted is paid."""

import pytest

from claims import matching
from claims.models import ClaimLine
from payouts import giving_way, grants, opening, releasing
from payouts.models import Payout
from tests.makers import japan, owed, regionpay
from tests.matching.people import NOON, covered, filed
from tests.races.guards import Background, at_once
from tests.review.people import sato, seen, suzuki

OVER = japan("2023-06-02 12:00")


@pytest.fixture
def late(own_database) -> ClaimLine:
    """Accepted after its coupon had lapsed, because the number was corrected only then."""
    made = covered()
    owed(made)
    claim = filed("999999999999")
    matching.match_claims(NOON)
    releasing.lapse(regionpay(), OVER)
    claim.lines.update(stated_no=made.inquiry_no, state="filed", decided_by="")
    matching.match_claims(OVER)
    return claim.lines.get()


def declined_while_it_is_granted(line: ClaimLine) -> Background:
    asked = grants.ask(line_id=line.pk, by=sato(), seen=seen(line), amount_yen=3000, evidence="お電話の記録", at=OVER)
    waited, declining = at_once(
        lambda: grants.approve(proposal_id=asked.pk, by=suzuki(), at=OVER),
        lambda: giving_way.decline_too_late(regionpay(), OVER),
    )
    assert waited
    opening.open_payouts(regionpay(), OVER)
    return declining


def paid() -> list[tuple]:
    return list(Payout.objects.values_list("state", "amount_yen"))


def test_what_was_granted_meanwhile_is_not_declined(late):
    declining = declined_while_it_is_granted(late)

    late.refresh_from_db()
    assert (declining.error, declining.result) == (None, 0)
    assert (late.state, paid()) == ("accepted", [("open", 3000)])


def test_without_a_second_look_it_is_declined_and_never_paid(late, monkeypatch):
    monkeypatch.setattr(giving_way, "_fits", lambda *_: True)

    declining = declined_while_it_is_granted(late)

    late.refresh_from_db()
    assert (declining.error, declining.result) == (None, 1)
    assert (late.state, paid()) == ("declined", [])
