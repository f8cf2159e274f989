"""A release lets go what was seen, and few that come later: the rest waits as another round (design 6)."""

import pytest

from notifications import releases
from notifications.models import LATE_ONES, Release, called
from tests.notifications.people import queued
from tests.races.guards import at_once, refusal

pytestmark = pytest.mark.django_db
SCHEME, KIND = "regionpay-2023", "receive-links"


def written(more: int = 1, kind: str = KIND) -> str:
    return releases.round_for(scheme=SCHEME, kind=kind, more=more)


def let_go(what: str = KIND) -> Release:
    releases.ask(scheme=SCHEME, what=what, who="hanako")
    return releases.approve(scheme=SCHEME, what=what, who="taro")


def test_before_it_is_approved_everything_waits_for_the_first():
    assert [written(10_000), written(10_000)] == [KIND, KIND]
    releases.ask(scheme=SCHEME, what=KIND, who="hanako")
    assert (written(10_000), Release.objects.get().late) == (KIND, 0)


def test_afterwards_few_are_taken_along_and_the_next_waits_for_another_look():
    let_go()
    assert [written(LATE_ONES - 1), written(2), written(1), written(1)] == [KIND, f"{KIND}/2", KIND, f"{KIND}/2"]
    assert Release.objects.get().late == LATE_ONES

    let_go(f"{KIND}/2")
    assert [written(LATE_ONES), written(1)] == [f"{KIND}/2", f"{KIND}/3"]


def test_to_write_nothing_counts_nothing():
    let_go()
    assert [written(0), written(LATE_ONES)] == [KIND, KIND]


def test_of_contacts_that_a_file_changed_none_is_taken_along():
    changed = "receive-links-changed"
    assert written(1, changed) == changed
    let_go(changed)
    assert [written(0, changed), written(1, changed)] == [changed, f"{changed}/2"]


def test_another_kind_and_another_scheme_have_rounds_of_their_own():
    let_go()
    let_go("receive-links-changed")
    assert releases.round_for(scheme="other-2023", kind=KIND, more=LATE_ONES + 1) == KIND
    assert written(LATE_ONES + 1, "reminder-14") == "reminder-14"
    assert written(LATE_ONES) == KIND


def test_to_stop_a_kind_stops_every_round_of_it_and_only_these():
    first, second = let_go(), let_go(f"{KIND}/2")
    let_go("receive-links-changed")
    asked = releases.ask(scheme=SCHEME, what=f"{KIND}/3", who="hanako")

    releases.pause(release_id=first.pk, who="ope", reason="文面の誤り")
    assert set(Release.objects.filter(paused_at__isnull=False)) == {first, second}
    with pytest.raises(releases.NothingToPause):
        releases.pause(release_id=asked.pk, who="ope", reason="文面の誤り")
    releases.resume(release_id=second.pk, who="ope", reason="直した")
    assert not Release.objects.filter(paused_at__isnull=False).exists()


def test_a_round_is_called_by_its_number():
    assert [called(what) for what in (KIND, f"{KIND}/2")] == ["受取URLのご案内", "受取URLのご案内（2回目）"]


def test_the_database_takes_no_more_and_only_counts_up():
    release = let_go()
    written(3)
    rows = Release.objects.filter(pk=release.pk)
    most = "an_approved_release_takes_few_late_ones_along"
    assert refusal(lambda: rows.update(late=LATE_ONES + 1)) == most
    assert refusal(lambda: rows.update(late=2)) == "an_approved_release_stays"
    asked = releases.ask(scheme=SCHEME, what="reminder-3", who="hanako")
    assert refusal(lambda: Release.objects.filter(pk=asked.pk).update(late=1)) == most


def test_what_is_being_written_is_not_let_go_uncounted(own_database):
    def ask_and_approve() -> Release:
        releases.ask(scheme=SCHEME, what=KIND, who="hanako")
        return releases.approve(scheme=SCHEME, what=KIND, who="taro", seen=0)

    waited, approving = at_once(lambda: queued(release=written()), ask_and_approve)
    assert (waited, type(approving.error)) == (True, releases.OtherCount)
