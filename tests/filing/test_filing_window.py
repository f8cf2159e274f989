"""Claims are taken from the opening until the deadline, by the database's clock (notice 2.A2-site, questions 1, 13)."""

import pytest

from claims import filing
from claims.models import Claim
from config import clock
from tests.filing.drafts_made import proved
from tests.makers import japan
from tests.races.guards import refusal

pytestmark = pytest.mark.django_db


def file_at(time: str, method: str = "points") -> str:
    made = proved(method)
    clock.move_to(japan(time))
    try:
        filing.file(draft=made)
    except (filing.ClaimPeriodOver, filing.ClaimPeriodNotBegun) as closed:
        return type(closed).__name__
    return "filed"


@pytest.mark.parametrize("method", ["points", "refund"])
@pytest.mark.parametrize(
    ("time", "outcome"),
    [
        ("2023-03-21 23:59:59", "ClaimPeriodNotBegun"),
        ("2023-03-22 00:00:00", "filed"),
        ("2023-04-30 23:59:59", "filed"),
        ("2023-05-01 00:00:00", "ClaimPeriodOver"),
    ],
)
def test_the_window_is_half_open(method, time, outcome):
    assert (file_at(time, method), Claim.objects.count()) == (outcome, int(outcome == "filed"))


def test_the_database_refuses_what_slips_past_the_rule(monkeypatch):
    monkeypatch.setattr(filing, "_must_be_open", lambda *_: None)
    made = proved()
    clock.move_to(japan("2023-05-01 00:00"))
    assert refusal(lambda: filing.file(draft=made)) == "a_site_claim_is_filed_in_its_window"
