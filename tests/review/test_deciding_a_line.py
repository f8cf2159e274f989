"""What a person decides on one line in review: accepted, declined, asked back; and what the claimant is told."""

import pytest

from claims import matching, reviewing
from claims.corrections import is_correctable
from claims.doubts import Doubt
from coupons.models import Coupon
from tests.makers import hanako, regionpay, staff
from tests.matching.people import NOON, STRANGER, TARO, covered, filed
from tests.review.people import AT, BECAUSE, again, in_review, sato, seen, stands, texts, the_proposal, wrong_number
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def accept(line, **more):
    values = {"by": sato(), "seen": seen(line), "because": BECAUSE, "at": AT, **more}
    return reviewing.accept(line_id=line.pk, **values)


def approve(asked):
    return reviewing.approve_accept(proposal_id=asked.pk, by=staff("suzuki"), at=AT)


def by_two(line, **more):
    approve(accept(line, **more))


def decline(line, **more):
    values = {"by": sato(), "seen": seen(line), "reason": "not_confirmed", "words": "確認できませんでした。", "at": AT}
    reviewing.decline(line_id=line.pk, **values | more)


class TestAccepting:
    def test_a_coupon_found_for_a_mistyped_number(self):
        made, line = covered(), wrong_number()
        by_two(line, inquiry_no=made.inquiry_no, overriding=["number"])
        assert stands(line) == ("accepted", "")
        assert again(line).coupon == made

    def test_the_number_that_was_found_is_never_told(self):
        """Question 16."""
        made, line = covered(), wrong_number()
        by_two(line, inquiry_no=made.inquiry_no, overriding=["number"])
        told = texts(TARO)[-1]
        assert "9999 9999 9999　✔" in told
        assert made.inquiry_no[-4:] not in told

    def test_what_is_overridden_is_on_the_trail_by_name(self):
        line = in_review(covered(), prefecture="13")
        accept(line, overriding=["prefecture"])
        event = AuditEvent.objects.get(action="line accepted")
        assert (event.who, event.detail["overriding"], event.detail["because"]) == ("sato", ["prefecture"], BECAUSE)

    def test_a_doubt_that_was_not_seen_is_named_and_nothing_happens(self):
        made = covered()
        line = in_review(made, prefecture="13")
        with pytest.raises(reviewing.NotOverridden) as refusal:
            accept(line)
        assert refusal.value.doubts == [Doubt.PREFECTURE]
        assert stands(line) == ("review", "number")

    def test_a_doubt_is_not_overridden_without_a_reason(self):
        line = in_review(covered(), prefecture="13")
        with pytest.raises(reviewing.NoReason):
            accept(line, overriding=["prefecture"], because=" ")

    def test_a_number_nobody_has(self):
        with pytest.raises(reviewing.NoSuchCoupon):
            accept(wrong_number())

    def test_a_coupon_that_is_not_covered(self):
        line = wrong_number()
        with pytest.raises(reviewing.NotCovered) as refusal:
            accept(line, inquiry_no=covered(last_minute="2023-02-25 23:59").inquiry_no, overriding=["number"])
        assert refusal.value.why == "expiry"

    def test_a_coupon_that_somebody_else_holds(self):
        held = covered()
        filed(held, by=STRANGER)
        line = wrong_number()
        with pytest.raises(reviewing.IsContested):
            accept(line, inquiry_no=held.inquiry_no, overriding=["number"])

    def test_a_line_that_the_machine_accepted(self):
        claim = filed(covered())
        matching.match_claims(NOON)
        with pytest.raises(reviewing.NotInReview):
            accept(claim.lines.get())

    def test_too_many_for_one_place_wants_no_more_than_a_look(self):
        """Case 25."""
        filed(*[covered(yen=1000) for _ in range(20)])
        line = in_review(covered(yen=1000))
        accept(line, overriding=["many"])
        assert stands(line) == ("accepted", "")


class TestAsTwo:
    """What one person does not override alone: a member's coupon for another's account, and a colleague's claim."""

    def of_hanako(self):
        return in_review(covered(member=hanako(regionpay())), by=STRANGER, method="refund")

    def test_a_members_coupon_waits_for_a_second_person(self):
        line = self.of_hanako()
        asked = accept(line, overriding=["in_app"])
        assert (asked.state, asked.made_by, stands(line)) == ("waiting", sato(), ("review", "in_app"))

    def test_a_coupon_that_staff_found_too(self):
        """Whoever searches and decides alone could give any coupon to any claim."""
        made, line = covered(), wrong_number()
        asked = accept(line, inquiry_no=made.inquiry_no, overriding=["number"])
        assert (asked.deed, asked.coupon, stands(line)) == ("accept", made, ("review", "number"))

    def test_what_has_come_to_speak_against_it_since_makes_it_void(self):
        """Neither of the two has seen that the claimant is a colleague by now."""
        made, line = covered(), wrong_number()
        asked = accept(line, inquiry_no=made.inquiry_no, overriding=["number"])
        staff("tanaka")
        type(sato()).objects.filter(username="tanaka").update(email=TARO)
        assert approve(asked).state == "void"
        assert stands(line) == ("review", "number")

    def test_a_colleagues_claim_too(self):
        staff("tanaka")
        type(sato()).objects.filter(username="tanaka").update(email=TARO)
        line = in_review(covered())
        assert accept(line, overriding=["staff"]).deed == "accept"

    def test_the_second_person_accepts(self):
        line = self.of_hanako()
        accept(line, overriding=["in_app"])
        approve(the_proposal())
        assert stands(line) == ("accepted", "")

    def test_meanwhile_nobody_decides_it_by_the_way(self):
        line = self.of_hanako()
        accept(line, overriding=["in_app"])
        with pytest.raises(reviewing.WaitsForASecondPerson):
            decline(line, by=staff("suzuki"), seen=seen(line))


class TestDeclining:
    def test_the_claimant_is_told_why(self):
        line = wrong_number()
        decline(line)
        assert stands(line) == ("declined", "not_confirmed")
        assert "確認できませんでした。" in texts(TARO)[-1]

    def test_not_without_words(self):
        with pytest.raises(reviewing.NoReason):
            decline(wrong_number(), words="  ")

    def test_not_for_a_reason_that_is_the_machines(self):
        with pytest.raises(reviewing.NoReason):
            decline(wrong_number(), reason="conflict")

    def test_what_a_person_declined_is_not_looked_at_again(self):
        line = in_review(covered(), prefecture="13")
        decline(line)
        matching.match_claims(AT)
        assert stands(line) == ("declined", "not_confirmed")

    def test_the_coupon_is_free_for_others(self):
        filed(*[covered(yen=1000) for _ in range(20)])
        line = in_review(covered(yen=1000))
        decline(line)
        other = filed(Coupon.objects.get(inquiry_no=line.stated_no), by=STRANGER)
        matching.match_claims(AT)
        assert stands(other.lines.get()) == ("accepted", "")


class TestAskingBack:
    def ask(self, line, words="お手元のクーポンの番号を、もう一度お確かめください。"):
        reviewing.ask_back(line_id=line.pk, by=sato(), seen=seen(line), words=words, at=AT)

    def test_the_claimant_gets_the_question_and_the_page(self):
        line = wrong_number()
        self.ask(line)
        (told,) = texts(TARO, "claim_asked")
        assert "もう一度お確かめください。" in told
        assert "/regionpay-2023/status/" in told
        assert stands(line) == ("review", "number")

    def test_a_number_may_be_corrected_once_more(self):
        line = wrong_number()
        type(line).objects.filter(pk=line.pk).update(corrections=3)
        self.ask(line)
        assert is_correctable(again(line))

    def test_each_question_is_a_message(self):
        line = wrong_number()
        self.ask(line)
        self.ask(line, "宿泊先のお名前をお知らせください。")
        assert len(texts(TARO, "claim_asked")) == 2

    def test_in_english_for_whoever_filed_in_english(self):
        line = wrong_number(language="en")
        self.ask(line, "Please look at your coupon again.")
        (told,) = texts(TARO, "claim_asked")
        assert told.startswith("Dear 太郎")
