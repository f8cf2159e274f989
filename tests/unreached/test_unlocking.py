"""A URL that five wrong answers have locked: who was identified gets it back, the same one, three times a day."""

import pytest

from claims.limits import TooMany
from payouts import links
from payouts.links import Answer
from tests.makers import japan
from tests.receiving.people import DIGITS, link, stock, take
from tests.unreached.people import AT
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def lock(to) -> None:
    for _ in range(5):
        links.check(link=to, answer=Answer(digits="0000"), at=AT)
    to.refresh_from_db()


def unlock(to, at=AT) -> None:
    links.unlock(link_id=to.pk, who="sato", at=at)
    to.refresh_from_db()


def test_the_same_url_opens_again_with_five_tries():
    lock(to := link())
    assert not links.check(link=to, answer=Answer(digits=DIGITS), at=AT)
    unlock(to)

    assert (to.tries, to.locked_at, to.revoked_at) == (0, None, None)
    assert links.check(link=to, answer=Answer(digits=DIGITS), at=AT)
    event = AuditEvent.objects.get(action="link unlocked")
    assert (event.who, event.about) == ("sato", f"payouts.payout/{to.payout_id}")


def test_there_are_enough_days_left():
    lock(to := link())
    unlock(to, japan("2023-05-30 12:00"))
    to.payout.refresh_from_db()

    assert to.payout.receive_until == japan("2023-06-14 00:00")


def test_a_code_can_be_seen_again():
    stock()
    take(to := link())
    lock(to)
    unlock(to)

    assert links.check(link=to, answer=Answer(digits=DIGITS), at=AT)


def test_what_is_not_locked_or_dead_is_not_unlocked():
    to = link()
    with pytest.raises(links.NotLocked):
        unlock(to)
    lock(to)
    to.revoked_at = AT
    to.save()
    with pytest.raises(links.NotLocked):
        unlock(to)


def test_three_times_a_day():
    to = link()
    for _ in range(3):
        lock(to)
        unlock(to)
    lock(to)
    with pytest.raises(TooMany):
        unlock(to)
