"""What may be done only so often: by contact, by address, in all; under a lock, so that a storm counts right."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from claims import filing, limits, verification
from claims.limits import Limit, TooMany
from claims.models import Attempt, Claim, OneTimeCode
from tests.filing.drafts_made import ADDRESS, draft, proved
from tests.makers import japan
from tests.races.guards import Background

THREE = Limit("a test", 3, timedelta(hours=1))


def take(who: str = "somebody") -> bool:
    try:
        with transaction.atomic():
            limits.take(THREE, who)
    except TooMany:
        return False
    return True


@pytest.mark.django_db
def test_so_many_and_no_more_and_everybody_for_themselves():
    assert [take() for _ in range(5)] == [True, True, True, False, False]
    assert take("another")


@pytest.mark.django_db
def test_the_window_moves_on():
    assert [take() for _ in range(4)] == [True, True, True, False]
    with connection.cursor() as cursor:
        cursor.execute("update claims_attempt set at = at - interval '1 hour'")
    assert take()


@pytest.mark.django_db
def test_who_it_was_is_not_stored():
    take("09000000002")
    assert b"09000000002" not in bytes(Attempt.objects.get().mark)


@pytest.mark.django_db
def test_old_ones_are_forgotten():
    take()
    with connection.cursor() as cursor:
        cursor.execute("update claims_attempt set at = at - interval '3 days'")
    assert (limits.forget_old(), Attempt.objects.count()) == (1, 0)


def test_twenty_at_once_are_still_three(own_database):
    runs = [Background(take) for _ in range(20)]
    assert sorted(run.join().result for run in runs) == [False] * 17 + [True] * 3


@pytest.mark.parametrize(("lock", "taken"), [(limits.LOCK, 3), ("select %s::text", 4)])
def test_without_its_lock_two_at_once_take_one_place(own_database, monkeypatch, lock, taken):
    monkeypatch.setattr(limits, "LOCK", lock)
    with transaction.atomic():
        for _ in range(3):
            limits.take(THREE, "somebody")
        other = Background(take)
        assert other.is_waiting() == (taken == 3)
    other.join()
    assert Attempt.objects.count() == taken


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("limit", "most"),
    [("PER_CONTACT_AN_HOUR", 5), ("PER_CONTACT_A_DAY", 10), ("PER_ADDRESS", 60), ("IN_ALL", 3000)],
)
def test_codes_are_limited_by_contact_by_address_and_in_all(limit, most, monkeypatch):
    assert getattr(verification, limit).most == most
    monkeypatch.setattr(verification, limit, Limit(f"test {limit}", 1, timedelta(hours=1)))
    verification.send(draft=draft(), address=ADDRESS)
    with pytest.raises(TooMany):
        verification.send(draft=draft(), address=ADDRESS)
    assert OneTimeCode.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_code_costs_none_of_the_other_limits(monkeypatch):
    monkeypatch.setattr(verification, "IN_ALL", Limit("test nothing", 0, timedelta(hours=1)))
    with pytest.raises(TooMany):
        verification.send(draft=draft(), address=ADDRESS)
    assert Attempt.objects.count() == 0


@pytest.mark.django_db
def test_claims_to_one_contact_are_limited_however_it_is_written(monkeypatch):
    """One code must not open the door to as many numbers as one likes."""
    assert filing.PER_CONTACT.most == 10
    monkeypatch.setattr(filing, "PER_CONTACT", Limit("test claims", 1, timedelta(hours=1)))
    at = japan("2023-04-02 10:00")
    first = filing.file(draft=proved(delivery={"deliver_by": "mail", "deliver_to": "taro@example.jp"}), at=at)
    with pytest.raises(TooMany):
        filing.file(draft=proved(delivery={"deliver_by": "mail", "deliver_to": "Taro+2@example.jp"}), at=at)
    assert Claim.objects.get() == first
