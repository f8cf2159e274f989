"""A report is undone and approved again: its yen go where it says then, by one claim, and not by the first one."""

import pytest

from claims import incident_intake, incident_payees
from claims.cases import version
from claims.models import Claim, ClaimLine, Incident
from coupons.models import Coupon, Member
from notifications.models import Message
from payouts import destinations
from payouts.audit import breaches
from payouts.incident_undoing import OnAPayout, undo
from payouts.models import Payout, ReceiveLink
from tests.incidents.people import OWN_NUMBER, approved, proposed, reported, sakura, seen
from tests.makers import hanako, incident, japan, opened, owed, regionpay, shop_says, staff, told

pytestmark = pytest.mark.django_db

RIGHT = "09033330008"
# Decided, undone, decided anew, and when all is opened: before the freeze, and after it.
TIMES = [
    ("2023-03-12 10:00", "2023-03-13 10:00", "2023-03-14 10:00"),
    ("2023-04-03 10:00", "2023-04-03 11:00", "2023-04-03 12:00"),
]
OPENED = "2023-04-05 10:00"


def of_sakura(**more) -> Incident:
    return shop_says(reported(sakura(**more), "paid_twice"))


def undone(of: Incident, at: str) -> Incident:
    return undo(incident_id=of.pk, why="届け先が違った", by=staff("reviewer"), seen=seen(of), at=japan(at))


def corrected(of: Incident, at: str, phone: str = RIGHT) -> Incident:
    return incident_intake.correct(incident_id=of.pk, by=staff("suzuki"), seen=seen(of), at=japan(at), phone=phone)


def live() -> list[str]:
    return list(Claim.objects.filter(withdrawn_at=None).values_list("deliver_to", flat=True))


def paid_to() -> list[tuple]:
    links = ReceiveLink.objects.filter(revoked_at=None)
    return list(links.values_list("destination", "payout__amount_yen"))


@pytest.mark.parametrize(("first", "then", "again"), TIMES)
def test_a_wrong_destination_is_not_paid(first, then, again):
    of = approved(of_sakura(), first)
    if first >= "2023-04":
        owed(of.coupon, at="2023-04-03 10:30")
    assert live() == [OWN_NUMBER]

    undone(of, then)
    assert live() == []
    approved(corrected(of, then), again)

    assert live() == [RIGHT]
    assert list(Claim.objects.order_by("pk").values_list("desk__incident", flat=True)) == [of.pk, of.pk]
    opened(of.coupon, at=OPENED)
    assert paid_to() == [(RIGHT, 2500)]
    assert breaches(regionpay(), japan(OPENED)) == {}


def test_the_wrong_one_is_told_that_it_is_undone_and_the_right_one_of_what_stands():
    of = approved(of_sakura(), "2023-03-12 10:00")
    told("2023-03-12 10:01")
    undone(of, "2023-03-12 11:00")
    approved(corrected(of, "2023-03-12 12:00"), "2023-03-12 13:00")

    rows = Message.objects.filter(template__startswith="incident_").order_by("pk")
    assert list(rows.values_list("template", "to", "state")) == [
        ("incident_approved", OWN_NUMBER, "sent"),
        ("incident_undone", OWN_NUMBER, "queued"),
        ("incident_approved", RIGHT, "queued"),
    ]


def test_where_two_persons_have_sent_the_claim_the_report_goes_too():
    of = approved(of_sakura(), "2023-03-12 10:00")
    claim = Claim.objects.get()
    given = {"deliver_by": "sms", "deliver_to": RIGHT, "reason": "番号が変わった", "at": japan("2023-03-13 10:00")}
    asked = destinations.ask(claim_id=claim.pk, by=staff("reviewer"), seen=str(version(claim)), **given)
    destinations.approve(proposal_id=asked.pk, by=staff("approver"), at=japan("2023-03-13 11:00"))

    approved(undone(of, "2023-03-14 10:00"), "2023-03-15 10:00")

    assert live() == [RIGHT]


def test_once_anything_went_out_by_its_claim_it_stays():
    """What the ledger then says is owed would still cover it: the next report's yen would be taken for the first's."""
    on = sakura()
    first, second = (one.pk for one in on.entries.filter(kind="payment").order_by("pk")[1:])
    of = approved(shop_says(reported(on, "paid_twice")), choices={first: 500})
    opened(on)
    approved(shop_says(incident(on)), "2023-04-05 10:00", choices={second: 500})

    with pytest.raises(OnAPayout):
        undone(of, "2023-04-05 12:00")
    assert (Incident.objects.get(pk=of.pk).state, Payout.objects.get().state) == ("approved", "open")


def test_a_payee_that_is_lost_after_the_second_approval_is_made_good_again():
    """The first claim went with the first approval; nobody has withdrawn this one."""
    of = approved(of_sakura(), "2023-03-12 10:00")
    undone(of, "2023-03-13 10:00")
    member = hanako(regionpay())
    Coupon.objects.update(member=member, charged_at=japan("2023-02-24 10:00"))
    of = Incident.objects.get()
    approved(of, "2023-03-14 10:00")
    assert (live(), incident_payees.file_missing(japan("2023-03-14 11:00"))) == ([], 0)
    Member.objects.update(left_at=japan("2023-03-20 12:00"))

    assert [incident_payees.file_missing(japan("2023-03-21 10:00")) for _ in range(2)] == [1, 0]
    assert (live(), ClaimLine.objects.count(), proposed(of)) == ([OWN_NUMBER], 2, {})
