"""Two reviewers end a report of which no coupon is known, so that no lock of a coupon stands between them."""

import pytest

from claims import incident_deciding, incidents
from claims.incident_deciding import ChangedMeanwhile
from claims.models import Incident
from notifications.models import Message
from tests.incidents.people import seen
from tests.makers import incident, japan, staff
from tests.races.guards import at_once


@pytest.fixture
def of(own_database) -> Incident:
    return incident(None, stated_no="00000000000000")


def ending(of: Incident, words: str, by: str, at: str):
    """As its page was made just now, to be run beside another."""
    given = {"incident_id": of.pk, "reason": "other", "words": words, "seen": seen(of)}
    person = staff(by)
    return lambda: incident_deciding.decline(**given, by=person, at=japan(at))


def both(of: Incident) -> tuple[Exception | None, list[str]]:
    """What became of the second, and what the caller is told."""
    first = ending(of, "対象外です。", "reviewer", "2023-03-12 10:00")
    second = ending(of, "お調べしました。", "approver", "2023-03-12 10:01")
    _waited, later = at_once(first, second)
    told = Message.objects.filter(template="incident_answered").order_by("pk")
    return later.error, [one.context["answer"] for one in told]


def test_the_second_reads_that_it_has_changed_and_the_caller_is_answered_once(of):
    error, told = both(of)
    assert (type(error), told) == (ChangedMeanwhile, ["対象外です。"])


def test_without_the_lock_the_second_meets_the_databases_own_guard(of, monkeypatch):
    """An error instead of words that say what has happened."""
    rows = Incident.objects.select_related("scheme", "coupon", "store")
    monkeypatch.setattr(incidents, "locked", lambda pk: rows.get(pk=pk))
    error, told = both(of)

    assert (error.__cause__.diag.constraint_name, told) == ("what_was_reported_stays", ["対象外です。"])
