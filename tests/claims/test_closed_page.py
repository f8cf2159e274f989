"""A claim form outside its window: a page that says when, or what can still be done; never an error."""

import pytest

from claims.views.closed import closed
from tests.claims.pages import inside, text
from tests.makers import japan, regionpay

pytestmark = pytest.mark.django_db


def page(rf, method: str, at: str, **dates: str) -> str:
    scheme = regionpay()
    for field, time in dates.items():
        setattr(scheme, field, japan(time))
    answer = closed(rf.get("/regionpay-2023/claim/points/"), scheme, method, japan(at))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("method", "at", "heading"),
    [
        ("points", "2023-03-21 23:59:59", "2023年3月22日（水）から受け付けます"),
        ("refund", "2023-03-21 23:59:59", "2023年3月22日（水）から受け付けます"),
        ("points", "2023-05-01 00:00", "申請の受付は終わりました"),
        ("refund", "2023-05-01 00:00", "申請の受付は終わりました"),
        ("points", "2023-06-01 00:00", "補償の受付と受け取りは終わりました"),
    ],
)
def test_it_says_how_things_stand(rf, method, at, heading):
    assert inside(page(rf, method, at), "h1") == [heading]


def test_before_it_opens_the_coupon_can_still_be_used(rf):
    words = text(page(rf, "points", "2023-03-10 12:00"))
    assert "2023年3月31日（金）23:59まで、お店でもう一度使えます。" in words


def test_after_claims_who_has_a_link_may_still_receive(rf):
    words = text(page(rf, "points", "2023-05-01 00:00"))
    assert "ポイントの申請は、2023年4月30日（日）23:59で締め切りました。" in words
    assert "受取案内が届いている方は、2023年5月31日（水）23:59まで受け取れます。" in words


def test_each_method_is_told_its_own_deadline(rf):
    words = text(page(rf, "refund", "2023-05-20 00:00", refund_claims_until="2023-05-11 00:00"))
    assert "銀行振込の申請は、2023年5月10日（水）23:59で締め切りました。" in words
