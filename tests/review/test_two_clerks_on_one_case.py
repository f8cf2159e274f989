"""Two clerks on one case: nothing is lost, and the second sees who changed what."""

import pytest
from django.db.models import F
from django.db.models.functions import Now

from claims import cases, corrections, leases, reviewing
from claims.models import OpenCase
from tests.races.guards import Background
from tests.review.people import AT, BECAUSE, covered, sato, seen, stands, suzuki, wrong_number
from trail.models import AuditEvent


@pytest.fixture
def line(db):
    return wrong_number()


def decline(line, by, version) -> None:
    reviewing.decline(line_id=line.pk, by=by, seen=version, reason="other", words="対象外です。", at=AT)


def test_who_comes_second_sees_who_has_it_and_since_when(line):
    opened = leases.take(line.claim, by=sato())
    with pytest.raises(leases.WithAColleague) as refusal:
        leases.take(line.claim, by=suzuki())
    assert (refusal.value.opened.clerk, refusal.value.opened.opened_at) == (sato(), opened.opened_at)


def test_one_keeps_it_open_by_going_on(line):
    first = leases.take(line.claim, by=sato())
    second = leases.take(line.claim, by=sato())
    assert second.opened_at == first.opened_at
    assert AuditEvent.objects.filter(action="case opened").count() == 1


def test_after_a_quarter_of_an_hour_it_is_anybodys(line):
    leases.take(line.claim, by=sato())
    OpenCase.objects.update(until=Now())
    assert leases.take(line.claim, by=suzuki()).clerk == suzuki()


def test_one_may_give_it_back(line):
    leases.take(line.claim, by=sato())
    leases.give_back(line.claim, by=sato())
    assert leases.who_has(line.claim) is None


def test_nobody_gives_back_what_a_colleague_has(line):
    leases.take(line.claim, by=sato())
    leases.give_back(line.claim, by=suzuki())
    assert leases.who_has(line.claim).clerk == sato()


def test_taken_over_the_first_is_told_by_whom(line):
    leases.take(line.claim, by=sato())
    leases.take(line.claim, by=suzuki(), takes_over=True)
    with pytest.raises(leases.WithAColleague) as refusal:
        decline(line, sato(), seen(line))
    assert refusal.value.opened.clerk == suzuki()
    assert AuditEvent.objects.get(action="case opened", who="suzuki").detail == {"took_over_from": "sato"}


def test_a_form_from_before_is_refused_with_who_changed_what(line):
    before = seen(line)
    decline(line, sato(), before)
    with pytest.raises(cases.ChangedMeanwhile) as refusal:
        decline(line, suzuki(), before)
    assert [(event.who, event.action) for event in refusal.value.changes] == [("sato", "line declined")]
    assert stands(line) == ("declined", "other")


def test_the_claimants_own_correction_counts_too(line):
    before = seen(line)
    corrections.correct(claim_id=line.claim_id, numbers={line.pk: "888888888888"})
    with pytest.raises(cases.ChangedMeanwhile) as refusal:
        decline(line, sato(), before)
    assert [event.action for event in refusal.value.changes] == ["number corrected"]


@pytest.mark.parametrize("nonsense", ["", ".", "x.y", "1.99999999999999999999999"])
def test_a_form_without_a_version_is_from_before(line, nonsense):
    with pytest.raises(cases.ChangedMeanwhile):
        decline(line, sato(), nonsense)


def test_looking_alone_changes_nothing(line):
    before = seen(line)
    leases.take(line.claim, by=sato())
    assert before.partition(".")[0] == seen(line).partition(".")[0]


def test_of_two_at_the_same_instant_one_decides(own_database):
    made, line = covered(), wrong_number()
    version, clerks = seen(line), [sato(), suzuki()]
    found = {"inquiry_no": made.inquiry_no, "overriding": ["number"], "because": BECAUSE}
    deeds = [
        lambda: reviewing.accept(line_id=line.pk, by=clerks[0], seen=version, at=AT, **found),
        lambda: decline(line, clerks[1], version),
    ]
    runs = [Background(deed) for deed in deeds]
    errors = [run.join().error for run in runs]
    assert sorted(type(error).__name__ for error in errors) == ["ChangedMeanwhile", "NoneType"]
    assert AuditEvent.objects.filter(action__in=["second person asked", "line declined"]).count() == 1


def test_of_two_who_open_it_at_the_same_instant_one_has_it(own_database):
    line = wrong_number()
    runs = [Background(lambda clerk=clerk: leases.take(line.claim, by=clerk)) for clerk in (sato(), suzuki())]
    errors = [run.join().error for run in runs]
    assert sorted(type(error).__name__ for error in errors) == ["NoneType", "WithAColleague"]
    assert OpenCase.objects.filter(until__gt=Now(), opened_at__lte=F("until")).count() == 1
