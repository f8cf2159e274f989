"""「2人目の承認」 on the screen, and by direct POST: never by one account, also when roles change in between."""

import pytest

from claims import proposals, reviewing
from claims.models import Claim, ClaimLine, Proposal
from config import clock
from payouts import destinations, grants, on_behalf
from tests.filing.drafts_made import draft
from tests.makers import hanako, japan, regionpay
from tests.matching.people import STRANGER, covered
from tests.review.people import BECAUSE, in_review, sato, seen, stands
from tests.review.screens import address, logged_in, post, said, see
from tests.review.test_grants import paid_to_the_first
from tests.staff.people import take_roles

pytestmark = pytest.mark.usefixtures("april")


def an_acceptance() -> Proposal:
    line = in_review(covered(member=hanako(regionpay())), by=STRANGER, method="refund")
    return reviewing.accept(line_id=line.pk, by=sato(), seen=seen(line), because=BECAUSE, overriding=["in_app"])


def a_claim_taken() -> Proposal:
    on_behalf.take(draft=draft(), by=sato())
    return Proposal.objects.get()


def a_destination() -> Proposal:
    line = in_review("999999999999")
    values = {"deliver_by": "sms", "deliver_to": "09000000009", "reason": "お電話"}
    return destinations.ask(claim_id=line.claim_id, by=sato(), seen=seen(line), **values)


def a_grant() -> Proposal:
    _made, line = paid_to_the_first()
    return grants.ask(line_id=line.pk, by=sato(), seen=seen(line), amount_yen=3000, evidence=BECAUSE)


ALL = [an_acceptance, a_claim_taken, a_destination, a_grant]


def state(asked: Proposal) -> str:
    return Proposal.objects.get(pk=asked.pk).state


def test_what_is_settled_tells_nobody_whose_it_was():
    """Its number can be counted up in the address, by every reviewer and approver."""
    asked, second = a_destination(), logged_in("ito", "approver")
    assert "090-0000-0009" in see(second, "proposal", asked.pk)
    post(second, "approve", asked.pk)
    settled = see(second, "proposal", asked.pk)
    assert ("お電話" in settled, "090-0000-0009" in settled, asked.claim.name in settled) == (True, False, False)


@pytest.mark.parametrize("asking", ALL)
class TestEachKind:
    def test_the_second_person_sees_it_and_approves(self, asking):
        asked, second = asking(), logged_in("ito", "approver")
        assert asked.get_deed_display() in see(second, "waiting")
        assert BECAUSE in see(second, "proposal", asked.pk) or asked.reason in see(second, "proposal", asked.pk)
        post(second, "approve", asked.pk)
        assert state(asked) == "approved"

    def test_whoever_asked_does_not_by_direct_post(self, asking):
        asked = asking()
        take_roles(sato(), "reviewer", "approver")
        answer = post(logged_in("sato"), "approve", asked.pk)
        assert (answer.status_code, state(asked)) == (409, "waiting")
        assert "頼んだ人は、承認できません。" in said(answer)

    def test_nor_after_the_role_has_changed_in_between(self, asking):
        """Asked as reviewer, made an approver and nothing else: the user is the same."""
        asked = asking()
        take_roles(sato(), "approver")
        assert (post(logged_in("sato"), "approve", asked.pk).status_code, state(asked)) == (409, "waiting")

    def test_nor_a_superuser(self, asking):
        asked, chief = asking(), sato()
        chief.is_superuser = True
        chief.save()
        take_roles(chief, "approver")
        assert (post(logged_in("sato"), "approve", asked.pk).status_code, state(asked)) == (409, "waiting")

    @pytest.mark.parametrize("role", ["clerk", "operator", "auditor", "administrator"])
    def test_nor_somebody_whose_role_it_is_not(self, asking, role):
        asked = asking()
        assert (post(logged_in("yamada", role), "approve", asked.pk).status_code, state(asked)) == (403, "waiting")

    def test_nor_somebody_whose_role_was_taken_while_the_page_was_open(self, asking):
        asked, second = asking(), logged_in("ito", "approver")
        see(second, "proposal", asked.pk)
        take_roles(type(sato()).objects.get(username="ito"), "clerk")
        assert (post(second, "approve", asked.pk).status_code, state(asked)) == (403, "waiting")

    def test_sent_back_with_a_reason(self, asking):
        asked = asking()
        post(logged_in("ito", "approver"), "send_back", asked.pk, answer="根拠が足りません")
        assert (state(asked), Proposal.objects.get(pk=asked.pk).answer) == ("refused", "根拠が足りません")

    def test_not_sent_back_without_one(self, asking):
        asked = asking()
        answer = post(logged_in("ito", "approver"), "send_back", asked.pk, answer=" ")
        assert "「差し戻す理由」を入力してください。" in said(answer)
        assert state(asked) == "waiting"

    def test_whoever_asked_takes_it_back(self, asking):
        asked = asking()
        take_roles(sato(), "reviewer")
        post(logged_in("sato"), "send_back", asked.pk, answer="まちがえました")
        assert state(asked) == "void"

    def test_twice(self, asking):
        asked, second = asking(), logged_in("ito", "approver")
        post(second, "approve", asked.pk)
        assert post(second, "approve", asked.pk).status_code == 409


def test_a_reviewer_does_not_approve_a_grant():
    asked = a_grant()
    assert (post(logged_in("suzuki", "reviewer"), "approve", asked.pk).status_code, state(asked)) == (403, "waiting")


def test_what_changed_meanwhile_is_void_and_says_so():
    asked, second = an_acceptance(), logged_in("ito", "approver")
    Claim.objects.update(deliver_to="other@example.jp")
    post(second, "approve", asked.pk)
    assert "無効にしました" in second.get(address("waiting")).content.decode()
    assert stands(asked.line) == ("review", "in_app")


def test_a_destination_is_shown_whole_so_that_it_can_be_compared():
    asked = a_destination()
    assert "SMS：090-0000-0009" in see(logged_in("ito", "approver"), "proposal", asked.pk)


def test_the_list_says_how_long_they_wait_and_until_when():
    an_acceptance()
    clock.move_to(japan("2023-04-18 12:00"))
    text = see(logged_in("ito", "approver"), "waiting")
    assert "全部で1件。" in text
    assert "7日 すぎました 2023年4月17日（月）" in text


def test_nobody_waits():
    assert "2人目の承認を待つものはありません。" in see(logged_in("ito", "approver"), "waiting")


def a_refund_by_phone() -> Proposal:
    on_behalf.take(draft=draft("refund"), by=sato(), called_at=japan("2023-04-10 15:20"))
    return Proposal.objects.get()


SHOWN = {
    "name": "お名前 沖縄 太郎（オキナワ タロウ）",
    "phone": "電話番号 090-0000-0002",
    "destination": "ご案内の送り先 SMS：090-0000-0002",
    "proved": "送り先の確認 認証コードで確かめていません",
    "prefecture": "都道府県 沖縄県",
    "travel date": "旅行日 2023年2月23日（木）",
    "number": "クーポン1 1234 5678 9012 確認中：電話で受け付け、もう一人の確認を待つ",
    "lodging": "宿泊先 宿 2023年2月23日（木）",
    "account": "振込先 琉球 那覇 普通（総合） ****567",
    "holder": "口座名義 ｵｷﾅﾜ ﾀﾛｳ",
    "call": "お電話の日時 2023年4月10日（月）15:20",
    "entry": "入力した日時 2023年4月11日（火）12:00",
    "deadline": "申請の締切 2023年4月30日（日）23:59",
    "clerk": "受け付けた人 sato",
}


@pytest.mark.parametrize("words", SHOWN.values(), ids=SHOWN)
def test_a_refund_by_phone_is_shown_whole(words):
    assert words in see(logged_in("ito", "approver"), "proposal", a_refund_by_phone().pk)


CHANGES = {
    "name": lambda: Claim.objects.update(name="次郎"),
    "method": lambda: Claim.objects.update(method="points"),
    "way": lambda: Claim.objects.update(deliver_by="mail", deliver_to="x@example.jp"),
    "destination": lambda: Claim.objects.update(deliver_to="09000000007"),
    "phone": lambda: Claim.objects.update(phone="09000000007"),
    "prefecture": lambda: Claim.objects.update(prefecture="15"),
    "travel date": lambda: Claim.objects.update(travel_on="2023-02-22"),
    "number": lambda: ClaimLine.objects.update(stated_no="999999999999"),
    "words": lambda: ClaimLine.objects.update(words="どうでしたか"),
    "reason": lambda: ClaimLine.objects.update(reason="number"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_would_make_it_void_is_shown(change):
    """The mark covers nothing that the second person does not see."""
    asked, second = a_refund_by_phone(), logged_in("ito", "approver")
    before = see(second, "proposal", asked.pk)
    change()
    assert proposals.digest(asked) != bytes(asked.digest)
    assert see(second, "proposal", asked.pk) != before
