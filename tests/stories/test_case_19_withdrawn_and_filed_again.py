"""Case 19: withdrawn on 20 April and filed again on the 25th is fine; on 2 May one is warned that filing is over."""

import pytest

from claims import filing, matching
from claims.models import Claim
from config import clock
from payouts import entitlements, opening
from payouts.models import Payout
from tests.filing.drafts_made import proved
from tests.makers import japan
from tests.matching.people import covered
from tests.status.people import STATUS, let_in, said, see

pytestmark = pytest.mark.django_db
WITHDRAW = f"{STATUS}claim/withdraw/"


def duties(at: str) -> None:
    clock.move_to(japan(at))
    matching.match_claims()


def pay_out(claim: Claim) -> None:
    entitlements.freeze(claim.scheme)
    opening.open_payouts(claim.scheme)


def test_withdrawn_on_20_april_and_filed_again_on_the_25th(client):
    coupon = covered()
    clock.move_to(japan("2023-04-12 12:00"))
    first = filing.file(draft=proved("points", coupon.inquiry_no))
    duties("2023-04-12 12:01")
    pay_out(first)

    clock.move_to(japan("2023-04-20 12:00"))
    let_in(client, first)
    assert "取り下げたあとも、2023年4月30日（日）23:59までは、もう一度申請できます。" in said(client.get(WITHDRAW))
    client.post(WITHDRAW)
    assert "この申請は取り下げられました 2023年4月30日（日）23:59まで、もう一度申請できます。" in see(client, first)

    clock.move_to(japan("2023-04-25 12:00"))
    second = filing.file(draft=proved("points", coupon.inquiry_no))
    duties("2023-04-25 12:01")
    pay_out(second)
    states = [(one.claim_id, one.state, one.amount_yen) for one in Payout.objects.order_by("pk")]
    assert states == [(first.pk, "void", 3000), (second.pk, "open", 3000)]
    assert "この申請は取り下げられました" in see(client, first)
    assert "3,000円 分のポイント" in see(client, second)


def test_on_2_may_one_is_warned_before(client):
    clock.move_to(japan("2023-04-28 12:00"))
    claim = filing.file(draft=proved("points", covered().inquiry_no))
    duties("2023-05-02 12:00")
    let_in(client, claim)
    assert "申請の受付は終わっています。取り下げると、もう申請できません。" in said(client.get(WITHDRAW))
    claim.refresh_from_db()
    assert claim.withdrawn_at is None
    client.post(WITHDRAW)
    assert "この申請は取り下げられました 申請の受付は終わりました。" in see(client, claim)
    with pytest.raises(filing.ClaimPeriodOver):
        filing.file(draft=proved("points", covered().inquiry_no))
