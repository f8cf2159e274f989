"""What a person holds and lets go, and what starts a stopped scheme again; the days of it were ours."""

import pytest

from claims import leases
from claims.models import Claim, Proposal
from payouts import destinations, disputes, holds, on_behalf, orders, releasing
from payouts.models import Brand, Payout
from tests.filing.drafts_made import draft
from tests.makers import coupon, hanako, japan, opened, regionpay, told
from tests.matching.people import covered
from tests.races.guards import drop_trigger, refusal
from tests.review.people import AT, DAUGHTER, sato, second_of_two, seen, suzuki
from tests.status import people as status
from tests.unreached import people as unreached
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
LAST_DAY = japan("2023-05-30 12:00")
DAYS_ENOUGH = japan("2023-06-14 00:00")


@pytest.fixture
def payout() -> Payout:
    return opened(coupon(member=hanako(regionpay())))[0]


def hold(payout, **more) -> None:
    holds.hold(payout_id=payout.pk, **{"by": sato(), "reason": "なりすましの疑い", "at": AT, **more})


def let_go(payout, **more) -> None:
    shown = {"seen": holds.version(again(payout))}
    holds.let_go(payout_id=payout.pk, **{"by": suzuki(), "reason": "ご本人と確認", "at": LAST_DAY, **shown, **more})


def again(payout) -> Payout:
    return Payout.objects.get(pk=payout.pk)


def test_who_holds_it_and_why(payout):
    hold(payout)
    held = again(payout)
    assert (held.held_at, held.held_by, held.hold_reason) == (AT, "sato", "なりすましの疑い")
    event = AuditEvent.objects.get(action="held")
    assert (event.who, event.detail) == ("sato", {"reason": "なりすましの疑い"})


def test_what_is_held_is_not_taken(payout):
    hold(payout)
    with pytest.raises(orders.OnHold):
        orders.order(payout_id=payout.pk, brand=Brand.NANACO, who="test", at=AT)


def test_nor_does_it_lapse(payout):
    hold(payout)
    told()
    releasing.lapse(regionpay(), japan("2023-06-20 00:00"))
    assert again(payout).state == "open"


def test_nor_past_the_program(payout):
    hold(payout)
    assert refusal(lambda: Payout.objects.filter(pk=payout.pk).update(state="ordered")) == (
        "a_held_payout_is_not_ordered_and_does_not_lapse"
    )


def test_let_go_there_are_days_enough(payout):
    hold(payout)
    let_go(payout)
    free = again(payout)
    assert (free.held_at, free.held_by, free.receive_until) == (None, "", DAYS_ENOUGH)
    assert AuditEvent.objects.get(action="hold ended").detail == {"reason": "ご本人と確認"}


def test_it_is_held_once(payout):
    hold(payout)
    with pytest.raises(holds.IsHeld):
        hold(payout, by=suzuki())


@pytest.mark.parametrize("deed", [hold, let_go])
def test_not_without_a_reason(payout, deed):
    with pytest.raises(holds.NoReason):
        deed(payout, reason="　")


def test_what_nobody_holds(payout):
    with pytest.raises(holds.NotHeld):
        let_go(payout)


def test_what_was_ordered_is_not_held(payout):
    orders.order(payout_id=payout.pk, brand=Brand.NANACO, who="test", at=AT)
    with pytest.raises(holds.NothingToHold):
        hold(payout)


def test_a_dispute_ends_by_deciding_it():
    first, second = second_of_two()
    type(second).objects.filter(pk=second.pk).update(conflicts_with=None)
    (payout,) = opened(first.coupon, at="2023-04-11 10:00")
    type(second).objects.filter(pk=second.pk).update(conflicts_with=first)
    disputes.hold_and_let_go(regionpay(), AT)
    with pytest.raises(holds.HeldByADispute):
        let_go(payout)


class TestTheWholeScheme:
    def stopped(self):
        scheme = regionpay()
        scheme.stopped_at, scheme.stopped_reason = AT, "照合表が合わない"
        scheme.save()
        return scheme

    def test_it_starts_again_and_everybody_has_days_enough(self, payout):
        scheme = self.stopped()
        assert holds.start_again(scheme_id=scheme.pk, by=sato(), reason="ファイルを直した", at=LAST_DAY) == 1
        scheme.refresh_from_db()
        assert (scheme.stopped_at, scheme.stopped_reason) == (None, "ファイルを直した")
        assert again(payout).receive_until == DAYS_ENOUGH
        event = AuditEvent.objects.get(action="started again")
        assert (event.who, event.detail["payouts"]) == ("sato", 1)

    def test_nobody_loses_days_by_it(self, payout):
        scheme, before = self.stopped(), payout.receive_until
        assert holds.start_again(scheme_id=scheme.pk, by=sato(), reason="直した", at=AT) == 0
        assert again(payout).receive_until == before

    def test_only_what_is_stopped(self, payout):
        with pytest.raises(holds.NotStopped):
            holds.start_again(scheme_id=regionpay().pk, by=sato(), reason="直した", at=AT)

    def test_not_without_a_reason(self, payout):
        with pytest.raises(holds.NoReason):
            holds.start_again(scheme_id=self.stopped().pk, by=sato(), reason="", at=AT)


class TestWhatASecondPersonSettles:
    """One person never ends the hold that stands for another's decision (cases 23 and 24)."""

    @pytest.fixture
    def sent(self) -> Payout:
        claim = status.opened(covered())
        told("2023-04-10 14:00")
        return Payout.objects.get(claim=claim)

    def moving(self, payout) -> Proposal:
        where = {"deliver_by": "sms", "deliver_to": "09000000009", "reason": "お電話"}
        return destinations.ask(claim_id=payout.claim_id, by=sato(), seen=seen(payout.claim), at=AT, **where)

    def asked_in_its_place(self, payout) -> Proposal:
        number = payout.items.get().coupon.inquiry_no
        claim = on_behalf.take(draft=draft("points", None, number), by=sato(), on_behalf=DAUGHTER, at=AT)
        return claim.proposals.get()

    @pytest.mark.parametrize("asking", [moving, asked_in_its_place])
    def test_it_is_held_for_what_was_asked(self, sent, asking):
        asked = asking(self, sent)
        held = again(sent)
        assert (held.held_for, held.held_by) == (asked, "sato")
        with pytest.raises(holds.HeldByAProposal) as refused:
            let_go(sent)
        assert refused.value.asked == asked
        assert again(sent).held_at == AT

    @pytest.mark.parametrize("asking", [moving, asked_in_its_place])
    def test_nor_past_the_program(self, sent, asking):
        asking(self, sent)
        free = {"held_at": None, "held_by": "", "hold_reason": "", "held_for": None}
        held = Payout.objects.filter(pk=sent.pk)
        guard = "a_hold_stands_while_its_proposal_waits"
        assert refusal(lambda: held.update(**free)) == guard
        assert refusal(lambda: held.update(held_for=None)) == guard
        drop_trigger(guard, "payouts_payout")
        assert held.update(**free) == 1

    def test_a_hold_for_a_proposal_is_a_hold(self, sent):
        asked = self.moving(sent)
        drop_trigger("a_hold_stands_while_its_proposal_waits", "payouts_payout")
        free = {"held_at": None, "held_for": asked}
        assert refusal(lambda: Payout.objects.filter(pk=sent.pk).update(**free)) == (
            "what_is_held_for_a_proposal_is_held"
        )

    def test_a_person_s_own_hold_is_not_ended_meanwhile_either(self, sent):
        hold(sent)
        asked = self.moving(sent)
        with pytest.raises(holds.HeldByAProposal):
            let_go(sent)
        destinations.send_back(proposal_id=asked.pk, by=suzuki(), answer="本人と確認できない", at=AT)
        assert again(sent).hold_reason == "なりすましの疑い"
        let_go(sent)
        assert again(sent).held_at is None

    def test_held_for_two_it_is_let_go_after_the_second(self, sent):
        first, second = self.asked_in_its_place(sent), self.moving(sent)
        on_behalf.send_back(proposal_id=first.pk, by=suzuki(), answer="番号が違う", at=AT)
        assert (again(sent).held_for, again(sent).held_at) == (second, AT)
        destinations.send_back(proposal_id=second.pk, by=suzuki(), answer="本人と確認できない", at=AT)
        assert again(sent).held_at is None

    def test_a_sentence_alone_is_nobody_s_cause(self, sent):
        """Whoever types the words by which the program holds does not have the hold ended by it."""
        hold(sent, reason=f"{sent.claim.receipt_no} 送り先の変更を確認中")
        asked = self.moving(sent)
        destinations.send_back(proposal_id=asked.pk, by=suzuki(), answer="本人と確認できない", at=AT)
        assert again(sent).held_at == AT

    def test_asked_again_it_is_held_again(self, sent):
        asked = self.asked_in_its_place(sent)
        on_behalf.send_back(proposal_id=asked.pk, by=suzuki(), answer="戸籍が足りない", at=AT)
        assert again(sent).held_at is None
        anew = on_behalf.ask_again(claim_id=asked.claim_id, by=sato(), reason="届いた", at=LAST_DAY)
        assert again(sent).held_for == anew

    def test_found_changed_it_serves_again(self, sent):
        asked = self.asked_in_its_place(sent)
        Claim.objects.filter(pk=asked.claim_id).update(name="次郎")
        assert on_behalf.approve(proposal_id=asked.pk, by=suzuki(), at=AT).state == "void"
        assert again(sent).held_at is None


class TestAMembersNewDestination:
    """The same of payouts/redirects.py: the hold stands until the second person has settled it."""

    @pytest.fixture
    def moving(self) -> Payout:
        payout = unreached.sent()
        unreached.asked(sato(), payout)
        return payout

    def test_nobody_lets_it_go_alone(self, moving):
        with pytest.raises(holds.HeldByARedirect):
            let_go(moving)
        assert again(moving).held_by == "sato"

    def test_nor_past_the_program(self, moving):
        free = {"held_at": None, "held_by": "", "hold_reason": ""}
        held, guard = Payout.objects.filter(pk=moving.pk), "a_hold_stands_while_its_redirect_waits"
        assert refusal(lambda: held.update(**free)) == guard
        drop_trigger(guard, "payouts_payout")
        assert held.update(**free) == 1


class TestOnlyTheHoldThatWasSeen:
    def test_somebody_else_s_hold_stays(self, payout):
        hold(payout)
        before = holds.version(again(payout))
        let_go(payout, at=AT)
        hold(payout, by=suzuki(), reason="別の疑い")
        with pytest.raises(holds.HeldOtherwise) as refused:
            let_go(payout, by=sato(), seen=before)
        assert (refused.value.payout.held_by, again(payout).hold_reason) == ("suzuki", "別の疑い")

    def test_not_while_a_colleague_has_the_claim(self):
        claim = status.opened(covered())
        (payout,) = Payout.objects.filter(claim=claim)
        hold(payout)
        leases.take(claim, by=sato())
        with pytest.raises(leases.WithAColleague):
            let_go(payout, by=suzuki())
        let_go(payout, by=sato())
        assert again(payout).held_at is None

    def test_a_hold_waits_for_nobody(self):
        """What must be stopped is stopped at once, whoever has the claim open."""
        claim = status.opened(covered())
        leases.take(claim, by=sato())
        (payout,) = Payout.objects.filter(claim=claim)
        hold(payout, by=suzuki())
        assert again(payout).held_by == "suzuki"
