"""A destination that waits for its second person when the report is undone ends, and whoever asked for it reads so."""

import pytest

from claims import cases, incident_deciding, incident_intake, proposals
from claims.models import Claim, Incident, Proposal
from payouts import destinations, withdrawal
from payouts.incident_undoing import OnAPayout, undo
from tests.desk_screens.people import seen as desk_said
from tests.incidents.people import approved, reported, sakura, seen
from tests.incidents.screens import see as see_the_report
from tests.makers import japan, opened, shop_says, staff
from tests.review.screens import logged_in, see
from trail.models import AuditEvent

pytestmark = pytest.mark.usefixtures("march")

RIGHT = "09033330008"
UNDONE_AT = japan("2023-03-14 10:00")


@pytest.fixture
def of(march) -> Incident:
    return approved(shop_says(reported(sakura(), "paid_twice")), "2023-03-12 10:00")


@pytest.fixture
def hana(march):
    return logged_in("hana", "clerk")


def asked(by: str = "hana", to: str = RIGHT) -> Proposal:
    """The caller's new number, which a clerk writes on the claim that the report has filed."""
    claim = Claim.objects.get(withdrawn_at=None)
    given = {"deliver_by": "sms", "deliver_to": to, "reason": "番号が変わった", "at": japan("2023-03-13 10:00")}
    return destinations.ask(claim_id=claim.pk, by=staff(by), seen=str(cases.version(claim)), **given)


def undone(of: Incident, by: str = "reviewer", at=UNDONE_AT) -> Incident:
    return undo(incident_id=of.pk, why="別の店だった", by=staff(by), seen=seen(of), at=at)


def back(client) -> str:
    """The list 「差し戻されたもの」 of whoever is logged in."""
    return see(client, "asked").partition("2人目を待っているもの")[0]


def test_it_ends_with_its_claim_and_can_be_approved_no_more(of):
    was = asked()
    undone(of)

    was.refresh_from_db()
    assert (was.state, was.settled_by.username, was.settled_at) == ("refused", "reviewer", UNDONE_AT)
    with pytest.raises(proposals.AlreadySettled):
        destinations.approve(proposal_id=was.pk, by=staff("approver"), at=UNDONE_AT)
    event = AuditEvent.objects.get(action="what was asked of its claim ended")
    assert (event.about, event.detail) == (f"claims.incident/{of.pk}", {"proposal": was.pk})


def test_who_asked_for_it_reads_what_to_do_and_nobody_else(of, hana):
    asked()
    undone(of)

    assert f"お申し出{of.receipt_no}の戻入を取り消したので、この申請はなくなりました。" in back(hana)
    assert "差し戻し 1件" in hana.get("/admin/desk/").content.decode()
    assert of.receipt_no not in back(logged_in("suzuki", "clerk"))
    claim = Claim.objects.get()
    assert "お申し出の連絡先を直してください。" in desk_said(hana.get(f"/admin/desk/claim/{claim.pk}/"))
    assert "2人目に頼まれていたことを終えた" in see_the_report(hana, of)  # for whoever decides it anew


def test_so_does_who_undid_it_and_had_asked(of):
    both = logged_in("kato", "clerk", "reviewer")
    asked("kato")
    undone(of, by="kato")

    assert of.receipt_no in back(both)


def test_it_stays_on_the_list_when_the_report_is_approved_to_the_old_place(of, hana):
    asked()
    approved(undone(of), "2023-03-15 10:00")
    assert of.receipt_no in back(hana)

    asked("suzuki")

    assert of.receipt_no not in back(hana)


def test_it_leaves_the_list_when_the_contact_is_put_right(of, hana):
    asked()
    undone(of)
    given = {"by": staff("suzuki"), "seen": seen(of), "at": japan("2023-03-14 11:00"), "phone": RIGHT}
    incident_intake.correct(incident_id=of.pk, **given)

    assert of.receipt_no not in back(hana)


def test_it_leaves_the_list_when_nothing_is_given_back(of, hana):
    asked()
    undone(of)
    given = {"reason": "other", "words": "対象外", "by": staff("reviewer"), "at": japan("2023-03-14 11:00")}
    incident_deciding.decline(incident_id=of.pk, seen=seen(of), **given)

    assert of.receipt_no not in back(hana)


def test_what_one_took_back_oneself_before_is_not_listed(of, hana):
    was = asked()
    destinations.send_back(proposal_id=was.pk, by=staff("hana"), answer="まちがい", at=japan("2023-03-13 11:00"))
    undone(of)

    assert "差し戻されたものはありません。" in back(hana)


def test_nor_what_ended_with_a_claim_that_was_taken_back(of, hana):
    was = asked()
    withdrawal.withdraw(claim_id=was.claim_id, who="claimant", at=japan("2023-03-13 11:00"))
    destinations.approve(proposal_id=was.pk, by=staff("approver"), at=japan("2023-03-13 12:00"))

    assert (Proposal.objects.get().state, "差し戻されたものはありません。" in back(hana)) == ("void", True)


def test_where_the_report_stays_it_waits_on(of):
    opened(of.coupon)
    was = asked()

    with pytest.raises(OnAPayout):
        undone(of, at=japan("2023-04-05 12:00"))
    was.refresh_from_db()
    assert was.state == "waiting"
