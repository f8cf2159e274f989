"""A bank claim that a person looked at is declined: the URL is good for fourteen days more, and a message says so."""

import pytest

from claims import filing, reviewing
from claims.models import ClaimLine, Draft
from config import clock
from notifications.models import Message
from payouts import releasing
from payouts.audit import breaches
from payouts.models import Payout
from tests.filing.drafts_made import proved
from tests.makers import japan, regionpay, told
from tests.receiving.people import link
from tests.review.people import sato, seen
from tests.stories.claims_told import duties

pytestmark = pytest.mark.django_db


def filed_from_the_open_url() -> ClaimLine:
    """By another mail than hers, on 30 May."""
    to = link(3000)
    told()
    number = to.payout.items.get().coupon.inquiry_no
    made = proved("refund", number, delivery={"deliver_by": "mail", "deliver_to": "hanako.new@example.jp"})
    Draft.objects.filter(pk=made.pk).update(open_until=to.payout.receive_until)
    made.refresh_from_db()
    clock.move_to(japan("2023-05-30 12:00"))
    filing.file(draft=made)
    duties("2023-05-30 12:05")
    return ClaimLine.objects.get()


def declined(line: ClaimLine, at: str) -> None:
    clock.move_to(japan(at))
    how = {"reason": ClaimLine.Reason.NOT_CONFIRMED, "words": "ご本人と確かめられませんでした。", "at": japan(at)}
    reviewing.decline(line_id=line.pk, by=sato(), seen=seen(line), **how)


@pytest.mark.parametrize(
    ("day", "until", "last_second"),
    [
        ("2023-05-31", "2023-06-15 00:00", "2023-06-14 23:59:59"),
        ("2023-06-10", "2023-06-25 00:00", "2023-06-24 23:59:59"),
    ],
)
def test_fourteen_days_from_the_decision_and_a_message_that_says_so(day, until, last_second):
    line = filed_from_the_open_url()
    if day > "2023-06":
        releasing.lapse(regionpay(), japan("2023-06-09 12:00"))
    declined(line, f"{day} 10:00")
    for minute in ("05", "10"):
        releasing.lapse(regionpay(), japan(f"{day} 10:{minute}"))

    payout = Payout.objects.get()
    assert (payout.state, payout.receive_until) == ("open", japan(until))
    said = Message.objects.get(key__contains="/waited/")
    assert (said.to, said.template, said.context["until"]) == (
        "hanako@example.jp",
        "receive_link",
        japan(until).isoformat(),
    )
    told(f"{day} 11:00")
    assert breaches(regionpay(), japan(f"{day} 11:00")) == {}
    assert releasing.lapse(regionpay(), japan(last_second)) == 0
    assert releasing.lapse(regionpay(), japan(until)) == 1
