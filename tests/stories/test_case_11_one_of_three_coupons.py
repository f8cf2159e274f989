"""Case 11: 花子 has three coupons on one URL and wants the bank for one, from her registered mail."""

import pytest

from claims import filing
from config import clock
from notifications.models import Message
from payouts.models import Payout, ReceiveLink
from tests.filing.drafts_made import proved
from tests.makers import coupon, hanako, japan, regionpay, told
from tests.stories.claims_told import duties, texts

pytestmark = pytest.mark.django_db
HERS = {"deliver_by": "mail", "deliver_to": "hanako@example.jp"}


def hers() -> list:
    member = hanako(regionpay())
    return [coupon(yen=yen, member=member) for yen in (1000, 2000, 3000)]


def test_the_url_dies_a_new_one_comes_and_she_is_told_why():
    one, *_rest = hers()
    duties("2023-04-03 10:00")
    told("2023-04-03 10:00")
    clock.move_to(japan("2023-04-10 10:00"))
    filing.file(draft=proved("refund", one.inquiry_no, delivery=HERS))
    duties("2023-04-10 10:05")
    paid = sorted(Payout.objects.values_list("method", "amount_yen", "state"))
    assert paid == [("points", 5000, "open"), ("points", 6000, "void"), ("refund", 1000, "open")]
    old, new = ReceiveLink.objects.order_by("pk")
    assert (old.revoked_at is None, new.revoked_at, new.destination) == (False, None, "hanako@example.jp")
    (why,) = texts("link_gave_way")
    assert "新しい申請を受け付けた" in why
    assert Message.objects.get(template="link_gave_way").to == "hanako@example.jp"


def test_who_was_not_told_of_the_first_url_is_not_told_of_its_end():
    one, *_rest = hers()
    duties("2023-04-03 10:00")
    filing.file(draft=proved("refund", one.inquiry_no, delivery=HERS))
    duties("2023-04-03 10:05")
    assert (texts("link_gave_way"), Message.objects.filter(state="cancelled").count()) == ([], 1)
