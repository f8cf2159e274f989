"""The case on the screen: stated beside recorded, who has it, what was typed stays, and what each button does."""

from datetime import timedelta

import pytest

from claims.doubts import Doubt
from claims.models import OpenCase
from config import clock
from payouts import holds
from tests.makers import hanako, japan, regionpay, staff
from tests.makers import opened as payouts_opened
from tests.matching.people import STRANGER, covered, filed
from tests.review.people import AT, again, in_review, second_of_two, stands, the_proposal, wrong_number
from tests.review.people import seen as version_of
from tests.review.screens import address, logged_in, opened, post, reviewer, said, see, seen
from trail.models import AuditEvent

pytestmark = pytest.mark.usefixtures("april")
WHY = "発行店の記録で確かめた"


class TestTheQueue:
    def test_the_oldest_is_first_and_says_why_and_until_when(self):
        wrong_number(filed_at=japan("2023-04-09 10:00"))
        wrong_number(filed_at=japan("2023-04-01 10:00"), by=STRANGER)
        text = see(reviewer(), "")
        assert text.index("10日 すぎました") < text.index("2日 2023年4月16日")
        assert text.count("番号・都道府県・旅行日が記録と合わない") == 3

    def test_by_reason_and_by_deadline(self):
        wrong_number(filed_at=japan("2023-04-09 10:00"))
        _first, second = second_of_two()
        client = reviewer()
        by_reason = said(client.get(address("") + "?reason=conflict"))
        assert second.claim.receipt_no in by_reason
        assert by_reason.count("A-M") == 1
        assert said(client.get(address("") + "?due=over")).count("A-M") == 0

    def test_who_has_a_case_stands_in_it(self):
        line = wrong_number()
        opened(reviewer("suzuki"), line.claim_id)
        assert "suzuki さん" in see(reviewer(), "")

    def test_nonsense_in_the_address_filters_nothing(self):
        wrong_number()
        answer = reviewer().get(address("") + "?reason=x&due=y&after=-1")
        assert answer.status_code == 200

    def test_nothing_to_do(self):
        assert "審査を待つ申請はありません。" in see(reviewer(), "")


class TestSideBySide:
    def test_what_differs_is_marked_in_words(self):
        line = in_review(covered(), prefecture="13")
        text = see(reviewer(), "case", line.claim_id)
        assert "都道府県 東京都 沖縄県 要確認" in text
        assert text.count("要確認") == 1

    def test_numbers_that_are_nearly_the_stated_one_are_offered(self):
        made = covered(inquiry_no="123456789012")
        covered(inquiry_no="223456789013")
        line = in_review("123456789021")
        text = see(reviewer(), "case", line.claim_id)
        assert "1234 5678 9012" in text
        assert "2234 5678 9013" not in text
        assert made.inquiry_no == "123456789012"

    def test_contacts_are_masked_and_looking_is_on_the_trail(self):
        line = wrong_number()
        text = see(reviewer(), "case", line.claim_id)
        assert "t***@example.jp" in text
        assert AuditEvent.objects.get(action="looked at").about == f"claims.claim/{line.claim_id}"

    def test_an_app_coupon_says_whether_the_contact_is_the_members(self):
        line = in_review(covered(member=hanako(regionpay())), by=STRANGER, method="refund")
        assert "申請の送り先は、会員の登録と違います" in see(reviewer(), "case", line.claim_id)

    def test_the_other_claim_of_a_conflict(self):
        first, second = second_of_two()
        text = see(reviewer(), "case", second.claim_id)
        assert f"重なる申請 {first.claim.receipt_no} 認定" in text

    def test_no_browser_keeps_it(self):
        answer = reviewer().get(address("case", wrong_number().claim_id))
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


class TestWhoHasIt:
    def test_looking_opens_nothing(self):
        see(reviewer(), "case", wrong_number().claim_id)
        assert not OpenCase.objects.exists()

    def test_a_colleague_sees_who_has_it_and_since_when_and_no_forms(self):
        line = wrong_number()
        opened(reviewer("suzuki"), line.claim_id)
        answer = reviewer().get(address("case", line.claim_id))
        assert "suzuki さんが対応しています（何もしなければ、あと15分）。" in said(answer)
        assert "このクーポンを認める" not in answer.content.decode()

    def test_starting_what_a_colleague_has(self):
        line = wrong_number()
        opened(reviewer("suzuki"), line.claim_id)
        answer = post(reviewer(), "open", line.claim_id)
        assert answer.status_code == 409

    def test_taking_it_over(self):
        line = wrong_number()
        opened(reviewer("suzuki"), line.claim_id)
        client = reviewer()
        post(client, "open", line.claim_id, over="1")
        assert "あなたが対応しています。" in see(client, "case", line.claim_id)

    def test_giving_it_back(self):
        line, client = wrong_number(), reviewer()
        opened(client, line.claim_id)
        post(client, "close", line.claim_id)
        assert not OpenCase.objects.exists()

    def test_the_second_of_two_sees_who_changed_what_and_loses_nothing(self):
        line, first, second = wrong_number(), reviewer(), reviewer("suzuki")
        version = opened(second, line.claim_id)
        post(first, "open", line.claim_id, over="1")
        post(first, "decline", line.pk, seen=seen(first, line.claim_id), reason="other", words="対象外でした。")
        post(first, "close", line.claim_id)
        opened(second, line.claim_id)
        answer = post(second, "decline", line.pk, seen=version, reason="other", words="わたしのことば")
        assert answer.status_code == 409
        assert "sato 断った" in said(answer)
        assert again(line).words == "対象外でした。"


class TestDeciding:
    def test_a_number_that_was_found(self):
        made, line, client = covered(), wrong_number(), reviewer()
        version = opened(client, line.claim_id)
        number = f"{made.inquiry_no[:4]} {made.inquiry_no[4:8]}-{made.inquiry_no[8:]}"
        post(client, "accept", line.pk, seen=version, inquiry_no=number, overriding="number", because=WHY)
        assert the_proposal().coupon == made

    def test_what_was_not_ticked_is_named_and_what_was_typed_stays(self):
        made, line, client = covered(), wrong_number(), reviewer()
        version = opened(client, line.claim_id)
        answer = post(client, "accept", line.pk, seen=version, inquiry_no=made.inquiry_no, because=WHY)
        assert "申請された番号と、見つけたクーポンの番号が違う" in said(answer)
        assert WHY in answer.content.decode()
        assert made.inquiry_no in answer.content.decode()
        assert stands(line) == ("review", "number")

    def test_one_correction_and_it_is_done(self):
        made, line, client = covered(), wrong_number(), reviewer()
        opened(client, line.claim_id)
        answer = post(client, "accept", line.pk, seen="", inquiry_no=made.inquiry_no, because=WHY, overriding="number")
        version = answer.content.decode().split('name="seen" value="')[1].split('"')[0]
        post(client, "accept", line.pk, seen=version, inquiry_no=made.inquiry_no, because=WHY, overriding="number")
        assert the_proposal().coupon == made

    def test_only_what_speaks_against_it_can_be_ticked(self):
        line, client = in_review(covered(), prefecture="13"), reviewer()
        version = opened(client, line.claim_id)
        page = client.get(address("case", line.claim_id)).content.decode()
        ticks = [doubt for doubt in Doubt.values if f'name="overriding" value="{doubt}"' in page]
        answer = post(client, "accept", line.pk, seen=version, because=WHY, overriding=Doubt.values)
        assert (ticks, stands(line)) == (["prefecture"], ("review", "number"))
        assert "気をつけることが変わりました。" in said(answer)

    def test_a_members_coupon_goes_to_the_second_person(self):
        line = in_review(covered(member=hanako(regionpay())), by=STRANGER, method="refund")
        client = reviewer()
        version = opened(client, line.claim_id)
        post(client, "accept", line.pk, seen=version, overriding="in_app", because=WHY)
        assert the_proposal().line == line
        assert "2人目の承認を待っています：" in see(client, "case", line.claim_id)

    def test_declined_with_words(self):
        line, client = wrong_number(), reviewer()
        version = opened(client, line.claim_id)
        post(client, "decline", line.pk, seen=version, reason="not_confirmed", words="確認できませんでした。")
        assert (stands(line), again(line).words) == (("declined", "not_confirmed"), "確認できませんでした。")

    def test_an_empty_form_says_what_is_missing_at_the_field(self):
        line, client = wrong_number(), reviewer()
        opened(client, line.claim_id)
        answer = post(client, "decline", line.pk, seen="")
        html = answer.content.decode()
        assert "断る理由を選んでください。" in html
        assert f'id="id_decline_{line.pk}_reason_error"' in html
        assert "<title>エラー：" in html

    def test_asked_back(self):
        line, client = wrong_number(), reviewer()
        version = opened(client, line.claim_id)
        post(client, "ask", line.pk, seen=version, words="宿泊先はどちらでしたか。")
        assert again(line).words == "宿泊先はどちらでしたか。"

    def test_the_second_of_two_contacts(self):
        first, second = second_of_two()
        client = reviewer()
        version = opened(client, second.claim_id)
        post(client, "second", second.pk, seen=version, because=WHY, words_to_first="確認できませんでした。")
        assert (stands(first)[0], stands(second)[0]) == ("declined", "accepted")

    def test_a_hold_is_told_and_leads_to_its_payout(self):
        made = covered()
        claim = filed(made)
        claim.lines.update(state="accepted", coupon=made)
        (payout,) = payouts_opened(made)
        holds.hold(payout_id=payout.pk, by=staff("suzuki"), reason="なりすましの疑い")
        page = reviewer().get(address("case", claim.pk))
        assert "保留中：なりすましの疑い（suzuki" in said(page)
        assert "suzuki 支払を保留した" in said(page)
        assert f'href="/admin/desk/payout/{payout.pk}/"' in page.content.decode()

    def test_another_destination(self):
        line, client = wrong_number(), reviewer()
        version = opened(client, line.claim_id)
        values = {"deliver_by": "sms", "deliver_to": "０９０-1234-5678", "reason": "本人からの電話"}
        post(client, "destination", line.claim_id, seen=version, **values)
        assert the_proposal().details == {"deliver_by": "sms", "deliver_to": "09012345678"}

    @pytest.mark.parametrize(
        ("by", "to", "fault"),
        [
            ("mail", "09012345678", "メール"),
            ("sms", "0980000001", "携帯電話"),
            ("letter", " ", "郵便番号とご住所を入力してください。"),
            ("", "x", "ご案内の送り方を選んでください。"),
        ],
    )
    def test_a_destination_that_is_none(self, by, to, fault):
        line, client = wrong_number(), reviewer()
        version = opened(client, line.claim_id)
        answer = post(client, "destination", line.claim_id, seen=version, deliver_by=by, deliver_to=to, reason="x")
        assert fault in said(answer)


class TestNothingTypedIsLost:
    def test_when_a_colleague_took_the_case_over(self):
        line, client = wrong_number(), reviewer()
        version = opened(client, line.claim_id)
        post(reviewer("suzuki"), "open", line.claim_id, over="1")
        answer = post(client, "decline", line.pk, seen=version, reason="other", words="わたしのことば")
        assert answer.status_code == 409
        assert "入力していたこと" in said(answer)
        assert "伝えることば わたしのことば" in said(answer)

    def test_when_it_was_decided_meanwhile(self):
        line, client = wrong_number(), reviewer()
        version = opened(client, line.claim_id)
        type(line).objects.filter(pk=line.pk).update(state="declined", reason="other", decided_at=AT)
        answer = post(client, "ask", line.pk, seen=version, words="宿泊先はどちらでしたか。")
        assert "申請者に尋ねること 宿泊先はどちらでしたか。" in said(answer)

    def test_when_the_time_was_over_and_the_form_had_a_fault(self):
        line, client = wrong_number(), reviewer()
        answer = post(client, "decline", line.pk, seen="", words="わたしのことば")
        assert "伝えることば わたしのことば" in said(answer)

    def test_a_deed_keeps_the_case_open(self):
        line, client = wrong_number(), reviewer()
        version = opened(client, line.claim_id)
        OpenCase.objects.update(until=clock.unmoved() + timedelta(minutes=1))
        post(client, "ask", line.pk, seen=version, words="宿泊先はどちらでしたか。")
        assert "（あと15分。" in see(client, "case", line.claim_id)


class TestWhoMay:
    @pytest.mark.parametrize("name", ["destination", "ask_again"])
    @pytest.mark.parametrize("values", [{}, {"reason": "x", "deliver_by": "sms", "deliver_to": "1"}])
    def test_a_clerk_is_shown_no_case_whatever_is_posted(self, name, values):
        claim = wrong_number().claim
        answer = logged_in("yamada", "clerk").post(address(name, claim.pk), values, follow=True)
        html = answer.content.decode()
        assert (f'action="/admin/desk/claim/{claim.pk}/note/"' in html, "compared" in html) == (True, False)

    def test_a_clerk_who_asked_is_back_on_the_claim(self):
        claim = wrong_number().claim
        values = {"deliver_by": "sms", "deliver_to": "09012345678", "reason": "本人からの電話"}
        answer = post(logged_in("yamada", "clerk"), "destination", claim.pk, seen=version_of(claim), **values)
        assert (the_proposal().claim, answer["Location"]) == (claim, f"/admin/desk/claim/{claim.pk}/")

    def test_a_fault_is_a_look_too(self):
        line, client = wrong_number(), reviewer()
        post(client, "decline", line.pk, seen="")
        assert AuditEvent.objects.filter(action="looked at", about=f"claims.claim/{line.claim_id}").count() == 1

    @pytest.mark.parametrize("name", ["accept", "decline", "ask", "second", "grant"])
    def test_a_clerk_decides_nothing(self, name):
        line = wrong_number()
        assert post(logged_in("yamada", "clerk"), name, line.pk).status_code == 403

    @pytest.mark.parametrize("name", ["accept", "decline", "ask", "second", "grant"])
    def test_nothing_is_decided_by_looking(self, name):
        assert reviewer().get(address(name, wrong_number().pk)).status_code == 405

    @pytest.mark.parametrize("name", ["accept", "decline", "ask", "second", "grant", "destination"])
    def test_what_is_not_there(self, name):
        assert post(reviewer(), name, 0).status_code == 404
