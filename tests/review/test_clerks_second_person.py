"""A clerk finishes what was begun on the claim: asks a second person, reads the answer, asks again, takes it back."""

import pytest

from claims import cases
from claims.models import Claim, Proposal
from config import clock
from payouts import on_behalf
from tests.desk_screens.people import seen as desk_said
from tests.filing.drafts_made import draft
from tests.makers import japan, staff
from tests.matching.people import covered
from tests.review.people import DAUGHTER, wrong_number
from tests.review.screens import address, logged_in, post, see
from tests.status import people as status

pytestmark = pytest.mark.usefixtures("april")
ANSWER = "番号を、もう一度うかがってください"


@pytest.fixture
def clerk():
    return logged_in("yamada", "clerk")


@pytest.fixture
def taken(clerk) -> Claim:
    """Taken by the clerk for somebody else; a second person is asked."""
    return on_behalf.take(draft=draft(), by=staff("yamada"), on_behalf=DAUGHTER)


def sent_back(claim: Claim) -> Proposal:
    asked = claim.proposals.get(state="waiting")
    on_behalf.send_back(proposal_id=asked.pk, by=staff("ito"), answer=ANSWER)
    return asked


def shown(client, claim: Claim) -> str:
    return desk_said(client.get(f"/admin/desk/claim/{claim.pk}/"))


class TestTheAnswerIsRead:
    def test_what_waits_is_told_on_the_claim(self, clerk, taken):
        assert "2人目の承認を待っています：電話で受け付けた申請（yamada さん、" in shown(clerk, taken)

    def test_what_was_sent_back_too(self, clerk, taken):
        sent_back(taken)
        text = shown(clerk, taken)
        assert "差し戻し：電話で受け付けた申請" in text
        assert f"ito さん、2023年4月11日（火）12:00：{ANSWER}" in text

    def test_nothing_is_compared_with_the_records_before(self, clerk, taken):
        assert "記録と照らし合わせています。" not in shown(clerk, taken)

    def test_it_stands_in_the_list_of_who_asked_and_of_nobody_else(self, clerk, taken):
        assert taken.receipt_no in see(clerk, "asked").partition("2人目を待っているもの")[2]
        sent_back(taken)
        back, _, waiting = see(clerk, "asked").partition("2人目を待っているもの")
        assert (taken.receipt_no in back, ANSWER in back, taken.receipt_no in waiting) == (True, True, False)
        assert "差し戻し 1件" in clerk.get("/admin/desk/").content.decode()
        assert taken.receipt_no not in see(logged_in("suzuki", "clerk"), "asked")

    def test_asked_again_it_is_no_longer_sent_back(self, clerk, taken):
        sent_back(taken)
        post(clerk, "ask_again", taken.pk, reason="折り返して\0確かめた")
        assert "差し戻されたものはありません。" in see(clerk, "asked")
        assert taken.proposals.get(state="waiting").reason == "折り返して確かめた"

    def test_reviewers_find_it_by_a_filter(self, taken):
        reviewer = logged_in("sato", "reviewer")
        there = f"{address('')}?reason=sent_back"
        assert taken.receipt_no not in reviewer.get(there).content.decode()
        sent_back(taken)
        assert taken.receipt_no in reviewer.get(there).content.decode()


class TestWhatMayBeAsked:
    def test_again_only_when_it_was_sent_back(self, clerk, taken):
        button = "もう一度、2人目に頼む</button>"
        page = f"/admin/desk/claim/{taken.pk}/"
        assert button not in clerk.get(page).content.decode()
        sent_back(taken)
        assert button in clerk.get(page).content.decode()

    def test_another_destination(self, clerk):
        claim = wrong_number().claim
        assert "送り先の変更を頼む" in shown(clerk, claim)
        values = {"deliver_by": "sms", "deliver_to": "090-1234-5679", "reason": "本人からの電話"}
        answer = clerk.post(address("destination", claim.pk), values | {"seen": str(cases.version(claim))}, follow=True)
        assert "2人目の承認を待っています：送り先の変更（yamada さん、" in desk_said(answer)
        assert "送り先の変更を頼む" not in desk_said(answer)

    def test_with_a_fault_nothing_typed_is_lost(self, clerk):
        claim = wrong_number().claim
        values = {"deliver_by": "sms", "deliver_to": "0980000001", "reason": "本人からの電話"}
        answer = post(clerk, "destination", claim.pk, **values)
        html = answer.content.decode()
        assert ('value="0980000001"' in html, "本人からの電話</textarea>" in html) == (True, True)
        assert "携帯電話" in desk_said(answer)

    def test_from_an_old_page_it_is_refused_with_what_was_typed(self, clerk):
        claim = wrong_number().claim
        values = {"deliver_by": "sms", "deliver_to": "09012345679", "reason": "本人からの電話", "seen": "old.0"}
        answer = post(clerk, "destination", claim.pk, **values)
        assert answer.status_code == 409
        assert "この画面を開いたあとに、内容が変わりました。" in desk_said(answer)
        assert 'value="09012345679"' in answer.content.decode()
        assert Proposal.objects.count() == 0

    def test_not_by_who_only_looks(self):
        claim = wrong_number().claim
        assert "送り先の変更を頼む" not in shown(logged_in("kato", "auditor"), claim)


class TestTakenBack:
    def test_by_whoever_asked(self, clerk, taken):
        asked = taken.proposals.get()
        answer = clerk.post(address("take_back", asked.pk), {"answer": "ご本人が取り消した"}, follow=True)
        assert Proposal.objects.get().state == "void"
        assert "頼んだことを取り下げました。" in answer.content.decode()

    def test_not_by_another_clerk(self, taken):
        asked = taken.proposals.get()
        answer = post(logged_in("suzuki", "clerk"), "take_back", asked.pk, answer="まちがい")
        assert (answer.status_code, Proposal.objects.get().state) == (404, "waiting")

    def test_not_without_a_reason(self, clerk, taken):
        clerk.post(address("take_back", taken.proposals.get().pk), {"answer": " "})
        assert Proposal.objects.get().state == "waiting"

    def test_the_form_stands_only_with_whoever_asked(self, clerk, taken):
        words = "頼んだことを取り下げる：電話で受け付けた申請"
        assert (words in shown(clerk, taken), words in shown(logged_in("suzuki", "clerk"), taken)) == (True, False)


def test_asked_again_the_holder_s_url_is_held_again(clerk):
    """Case 23: what was let go with the answer does not serve while the second person looks once more."""
    holder = status.opened(covered())
    clock.move_to(japan("2023-04-11 12:00"))
    number = holder.lines.get().stated_no
    claim = on_behalf.take(draft=draft("points", None, number), by=staff("yamada"), on_behalf=DAUGHTER)
    sent_back(claim)
    payout = holder.payout_set.get()
    assert payout.held_at is None
    post(clerk, "ask_again", claim.pk, reason="戸籍が届いた")
    payout.refresh_from_db()
    assert payout.held_for == claim.proposals.get(state="waiting")
