"""After the release leave few late URLs of members, any of claims, none to where a later file says (design 6)."""

import pytest

from coupons.models import Member
from notifications import dispatch, models, releases
from notifications.models import Message
from payouts import telling
from tests.makers import coupon, hanako, japan, line, opened, regionpay
from tests.payouts.test_following_what_was_not_delivered import bounce

pytestmark = pytest.mark.django_db
AT, LATER = japan("2023-04-03 12:00"), japan("2023-04-10 12:00")
SCHEME, URLS, CHANGED = "regionpay-2023", "receive-links", "receive-links-changed"


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(models, "LATE_ONES", 1)


def let_go(what: str = URLS) -> None:
    releases.ask(scheme=SCHEME, what=what, who="hanako")
    releases.approve(scheme=SCHEME, what=what, who="taro")


def told_elsewhere(at=AT, **contact) -> Member:
    """A later file says another mail address."""
    return hanako(regionpay(), contact_changed_at=at, **contact)


def waiting_for() -> list[str]:
    return list(Message.objects.filter(template="receive_link").order_by("pk").values_list("release", flat=True))


def leaving() -> int:
    return len(dispatch.lease(channel="mail", limit=9, at=LATER))


def test_late_ones_of_members_wait_for_another_look_when_they_are_more_than_few():
    let_go()
    opened(coupon(member=hanako(regionpay())))
    opened(*(coupon(member=hanako(regionpay())) for _ in range(2)))

    assert waiting_for() == [URLS, f"{URLS}/2", f"{URLS}/2"]
    assert leaving() == 1
    let_go(f"{URLS}/2")
    assert leaving() == 2


def test_a_claims_urls_leave_however_many():
    """Its destination was proved by its claimant, or seen by two persons."""
    let_go()
    opened(*(line(coupon()).coupon for _ in range(3)))

    assert (waiting_for(), leaving()) == ([URLS] * 3, 3)


def test_what_goes_where_a_later_file_says_is_seen_by_a_second_person_each_time():
    let_go()
    opened(coupon(member=told_elsewhere()), coupon(member=hanako(regionpay(), email="other@example.jp")))
    assert (sorted(waiting_for()), leaving()) == ([URLS, CHANGED], 1)

    let_go(CHANGED)
    assert leaving() == 1
    opened(coupon(member=told_elsewhere()))
    assert (waiting_for()[-1], leaving()) == (f"{CHANGED}/2", 0)


@pytest.mark.parametrize(("changed_at", "waits"), [(None, URLS), (AT, URLS), (LATER, CHANGED)])
def test_what_follows_to_a_contact_changed_since_waits_for_a_second_person(changed_at, waits):
    let_go()
    [payout] = opened(coupon(member=hanako(regionpay())), at="2023-04-03 13:00")
    bounce(payout)
    Member.objects.update(contact_changed_at=changed_at)

    assert telling.follow(regionpay(), LATER) == 1
    assert (Message.objects.latest("pk").channel, Message.objects.latest("pk").release) == ("sms", waits)
