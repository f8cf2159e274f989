"""What is read back: each caller on an address of their own, whether two persons are needed, what the records say."""

import pytest

from claims.models import Claim, OneTimeCode, Proposal
from config import clock
from notifications.models import Message
from notifications.templatetags.wording import grouped
from tests.filing.drafts_made import code_of
from tests.makers import coupon, hanako, japan, regionpay
from tests.matching.people import covered
from tests.matching.people import filed as filed_by_another
from tests.review.people import noted_call
from tests.review.screens import address, logged_in, post, said
from tests.review.taking import filed, last, proved, read_back, typed
from trail.models import AuditEvent

pytestmark = pytest.mark.usefixtures("april")


@pytest.fixture
def clerk():
    return logged_in("yamada", "clerk")


class TestTwoCallersInTwoTabs:
    @pytest.fixture
    def drafts(self, clerk) -> tuple[int, int]:
        typed(clerk)
        first = last()
        typed(clerk, name="沖縄 次郎", phone="090-2222-2222", deliver_to="090-2222-2222", inquiry_no="323456789012")
        return first, last()

    def test_each_files_whom_it_has_read_back(self, clerk, drafts):
        first, second = drafts
        for draft, name in ((first, "沖縄 太郎"), (second, "沖縄 次郎")):
            assert name in said(clerk.get(address("read_back", draft)))
            text, claim = filed(clerk, draft), Claim.objects.latest("pk")
            assert (claim.receipt_no in text, claim.name) == (True, name)

    def test_each_sends_its_code_to_its_own_caller(self, clerk, drafts):
        post(clerk, "send_code", drafts[0])
        assert Message.objects.get().to == "09012345678"
        post(clerk, "check_code", drafts[1], code=code_of(OneTimeCode.objects.get()))
        assert "認証コードで確かめました。" not in said(clerk.get(address("read_back", drafts[1])))

    def test_a_colleague_s_are_nobody_else_s(self, clerk, drafts):
        other = logged_in("suzuki", "clerk")
        for name in ("send_code", "check_code", "file"):
            assert post(other, name, drafts[0]).url == address("take", "points")
        assert other.get(address("read_back", drafts[0])).url == address("take", "points")
        assert (Claim.objects.count(), Message.objects.count()) == (0, 0)


class TestWhetherTwoPersonsAreNeeded:
    """The page says what the program does: both ask claims.desk_claims.why_a_second_person."""

    def test_a_call_of_before_within_the_period_needs_none(self, clerk):
        typed(clerk, called_at="2023年4月5日 10:00")
        proved(clerk)
        text = read_back(clerk)
        assert "お電話の日時 2023年4月5日（水）10:00" in text
        assert "2人目" not in text
        filed(clerk)
        assert Proposal.objects.count() == 0

    def test_after_the_last_day_it_does_and_says_so(self, clerk):
        clock.move_to(japan("2023-05-01 10:00"))
        noted_call("2023-04-28 18:00")
        typed(clerk, called_at="2023-04-28 17:50")
        proved(clerk)
        assert "2人目の確認が必要です：申請の締切より前のお電話。" in read_back(clerk)
        filed(clerk)
        assert Proposal.objects.get().reason == "申請の締切より前のお電話"

    def test_the_language_of_the_caller_is_read_back(self, clerk):
        typed(clerk, language="en")
        assert "ご案内のことば English" in read_back(clerk)


class TestComparedWithTheRecords:
    """While the caller is there; staff see it, and the caller is not told (question 10)."""

    def shown(self, clerk, *coupons, **more) -> str:
        typed(clerk, **{"inquiry_no": "\n".join(coupons), **more})
        return read_back(clerk).partition("直らなくても受け付けられます。 ")[2].partition(" 送り先の確認")[0]

    def test_what_fits(self, clerk):
        made = covered()
        number = made.inquiry_no
        assert self.shown(clerk, number) == f"{grouped(number)} 記録と合っています"

    def test_a_number_of_another_prefecture(self, clerk):
        made = covered()
        assert self.shown(clerk, made.inquiry_no, prefecture="15").endswith("都道府県が記録と違います")

    def test_another_day(self, clerk):
        made = covered()
        assert self.shown(clerk, made.inquiry_no, travel_day="1").endswith("旅行日が記録と合いません")

    def test_a_number_that_nobody_knows(self, clerk):
        assert self.shown(clerk, "999999999999") == "9999 9999 9999 記録にない番号です"

    def test_one_in_the_app(self, clerk):
        made = covered(member=hanako(regionpay()))
        assert self.shown(clerk, made.inquiry_no).endswith("アプリに追加されています")

    def test_one_that_case_a_does_not_cover(self, clerk):
        made = coupon(last_minute="2023-03-24 23:59")
        assert self.shown(clerk, made.inquiry_no).endswith("(A)の対象ではありません")

    def test_one_that_somebody_else_has_claimed(self, clerk):
        made = covered()
        filed_by_another(made)
        assert self.shown(clerk, made.inquiry_no).endswith("別の申請があります")

    def test_a_lost_number(self, clerk):
        assert self.shown(clerk, number_unknown="on") == "番号が分からない 記録にない番号です"

    def test_the_look_is_on_the_trail(self, clerk):
        self.shown(clerk, "999999999999")
        event = AuditEvent.objects.get(action="compared on the phone")
        assert (event.who, event.about, event.detail) == ("yamada", f"claims.draft/{last()}", {"numbers": 1})
