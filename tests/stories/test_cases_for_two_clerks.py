"""Cases 16, 23 and 24: what needs people, and two of them, from the call to the last yen."""

import pytest

from claims import matching, reviewing, verification
from claims.desk_claims import OnBehalf
from claims.models import Claim, ClaimLine, Proposal
from config import clock
from notifications.models import Message
from payouts import conflicts, destinations, grants, on_behalf, orders
from payouts.audit import breaches
from payouts.models import Brand, Payout
from payouts.statement import totals
from tests.filing.drafts_made import ADDRESS, code_of, draft, last_code
from tests.makers import code, coupon, hanako, japan, regionpay, told
from tests.matching.people import STRANGER, TARO, filed
from tests.review.people import BECAUSE, sato, seen, stands, suzuki, texts
from tests.stories.claims_told import duties

pytestmark = pytest.mark.django_db
THIEF, HOLDER = STRANGER, TARO
WORDS = "お申し出の内容を、クーポンの記録と確認できませんでした。"


def payouts() -> list[tuple]:
    rows = Payout.objects.order_by("pk").values_list("claim__deliver_to", "member__email", "amount_yen", "state")
    return [(claim or member, yen, state) for claim, member, yen, state in rows]


def line_of(claim: Claim) -> ClaimLine:
    return claim.lines.get()


def thief_then_holder(thief_takes_it: bool) -> ClaimLine:
    """Case 16: the thief files first, and the honest holder second. The holder's line."""
    made = coupon()
    clock.move_to(japan("2023-04-05 10:00"))
    filed(made, by=THIEF, filed_at=japan("2023-04-05 10:00"))
    duties("2023-04-05 10:05")
    told("2023-04-05 10:10")
    if thief_takes_it:
        code("nanaco", 3000)
        orders.order(payout_id=Payout.objects.get().pk, brand=Brand.NANACO, who="thief", at=japan("2023-04-06 10:00"))
        orders.settle_orders(japan("2023-04-06 10:01"))
    claim = filed(made, by=HOLDER, filed_at=japan("2023-04-07 10:00"))
    duties("2023-04-07 10:05")
    return line_of(claim)


def test_case_16_unpaid_the_first_is_held_and_staff_decide():
    line = thief_then_holder(thief_takes_it=False)
    assert (stands(line), Payout.objects.get().hold_reason) == (
        ("review", "conflict"),
        "別の連絡先からの申請と重なるため",
    )
    conflicts.second_wins(line_id=line.pk, by=sato(), seen=seen(line), because=BECAUSE, words_to_first=WORDS)
    duties("2023-04-08 10:00")
    assert payouts() == [(THIEF, 3000, "void"), (HOLDER, 3000, "open")]
    assert WORDS in texts(THIEF)[-1]
    assert totals(regionpay())["owed_yen"] == 3000
    assert breaches(regionpay()) == {}


def test_case_16_paid_two_persons_grant_it_and_the_loss_is_visible():
    line = thief_then_holder(thief_takes_it=True)
    with pytest.raises(conflicts.AlreadyTaken):
        conflicts.second_wins(line_id=line.pk, by=sato(), seen=seen(line), because=BECAUSE, words_to_first=WORDS)
    asked = grants.ask(line_id=line.pk, by=sato(), seen=seen(line), amount_yen=3000, evidence=BECAUSE)
    grants.approve(proposal_id=asked.pk, by=suzuki())
    duties("2023-04-08 10:00")
    assert payouts() == [(THIEF, 3000, "paid"), (HOLDER, 3000, "open")]
    assert "3,000円" in texts(HOLDER, "receive_link")[0]
    found = totals(regionpay())
    assert (found["frozen_yen"], found["owed_yen"], found["granted_yen"], found["check_yen"]) == (3000, 6000, 3000, 0)
    assert breaches(regionpay()) == {}


def test_case_23_the_relatives_of_a_holder_who_died():
    """Her coupons are in the app, and her URL went to a phone that nobody answers any more."""
    made = coupon(member=hanako(regionpay()))
    duties("2023-04-03 10:00")
    told("2023-04-03 10:10")
    clock.move_to(japan("2023-04-12 11:00"))
    daughter = OnBehalf(of="沖縄 花子", relation="長女", evidence="戸籍謄本の写しを郵便で受領")
    claim = on_behalf.take(draft=draft("points", None, made.inquiry_no), by=sato(), on_behalf=daughter)
    duties("2023-04-12 11:05")
    assert (Payout.objects.get().held_by, stands(line_of(claim))) == ("sato", ("review", "desk"))
    assert texts("09000000002", "claim_filed") == []

    on_behalf.approve(proposal_id=Proposal.objects.get().pk, by=suzuki())
    duties("2023-04-12 12:00")
    assert payouts() == [("hanako@example.jp", 3000, "void"), ("09000000002", 3000, "open")]
    assert (claim.desk.relation, claim.desk.evidence) == ("長女", "戸籍謄本の写しを郵便で受領")
    assert breaches(regionpay()) == {}


def test_case_23_before_the_urls_go_out_none_is_made_for_the_phone_of_the_dead():
    made = coupon(member=hanako(regionpay()))
    clock.move_to(japan("2023-04-01 11:00"))
    daughter = OnBehalf(of="沖縄 花子", relation="長女", evidence="戸籍謄本")
    on_behalf.take(draft=draft("points", None, made.inquiry_no), by=sato(), on_behalf=daughter)
    duties("2023-04-03 10:00")
    assert payouts() == []
    on_behalf.send_back(proposal_id=Proposal.objects.get().pk, by=suzuki(), answer="別の方の番号でした")
    duties("2023-04-03 11:00")
    assert payouts() == [("hanako@example.jp", 3000, "open")]


def test_case_23_where_the_holder_had_applied_herself_somebody_decides_between_them():
    made = coupon()
    filed(made, by="hanako@example.jp", filed_at=japan("2023-04-05 10:00"))
    duties("2023-04-05 10:05")
    daughter = OnBehalf(of="沖縄 花子", relation="長女", evidence="戸籍謄本")
    claim = on_behalf.take(draft=draft("points", None, made.inquiry_no), by=sato(), on_behalf=daughter)
    on_behalf.approve(proposal_id=Proposal.objects.get().pk, by=suzuki())
    line = line_of(claim)
    assert (stands(line), payouts()[0][2]) == (("review", "conflict"), "open")
    conflicts.second_wins(line_id=line.pk, by=suzuki(), seen=seen(line), because=BECAUSE, words_to_first=WORDS)
    duties("2023-04-06 10:00")
    assert payouts() == [("hanako@example.jp", 3000, "void"), ("09000000002", 3000, "open")]


def test_case_24_a_mistyped_destination_is_noticed_on_the_call():
    """The code goes to a stranger; the caller has none to read back, and the clerk types it again."""
    made = coupon()
    clock.move_to(japan("2023-04-05 10:00"))
    taking = draft("points", None, made.inquiry_no, delivery={"deliver_by": "sms", "deliver_to": "09000000009"})
    verification.send(draft=taking, address=ADDRESS)
    with pytest.raises(verification.WrongCode):
        verification.check(draft=taking, typed="000000")
    retyped = draft("points", None, made.inquiry_no)
    verification.send(draft=retyped, address=ADDRESS)
    verification.check(draft=retyped, typed=code_of(last_code(retyped)))
    on_behalf.take(draft=retyped, by=sato())
    duties("2023-04-05 10:05")
    assert payouts() == [("09000000002", 3000, "open")]
    assert set(Message.objects.filter(to="09000000009").values_list("template", flat=True)) == {"one_time_code"}


def test_case_24_without_a_code_nothing_leaves_before_a_second_person_has_compared_it():
    made = coupon()
    clock.move_to(japan("2023-04-05 10:00"))
    wrong = {"deliver_by": "mail", "deliver_to": "taroo@example.jp"}
    claim = on_behalf.take(draft=draft("points", None, made.inquiry_no, delivery=wrong), by=sato())
    on_behalf.send_back(proposal_id=Proposal.objects.get().pk, by=suzuki(), answer="復唱と違います")
    asked = destinations.ask(
        claim_id=claim.pk, by=sato(), seen=seen(claim), deliver_by="mail", deliver_to=TARO, reason="復唱で確認"
    )
    destinations.approve(proposal_id=asked.pk, by=suzuki())
    duties("2023-04-05 10:05")
    assert not Message.objects.filter(to="taroo@example.jp").exists()


def test_what_waits_seven_days_lets_the_rest_go():
    """Case 21, seen from the desk: the accepted coupon does not wait for the one that a person looks at."""
    good, mistyped = coupon(), "999999999999"
    claim = filed(good, mistyped, filed_at=japan("2023-04-05 10:00"))
    duties("2023-04-05 10:05")
    duties("2023-04-12 10:05")
    assert payouts() == [(TARO, 3000, "open")]
    late = claim.lines.get(stated_no=mistyped)
    other = coupon()
    duties("2023-04-13 10:00")
    asked = reviewing.accept(
        line_id=late.pk,
        by=sato(),
        seen=seen(late),
        inquiry_no=other.inquiry_no,
        overriding=["number"],
        because=BECAUSE,
    )
    reviewing.approve_accept(proposal_id=asked.pk, by=suzuki())
    matching.match_claims()
    duties("2023-04-13 10:05")
    assert payouts() == [(TARO, 3000, "open"), (TARO, 3000, "open")]
