"""Claims are taken in their window only, by the database's clock; whoever is too late is told kindly."""

import pytest

from claims.models import Claim
from config import clock
from coupons.models import Scheme
from tests.claiming.walking import Walker
from tests.makers import japan

BEFORE, FIRST = "2023-03-21 23:59:59", "2023-03-22 00:00"
LAST, TOO_LATE = "2023-04-30 23:59:59", "2023-05-01 00:00"
NOT_YET, OVER = "2023年3月22日（水）から受け付けます", "申請の受付は終わりました"


def at(walker: Walker, time: str) -> Walker:
    clock.move_to(japan(time))
    return walker


@pytest.mark.parametrize("method", ["points", "refund"])
@pytest.mark.parametrize(("time", "words"), [(BEFORE, NOT_YET), (TOO_LATE, OVER)])
def test_outside_the_window_every_page_says_so(client, db, method, time, words):
    walker = at(Walker(client, method), time)
    assert {(walker.open(step).status, words in walker.main) for step in ("", "coupons", "review")} == {(200, True)}


@pytest.mark.parametrize("time", [FIRST, LAST])
def test_within_the_window_a_claim_is_filed(points, time):
    at(points, time).until("done")
    assert (points.at, Claim.objects.get().filed_at.replace(microsecond=0)) == ("done", japan(time))


def test_a_claim_begun_in_time_and_sent_a_second_late_is_told_kindly(points):
    at(points, LAST).until("review")
    at(points, TOO_LATE).good("review")
    assert (points.status, OVER in points.main, Claim.objects.count()) == (200, True, 0)


def test_the_done_page_stays_after_the_last_minute(points):
    at(points, LAST).until("done")
    assert at(points, TOO_LATE).open("done").title.startswith("申請を受け付けました")


def test_a_refund_may_have_a_deadline_of_its_own(points, refund):
    Scheme.objects.update(refund_claims_until=japan("2023-05-11 00:00"))
    at(refund, TOO_LATE)
    assert (OVER in points.open("coupons").main, refund.open("coupons").at) == (True, "coupons")
    assert refund.until("done").at == "done"


@pytest.mark.parametrize(("time", "is_said"), [("2023-04-29 23:59", False), ("2023-04-30 00:00", True)])
def test_on_the_last_day_every_page_says_until_when(points, time, is_said):
    at(points, time)
    assert ("申請の受付は、2023年4月30日（日）23:59までです。" in points.open("coupons").main) is is_said
