"""Restored yen have a payee: if the one there was at the approval is gone, the caller's claim is filed after all."""

import pytest

from claims import incident_payees, matching
from claims.incident_claims import NoDestination
from claims.models import Claim, ClaimLine, Incident
from coupons.models import Coupon, Member
from notifications.models import Message
from payouts.audit import breaches
from payouts.models import Payout
from tests.incidents.people import approved, decided, reported, sakura
from tests.makers import hanako, japan, line, opened, owed, regionpay, shop_says, staff

pytestmark = pytest.mark.django_db

OPENED = "2023-04-03 12:00"
BREACH = "what an incident gave back has a payee"
WHEN = ["2023-03-25 10:00", "2023-04-02 10:00"]


def of_sakura(**more) -> Incident:
    whose = {"member": hanako(regionpay())} if more.pop("in_the_app", False) else {}
    return shop_says(reported(sakura(**whose), "paid_twice", **more))


def asked_by_a_stranger(on: Coupon, state: str) -> ClaimLine:
    """A claim with the number, on which nobody has decided: such a line holds no coupon."""
    asked = line(on, state="review", filed="2023-03-22 10:00")
    ClaimLine.objects.filter(pk=asked.pk).update(coupon=None, state=state, reason="number", decided_by="sato")
    return asked


def declined(asked: ClaimLine) -> None:
    ClaimLine.objects.filter(pk=asked.pk).update(state="declined", reason="", decided_by="sato")


def left(at: str = "2023-03-20 12:00") -> None:
    """A later file of members says so."""
    Member.objects.update(left_at=japan(at))


def duties(at: str) -> int:
    filed = incident_payees.file_missing(japan(at))
    matching.match_claims(japan(at))
    return filed


def paid(of: Incident, at: str = OPENED) -> list[tuple]:
    opened(of.coupon, at=at)
    return [(one.claim and one.claim.name, one.amount_yen) for one in Payout.objects.all()]


def forgotten(at: str = "2023-04-05 12:00") -> list:
    return breaches(regionpay(), japan(at)).get(BREACH, [])


@pytest.mark.parametrize("state", ["filed", "review"])
@pytest.mark.parametrize("when", WHEN)
def test_a_strangers_line_is_declined_after_the_approval(state, when):
    of = of_sakura()
    asked = asked_by_a_stranger(of.coupon, state)
    approved(of, when)
    assert duties(when) == 0  # somebody's, as long as it is looked at
    declined(asked)
    owed(of.coupon, at="2023-04-02 12:00")
    assert forgotten() == [[of.receipt_no, of.coupon.inquiry_no]]

    assert duties("2023-04-02 13:00") == 1

    assert paid(of) == [("桜", 2500)]
    assert breaches(regionpay(), japan("2023-04-05 12:00")) == {}


@pytest.mark.parametrize("when", ["2023-03-21 12:00", "2023-04-02 12:00", "2023-04-04 12:00"])
def test_a_member_leaves_after_the_approval(when):
    """Also if regionPAY's file says so only when the balance is frozen, or the member's payouts are being opened."""
    of = approved(of_sakura(in_the_app=True))
    left()

    assert duties(when) == 1
    assert paid(of, "2023-04-05 12:00") == [("桜", 2500)]
    assert breaches(regionpay(), japan("2023-04-07 12:00")) == {}


def test_who_leaves_after_the_freeze_keeps_the_url():
    """Case 1."""
    of = approved(of_sakura(in_the_app=True))
    left("2023-04-02 12:00")

    assert (duties("2023-04-02 13:00"), paid(of)) == (0, [(None, 2500)])


def test_it_is_filed_once_and_not_again_when_it_is_withdrawn():
    of = approved(of_sakura(in_the_app=True))
    left()
    assert [duties("2023-03-21 12:00") for _ in range(2)] == [1, 0]
    ClaimLine.objects.update(state="withdrawn")
    Claim.objects.update(withdrawn_at=japan("2023-03-22 10:00"))
    owed(of.coupon)

    assert (duties("2023-04-02 12:00"), forgotten()) == (0, [])
    assert list(incident_payees.without_a_payee(regionpay())) == [of]  # a person has said so, and a person sees it


def test_whose_own_claim_was_declined_stands_on_the_list():
    of = approved(of_sakura())
    assert list(incident_payees.without_a_payee(regionpay())) == []
    ClaimLine.objects.update(state="declined", reason="other", words="重複のため")

    assert list(incident_payees.without_a_payee(regionpay())) == [of]
    assert duties("2023-03-21 12:00") == 0


def test_who_took_the_report_had_a_second_person_so_it_is_filed_at_once():
    of = approved(of_sakura(in_the_app=True, taken_by=staff("reviewer")))
    assert of.decisions.get().settled_by == staff("approver")
    left()

    assert (duties("2023-03-21 12:00"), paid(of)) == (1, [("桜", 2500)])


def test_too_much_to_one_place_is_a_reviewers():
    """Like any claim (case 25): it is not accepted by the machine."""
    of = approved(of_sakura(in_the_app=True))
    left()
    for _ in range(20):
        other = line(sakura())
        Claim.objects.filter(pk=other.claim_id).update(deliver_by="sms", deliver_to=of.phone)
    duties("2023-03-21 12:00")

    assert ClaimLine.objects.get(stated_no=of.coupon.inquiry_no).reason == "many"


def test_without_a_destination_it_waits_for_a_person_on_the_dashboard():
    of = approved(of_sakura(in_the_app=True, phone="0988880001"))
    left()
    owed(of.coupon)

    assert (duties("2023-04-02 12:00"), forgotten()) == (0, [])
    assert list(incident_payees.without_a_payee(regionpay())) == [of]


def test_when_all_is_over_nothing_is_filed():
    of = approved(of_sakura(in_the_app=True))
    left()

    assert duties("2023-06-01 00:00") == 0
    assert not ClaimLine.objects.filter(stated_no=of.coupon.inquiry_no).exists()


UNREACHABLE = {"email": "", "phone": "0988880001"}  # no URL is sent to a landline


def of_nobody_reached(**more) -> Incident:
    on = sakura(member=hanako(regionpay(), **UNREACHABLE))
    return shop_says(reported(on, "paid_twice", **more))


@pytest.mark.parametrize("when", WHEN)
def test_a_member_without_mail_and_mobile_is_sent_nothing_so_the_callers_claim_is_filed(when):
    of = approved(of_nobody_reached(), when)

    assert Message.objects.get(template="incident_approved").context["paid_to"] == "claim"
    assert paid(of) == [("桜", 2500)]
    assert breaches(regionpay(), japan("2023-04-05 12:00")) == {}


def test_without_a_destination_either_it_is_not_approved():
    of = of_nobody_reached(phone="0988880001")

    with pytest.raises(NoDestination):
        approved(of)


def test_where_only_a_claim_that_is_looked_at_would_be_paid_it_takes_two():
    of = of_nobody_reached()
    asked_by_a_stranger(of.coupon, "review")

    assert decided(of).why_two == ["destination"]


def test_a_member_whose_contact_is_lost_after_the_approval():
    of = approved(of_sakura(in_the_app=True))
    Member.objects.update(**UNREACHABLE)
    owed(of.coupon)
    assert forgotten() == [[of.receipt_no, of.coupon.inquiry_no]]

    assert [duties("2023-04-02 12:00") for _ in range(2)] == [1, 0]
    assert paid(of) == [("桜", 2500)]
    assert breaches(regionpay(), japan("2023-04-05 12:00")) == {}


def test_who_is_reached_again_before_it_is_matched_is_paid_in_the_app():
    of = approved(of_sakura(in_the_app=True))
    Member.objects.update(**UNREACHABLE)
    incident_payees.file_missing(japan("2023-04-02 12:00"))
    Member.objects.update(email="hanako@example.jp")
    matching.match_claims(japan("2023-04-02 12:01"))

    assert paid(of) == [(None, 2500)]


def test_a_strangers_claim_is_none_for_the_member_whom_nothing_reaches():
    """Whoever holds the paper can read its number (question 11)."""
    of = of_nobody_reached()
    asked = asked_by_a_stranger(of.coupon, "filed")
    matching.match_claims(japan("2023-03-25 10:00"))

    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("not_needed", "in_app")
