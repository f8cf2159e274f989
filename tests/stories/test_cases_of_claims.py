"""Cases 2, 3, 6, 12, 13, 18, 19, 25 and 30: what claimants ask for, and what becomes of it to the yen."""

import pytest

from claims import drafts, filing
from claims.models import Claim, ClaimLine
from config import clock
from notifications.models import Message
from payouts import links, orders, withdrawal
from payouts.models import Brand, Entitlement, Payout, ReceiveLink
from payouts.statement import totals
from tests.filing.drafts_made import TRIP, proved
from tests.makers import coupon, hanako, japan, jiro, other_scheme, pay, regionpay
from tests.matching.people import STRANGER, filed, outcome
from tests.stories.claims_told import duties, texts

pytestmark = pytest.mark.django_db


def site_claim(at: str, *numbers: str, method: str = "points", **more) -> Claim:
    """Through the draft and its code, as the pages do it."""
    clock.move_to(japan(at))
    return filing.file(draft=proved(method, *numbers, **more))


def payouts() -> list[tuple]:
    return sorted(Payout.objects.values_list("method", "amount_yen", "state"))


def test_case_2_jiro_left_the_app_and_claims():
    made = coupon(member=jiro(regionpay()))
    duties("2023-04-03 10:00")
    assert payouts() == []
    claim = site_claim("2023-04-04 10:00", made.inquiry_no)
    duties("2023-04-04 10:05")
    assert (outcome(claim)[0][0], payouts()) == ("accepted", [("points", 3000, "open")])
    assert Payout.objects.get().claim == claim


def test_case_3_a_family_half_in_the_app():
    mother = hanako(regionpay(), email="mother@example.jp")
    app = [coupon(yen=1000, member=mother) for _ in range(6)]
    paper = [coupon(yen=1000) for _ in range(6)]
    claim = site_claim("2023-04-01 10:00", *[one.inquiry_no for one in app + paper])
    duties("2023-04-03 10:00")
    assert [state for state, *_ in outcome(claim)] == ["not_needed"] * 6 + ["accepted"] * 6
    assert payouts() == [("points", 6000, "open")] * 2
    assert sorted(ReceiveLink.objects.values_list("destination", flat=True)) == ["09000000002", "mother@example.jp"]
    assert len(texts("claim_checked")) == 1


def test_case_6_taro_uses_it_all_on_the_last_evening():
    made = coupon(yen=2000)
    claim = site_claim("2023-03-30 10:00", made.inquiry_no)
    duties("2023-03-30 10:05")
    assert outcome(claim)[0][0] == "accepted"
    pay(made, 2000, "2023-03-31 19:00")
    duties("2023-04-03 10:00")
    assert (payouts(), Entitlement.objects.count()) == ([], 0)
    (told,) = texts("claim_zero")
    assert "残額0円" in told
    assert "3/31(金)" in told
    assert "土産店" in told


def test_case_12_a_stranger_with_hanakos_paper():
    made = coupon(member=hanako(regionpay()))
    duties("2023-04-03 10:00")
    claim = filed(made, by=STRANGER, method="refund")
    duties("2023-04-10 12:00")
    assert outcome(claim) == [("review", "in_app", None)]
    assert Message.objects.get(template="asked_for").to == "hanako@example.jp"
    link = ReceiveLink.objects.get()
    assert (link.revoked_at, payouts()) == (None, [("points", 3000, "open")])
    assert links.get(link.pk) == link


def test_case_13_hanako_takes_her_points_while_a_claim_is_looked_at():
    made = coupon(member=hanako(regionpay()))
    duties("2023-04-03 10:00")
    claim = filed(made, by=STRANGER, method="refund", prefecture="13")
    duties("2023-04-10 12:00")
    orders.order(payout_id=Payout.objects.get().pk, brand=Brand.NANACO, who="test", at=japan("2023-04-10 13:00"))
    ClaimLine.objects.filter(claim=claim).update(
        state="accepted", reason="", coupon=made, decided_by="reviewer", decided_at=japan("2023-04-11 10:00")
    )
    duties("2023-04-11 10:05")
    assert outcome(claim) == [("declined", "received", made.pk)]
    assert (len(texts("claim_checked")), payouts()) == (2, [("points", 3000, "ordered")])


def test_case_18_a_group_of_25_files_twice():
    coupons = [coupon(yen=1000) for _ in range(25)]
    numbers = [one.inquiry_no for one in coupons]
    first = site_claim("2023-04-05 10:00", *numbers[:20])
    draft = drafts.again(first)
    drafts.save(draft, "trip", TRIP | {"inquiry_nos": numbers[20:]})
    second = filing.file(draft=draft)
    duties("2023-04-05 10:05")
    assert [state for state, *_ in outcome(first)] == ["accepted"] * 20
    assert [(state, reason) for state, reason, _ in outcome(second)] == [("review", "many")] * 5
    assert payouts() == [("points", 20_000, "open")]


def test_case_19_withdrawn_and_filed_again():
    made = coupon()
    first = site_claim("2023-04-10 10:00", made.inquiry_no)
    duties("2023-04-10 10:05")
    withdrawal.withdraw(claim_id=first.pk, who="claimant", at=japan("2023-04-20 10:00"))
    second = site_claim("2023-04-25 10:00", made.inquiry_no)
    duties("2023-04-25 10:05")
    assert (outcome(first)[0][0], outcome(second)[0][0]) == ("withdrawn", "accepted")
    assert payouts() == [("points", 3000, "open"), ("points", 3000, "void")]


def test_case_19_withdrawn_when_filing_is_over():
    made = coupon()
    first = site_claim("2023-04-10 10:00", made.inquiry_no)
    duties("2023-04-10 10:05")
    withdrawal.withdraw(claim_id=first.pk, who="claimant", at=japan("2023-05-02 10:00"))
    with pytest.raises(filing.ClaimPeriodOver):
        site_claim("2023-05-02 10:05", made.inquiry_no)


def test_case_25_one_phone_for_200_strangers_coupons():
    coupons = [coupon(yen=500) for _ in range(200)]
    claims = [filed(*coupons[start : start + 20], by="09000000009") for start in range(0, 200, 20)]
    duties("2023-04-10 12:00")
    states = [state for claim in claims for state, *_ in outcome(claim)]
    assert states == ["accepted"] * 20 + ["review"] * 180
    assert payouts() == [("points", 10_000, "open")]


def test_case_30_two_schemes_with_one_number():
    here, there = coupon(inquiry_no="7" * 12), coupon(other_scheme(), inquiry_no="7" * 12, yen=500)
    claim = site_claim("2023-04-05 10:00", "7" * 12)
    duties("2023-04-05 10:05")
    assert outcome(claim) == [("accepted", "", here.pk)]
    assert payouts() == [("points", 3000, "open")]
    assert not Entitlement.objects.filter(coupon=there).exists()


def test_the_statement_stays_at_zero_difference():
    made, member = coupon(), hanako(regionpay())
    coupon(member=member)
    site_claim("2023-04-05 10:00", made.inquiry_no)
    duties("2023-04-05 10:05")
    found = totals(regionpay())
    assert (found["owed_yen"], found["check_yen"]) == (6000, 0)
