"""Claims that a clerk takes on the telephone: the destination is proved on the call, or a second person looks."""

import pytest

from claims import desk_claims, drafts, matching, proposals, reviewing
from claims.desk_claims import CalledTooLate, CallNotNoted, NotCalledThen
from claims.filing import ClaimPeriodNotBegun, ClaimPeriodOver, Incomplete
from claims.models import Claim, ClaimLine, DeskClaim, Proposal
from notifications.models import Message
from payouts import conflicts, on_behalf
from tests.filing.drafts_made import draft, prove, proved
from tests.makers import japan, staff
from tests.matching.people import covered, filed
from tests.races.guards import refusal
from tests.review.people import AT, BECAUSE, DAUGHTER, LATER, noted_call, sato, seen, stands, suzuki, the_proposal

pytestmark = pytest.mark.django_db
ROAD = {"deliver_by": "letter", "deliver_to": "100-0001 東京都千代田区1-1 山田様方"}


def take(made, **more) -> Claim:
    return on_behalf.take(draft=made, **{"by": sato(), "at": AT, **more})


def approve(by=None) -> Proposal:
    return on_behalf.approve(proposal_id=Proposal.objects.get(state="waiting").pk, by=by or suzuki(), at=LATER)


def letters_and_mails() -> list[tuple]:
    return list(
        Message.objects.exclude(template="one_time_code").order_by("pk").values_list("template", "channel", "to")
    )


class TestProvedOnTheCall:
    """Case 24: the code that the caller reads back went to the right place."""

    def test_it_is_filed_and_the_copy_is_sent(self):
        claim = take(proved())
        assert (claim.channel, claim.contact_verified_at, claim.desk.taken_by) == ("desk", AT, sato())
        assert letters_and_mails() == [("claim_filed", "sms", "09000000002")]

    def test_matching_decides_it_like_any_other(self):
        made = covered()
        claim = take(proved("points", made.inquiry_no))
        matching.match_claims(AT)
        assert stands(claim.lines.get()) == ("accepted", "")

    def test_a_code_for_another_place_proves_nothing(self):
        made = proved()
        drafts.save(made, "delivery", {"deliver_by": "sms", "deliver_to": "09000000009"})
        take(made)
        assert Proposal.objects.get().state == "waiting"


class TestNotProved:
    def test_nothing_is_sent_before_a_second_person_has_looked(self):
        claim = take(draft())
        matching.match_claims(AT)
        assert stands(claim.lines.get()) == ("review", "desk")
        assert letters_and_mails() == []

    def test_the_second_person_lets_it_go(self):
        made = covered()
        claim = take(draft("points", None, made.inquiry_no))
        assert approve().state == "approved"
        assert stands(claim.lines.get()) == ("accepted", "")
        assert letters_and_mails()[0] == ("claim_filed", "sms", "09000000002")

    def test_not_the_clerk_who_took_it(self):
        take(draft())
        with pytest.raises(proposals.SamePerson):
            approve(by=sato())

    def test_a_destination_changed_meanwhile_is_looked_at_anew(self):
        claim = take(draft())
        Claim.objects.filter(pk=claim.pk).update(deliver_to="09000000009")
        assert approve().state == "void"
        assert letters_and_mails() == []

    def test_sent_back_it_stays_with_the_reviewers_and_may_be_asked_again(self):
        claim = take(draft())
        on_behalf.send_back(
            proposal_id=Proposal.objects.get().pk, by=suzuki(), answer="番号を確かめてください", at=LATER
        )
        assert stands(claim.lines.get()) == ("review", "desk")
        on_behalf.ask_again(claim_id=claim.pk, by=sato(), reason="折り返して確認した", at=LATER)
        assert approve().state == "approved"

    def test_it_is_not_accepted_past_the_second_person(self):
        made = covered()
        claim = take(draft("points", None, made.inquiry_no))
        line = claim.lines.get()
        on_behalf.send_back(proposal_id=Proposal.objects.get().pk, by=suzuki(), answer="だめです", at=LATER)
        with pytest.raises(reviewing.WaitsForASecondPerson):
            reviewing.accept(line_id=line.pk, by=suzuki(), seen=seen(line), because="よい", at=LATER)

    def test_declined_before_it_was_let_go_somebody_calls(self):
        """Nothing goes to a place that nobody has proved."""
        claim = take(draft())
        line = claim.lines.get()
        on_behalf.send_back(proposal_id=Proposal.objects.get().pk, by=suzuki(), answer="だめです", at=LATER)
        reviewing.decline(line_id=line.pk, by=sato(), seen=seen(line), reason="other", words="対象外でした。", at=LATER)
        assert letters_and_mails() == [("claim_checked", "call", claim.phone)]


class TestWhoTookItDecidesNothingAlone:
    """They wrote where the money goes, whatever roles they have besides."""

    def test_not_the_taking_that_a_colleague_asks_for_again(self):
        claim = asked_again()
        with pytest.raises(proposals.SamePerson):
            approve(by=sato())
        assert stands(claim.lines.get()) == ("review", "desk")
        assert approve(by=staff("tanaka")).state == "approved"

    def test_nor_past_the_program(self):
        asked_again()
        waiting = Proposal.objects.filter(state="waiting")
        assert refusal(lambda: waiting.update(state="approved", settled_by=sato(), settled_at=LATER)) == (
            "who_took_a_claim_does_not_let_it_go"
        )

    def test_what_they_accept_waits_for_a_second_person(self):
        line = in_doubt()
        values = {"line_id": line.pk, "because": BECAUSE, "overriding": ["prefecture"], "at": AT}
        assert reviewing.accept(by=sato(), seen=seen(line), **values).state == "waiting"
        assert stands(line) == ("review", "number")

    def test_what_a_colleague_accepts_does_not(self):
        line = in_doubt()
        values = {"line_id": line.pk, "because": BECAUSE, "overriding": ["prefecture"], "at": AT}
        assert reviewing.accept(by=suzuki(), seen=seen(line), **values) is None
        assert stands(line) == ("accepted", "")

    def test_nor_do_they_take_the_coupon_from_another(self):
        made = covered()
        filed(made)
        matching.match_claims(AT)
        line = take(proved("points", made.inquiry_no)).lines.get()
        matching.match_claims(AT)
        assert stands(line) == ("review", "conflict")
        with pytest.raises(reviewing.TakenByOneself):
            conflicts.second_wins(line_id=line.pk, by=sato(), seen=seen(line), because=BECAUSE, words_to_first="確認中")


def asked_again() -> Claim:
    """Taken by 佐藤, sent back by 鈴木, and asked for again by 鈴木, who stands for it now."""
    claim = take(draft())
    on_behalf.send_back(proposal_id=the_proposal().pk, by=suzuki(), answer="もう一度", at=LATER)
    on_behalf.ask_again(claim_id=claim.pk, by=suzuki(), reason="折り返して確認した", at=LATER)
    return claim


def in_doubt() -> ClaimLine:
    """Of a claim that 佐藤 took, for a coupon of another prefecture."""
    made = covered(prefecture="13")
    line = take(proved("points", made.inquiry_no)).lines.get()
    matching.match_claims(AT)
    return line


class TestByLetterOrCall:
    def test_a_letter_waits_for_the_second_person(self):
        claim = take(draft(delivery=ROAD))
        assert letters_and_mails() == []
        approve()
        assert letters_and_mails()[0] == ("claim_filed", "letter", claim.deliver_to)

    def test_a_refund_may_be_told_by_calls(self):
        take(draft("refund", delivery={"deliver_by": "call", "deliver_to": "0980000001"}))
        approve()
        assert letters_and_mails()[0] == ("claim_filed", "call", "0980000001")

    def test_a_url_is_not_read_out(self):
        call = {"deliver_by": "call", "deliver_to": "0980000001"}
        assert refusal(lambda: take(draft(delivery=call))) == "a_url_is_not_read_out_on_the_phone"

    def test_the_site_sends_no_letters(self):
        claim = take(draft(delivery=ROAD))
        assert refusal(lambda: Claim.objects.filter(pk=claim.pk).update(channel="site")) == (
            "letters_and_calls_are_for_claims_of_the_desk"
        )


class TestInTime:
    """Question 19: the last hour is 28 April 18:00; a call logged before may be filed on 1 May."""

    def test_before_the_site_opens(self):
        with pytest.raises(ClaimPeriodNotBegun):
            take(proved(), at=japan("2023-03-21 12:00"))

    def test_after_the_last_day(self):
        with pytest.raises(ClaimPeriodOver):
            take(proved(), at=japan("2023-05-01 10:00"))

    @pytest.mark.parametrize("noted", ["", "2023-04-27 17:50", "2023-04-28 18:51"])
    def test_a_call_that_nobody_noted_counts_for_nothing(self, noted):
        if noted:
            noted_call(noted)
        with pytest.raises(CallNotNoted):
            take(proved(), at=japan("2023-05-01 10:00"), called_at=japan("2023-04-28 17:50"))

    def test_a_call_before_it_and_then_two_persons(self):
        noted_call("2023-04-28 18:10")
        claim = take(proved(), at=japan("2023-05-01 10:00"), called_at=japan("2023-04-28 17:50"))
        assert stands(claim.lines.get()) == ("review", "desk")
        assert Proposal.objects.get().reason == "申請の締切より前のお電話"

    def test_a_call_that_is_still_to_come_counts_for_nothing(self):
        with pytest.raises(NotCalledThen):
            take(proved(), at=japan("2023-05-02 10:00"), called_at=japan("2023-05-02 11:00"))

    def test_nor_does_one_of_before_the_outage(self):
        with pytest.raises(NotCalledThen):
            take(proved(), at=japan("2023-05-10 10:00"), called_at=japan("1990-01-01 00:00"))

    def test_a_call_after_the_last_day_is_too_late(self):
        with pytest.raises(CalledTooLate):
            take(proved(), at=japan("2023-05-02 10:00"), called_at=japan("2023-05-01 09:00"))


class TestWhatIsWritten:
    def test_a_double_click_is_one_claim(self):
        made = proved()
        assert take(made) == take(made)

    def test_a_phone_to_call_back_is_needed(self):
        made = prove(draft(person={"name": "沖縄 太郎", "name_kana": "オキナワ タロウ", "phone": "", "email": ""}))
        with pytest.raises(Incomplete):
            take(made)

    def test_a_lost_number_is_for_staff_to_find(self):
        """Question 16."""
        claim = take(proved("points", desk_claims.NUMBER_UNKNOWN))
        matching.match_claims(AT)
        assert stands(claim.lines.get()) == ("review", "number")

    def test_on_behalf_of_says_how_and_proves_it(self):
        claim = take(proved(), on_behalf=DAUGHTER)
        desk = DeskClaim.objects.get(claim=claim)
        assert (desk.on_behalf_of, desk.relation, desk.evidence) == ("沖縄 太郎", "長女", DAUGHTER.evidence)
        assert refusal(lambda: DeskClaim.objects.update(evidence="")) == "who_asks_for_somebody_says_how_and_proves_it"
