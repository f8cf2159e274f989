"""What needs two persons is not done by one: not by a superuser, not past the program, not after a change."""

import pytest
from django.db import transaction

from claims import proposals, reviewing
from claims.models import Proposal
from tests.makers import hanako, japan, regionpay, staff
from tests.matching.people import STRANGER, covered
from tests.races.guards import Background, drop_trigger, refusal
from tests.review.people import AT, BECAUSE, in_review, sato, seen, stands, suzuki

OVERRIDING = ["in_app"]


def asked(by=None) -> Proposal:
    """A stranger's refund of 花子's coupon, accepted by one person."""
    line = in_review(covered(member=hanako(regionpay())), by=STRANGER, method="refund")
    return reviewing.accept(
        line_id=line.pk, by=by or sato(), seen=seen(line), because=BECAUSE, overriding=OVERRIDING, at=AT
    )


def approve(proposal: Proposal, by) -> Proposal:
    return reviewing.approve_accept(proposal_id=proposal.pk, by=by, at=AT)


def settled(proposal: Proposal, **values) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(**{"state": "approved", "settled_at": AT, **values})


@pytest.mark.django_db
class TestByTheProgram:
    def test_another_approves(self):
        proposal = asked()
        assert approve(proposal, suzuki()).state == "approved"
        assert stands(proposal.line) == ("accepted", "")

    def test_whoever_asked_does_not(self):
        proposal = asked()
        with pytest.raises(proposals.SamePerson):
            approve(proposal, sato())
        assert stands(proposal.line) == ("review", "in_app")

    def test_a_superuser_is_one_person_too(self):
        chief = staff("chief")
        chief.is_superuser = True
        chief.save()
        with pytest.raises(proposals.SamePerson):
            approve(asked(by=chief), chief)

    def test_another_name_is_not_another_person(self):
        proposal, clerk = asked(), sato()
        clerk.username = "suzuki"
        assert refusal(clerk.save) == "a_user_keeps_its_name"
        with pytest.raises(proposals.SamePerson):
            approve(proposal, clerk)

    def test_it_is_approved_once(self):
        proposal = asked()
        approve(proposal, suzuki())
        with pytest.raises(proposals.AlreadySettled):
            approve(proposal, suzuki())

    def test_it_is_asked_once(self):
        proposal = asked()
        with pytest.raises(proposals.AlreadyAsked), transaction.atomic():
            proposals.ask(deed="accept", claim=proposal.claim, line=proposal.line, by=suzuki(), reason=BECAUSE, at=AT)

    @pytest.mark.parametrize(
        "change",
        [
            lambda line: type(line.claim).objects.filter(pk=line.claim_id).update(deliver_to="other@example.jp"),
            lambda line: type(line).objects.filter(pk=line.pk).update(stated_no="1"),
            lambda line: type(line).objects.filter(pk=line.pk).update(words="?"),
        ],
    )
    def test_what_has_changed_since_voids_it(self, change):
        proposal = asked()
        change(proposal.line)
        assert approve(proposal, suzuki()).state == "void"
        assert stands(proposal.line) == ("review", "in_app")

    def test_it_is_sent_back_with_an_answer(self):
        proposal = asked()
        proposals.send_back(proposal_id=proposal.pk, by=suzuki(), answer="会員にお電話を", at=AT)
        found = Proposal.objects.get(pk=proposal.pk)
        assert (found.state, found.answer, found.settled_by) == ("refused", "会員にお電話を", suzuki())
        assert stands(proposal.line) == ("review", "in_app")

    def test_whoever_asked_takes_it_back(self):
        proposal = asked()
        assert proposals.send_back(proposal_id=proposal.pk, by=sato(), answer="取り下げ", at=AT).state == "void"


@pytest.mark.django_db
class TestPastTheProgram:
    def test_one_person(self):
        proposal = asked()
        assert refusal(lambda: settled(proposal, settled_by=sato())) == "a_proposal_is_approved_by_another_person"

    def test_nobody(self):
        proposal = asked()
        assert refusal(lambda: settled(proposal)) == "a_proposal_is_approved_by_another_person"

    def test_made_by_another_afterwards(self):
        proposal = asked()
        assert refusal(lambda: settled(proposal, made_by=suzuki(), settled_by=sato())) == (
            "a_proposal_keeps_what_it_asks_for"
        )

    def test_another_thing_afterwards(self):
        proposal = asked()
        assert (
            refusal(lambda: settled(proposal, details={}, settled_by=suzuki())) == "a_proposal_keeps_what_it_asks_for"
        )

    def test_settled_once(self):
        proposal = asked()
        approve(proposal, suzuki())
        assert refusal(lambda: settled(proposal, state="waiting", settled_by=None, settled_at=None)) == (
            "a_settled_proposal_stays"
        )

    def test_born_approved(self):
        values = {"deed": "accept", "reason": "x", "digest": b"x", "made_by": sato(), "made_at": AT}
        claim = asked().claim
        born = Proposal(
            claim=claim, scheme=claim.scheme, state="approved", settled_by=suzuki(), settled_at=AT, **values
        )
        assert refusal(born.save) == "a_proposal_begins_waiting"

    def test_removed(self):
        assert refusal(asked().delete) == "a_proposal_is_never_deleted"

    def test_without_the_guard_one_would_rewrite_who_asked(self):
        """What the trigger is for."""
        proposal = asked()
        drop_trigger("a_proposal_keeps_what_it_asks_for", "claims_proposal")
        settled(proposal, made_by=suzuki(), settled_by=sato())
        assert Proposal.objects.get(pk=proposal.pk).state == "approved"


def test_two_who_approve_at_the_same_instant_do_it_once(own_database):
    proposal, others = asked(), [suzuki(), staff("tanaka")]
    runs = [Background(lambda by=by: approve(proposal, by)) for by in others]
    errors = [run.join().error for run in runs]
    assert sorted(type(error).__name__ for error in errors) == ["AlreadySettled", "NoneType"]


def test_approved_while_the_claim_changes_it_is_void(own_database):
    proposal = asked()
    with transaction.atomic():
        reviewing.lock_line(proposal.line_id)
        run = Background(lambda: approve(proposal, suzuki()))
        assert run.is_waiting()
        type(proposal.claim).objects.filter(pk=proposal.claim_id).update(deliver_to="other@example.jp")
    assert run.join().error is None
    assert (run.result.state, stands(proposal.line)) == ("void", ("review", "in_app"))


def test_dates_are_of_japan(db):
    assert asked().made_at == japan("2023-04-11 12:00")
