"""Case 6: 太郎 files on 30 March for 2,000 yen and uses it all on 31 March 19:00; he is told 残額0円, and paid nothing."""

import pytest

from claims import filing, matching
from config import clock
from payouts import entitlements, opening
from payouts.models import Payout
from tests.filing.drafts_made import proved
from tests.makers import japan, pay
from tests.matching.people import covered
from tests.status.people import see

pytestmark = pytest.mark.django_db


def test_he_is_told_the_day_and_the_shop_of_his_last_use(client):
    clock.move_to(japan("2023-03-30 12:00"))
    coupon = covered(yen=2000)
    claim = filing.file(draft=proved("points", coupon.inquiry_no))
    matching.match_claims()
    page = see(client, claim)
    assert "申請を認めました 額は、2023年3月31日（金）23:59の残額で決まります。" in page

    pay(coupon, 2000, "2023-03-31 19:00")
    for day in ("2023-04-01 00:00", "2023-04-03 00:00"):
        clock.move_to(japan(day))
        entitlements.freeze(claim.scheme)
        opening.open_payouts(claim.scheme)
        page = see(client, claim)
        assert "お支払いする額がありません クーポンの残額が0円でした。" in page
        assert "残額0円 最後のご利用は、2023年3月31日（金）19:00の「土産店」です。" in page
    assert Payout.objects.count() == 0
