"""「手続きの進みぐあい」: the statement's figures, rounded down until nobody is recognised, the same for everybody."""

from datetime import UTC

import pytest

from config import clock
from payouts import orders, summary
from payouts.models import Summary
from payouts.progress import progress
from tests.makers import code, coupon, hanako, japan, opened, other_scheme, regionpay
from tests.matching.people import filed

pytestmark = pytest.mark.django_db
PAGE = "/regionpay-2023/progress/"
AT = "2023-04-20 12:00"


def shown(client, at: str = AT) -> str:
    clock.move_to(japan(at))
    return client.get(PAGE).content.decode()


def summed(people: int, yen: int, oldest: str | None = None) -> None:
    public = {"people": people, "yen": yen, "oldest_unchecked": oldest and japan(oldest).isoformat()}
    Summary.objects.create(scheme=regionpay(), at=japan(AT), figures={"public": public})


def test_before_the_site_opens_it_says_when(client):
    assert "申請は、2023年3月22日（水）から受け付けます。" in shown(client, "2023-03-10 12:00")


@pytest.mark.parametrize(
    ("people", "yen", "words"),
    [
        (0, 0, "お届けの準備をしています。"),
        (9, 27_000, "お届けの準備をしています。"),
        (10, 27_999, "10人以上の方に、合わせて20,000円以上をお届けしました。"),
        (1249, 3_456_789, "1,240人以上の方に、合わせて3,450,000円以上をお届けしました。"),
    ],
)
def test_what_was_delivered_is_rounded_down(client, people, yen, words):
    summed(people, yen)
    assert words in shown(client)


@pytest.mark.parametrize(
    ("oldest", "words"),
    [
        (None, "確認を待っている申請は、ありません。"),
        ("2023-04-18 00:00", "2023年4月17日（月）までに申請されたものは、すべて確認しました。"),
        ("2023-04-18 23:59", "2023年4月17日（月）までに申請されたものは、すべて確認しました。"),
        ("2023-03-22 10:00", "申請されたものを、順に確認しています。"),
    ],
)
def test_until_which_day_claims_are_checked(client, oldest, words):
    summed(0, 0, oldest)
    assert words in shown(client)


def test_it_is_what_the_rows_say():
    [payout] = opened(coupon(yen=3000, member=hanako(regionpay())))
    code("edy", 3000)
    made = orders.order(payout_id=payout.pk, brand="edy", who="test", at=japan("2023-04-05 12:00"))
    orders.settle(order_id=made.pk)
    claim = filed(coupon())
    found = summary.figures(regionpay(), japan(AT))["public"]
    assert found == {"people": 1, "yen": 3000, "oldest_unchecked": claim.filed_at.astimezone(UTC).isoformat()}


def test_of_another_scheme_nothing_is_told(client):
    summed(1000, 1_000_000)
    assert progress(other_scheme()) is None
