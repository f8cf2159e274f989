"""A payout at the desk: a member's is held like anybody's, and the URL goes once more to who was identified only."""

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from claims import cases
from config import clock
from notifications.models import Message
from payouts import destinations, disputes, holds, releasing, telling
from payouts.models import Payout, ReceiveLink
from tests import makers
from tests.desk_screens.people import identify, path, seen
from tests.makers import coupon, hanako, japan, opened, regionpay, told
from tests.staff.people import client_of, staff
from tests.status import people as status
from tests.unreached.people import unreached
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
FACTS = ("name", "travel")


@pytest.fixture
def clerk() -> Client:
    return client_of(staff("yamada", "clerk"))


@pytest.fixture
def reviewer() -> Client:
    return client_of(staff("sato", "reviewer"))


def of_a_member() -> Payout:
    clock.move_to(japan("2023-04-05 12:00"))
    return opened(coupon(member=hanako(regionpay())))[0]


def sent_to_a_member() -> Payout:
    payout = of_a_member()
    told("2023-04-05 12:00")
    return payout


def send_again(client: Client, payout: Payout) -> str:
    answer = client.post(f"{path(payout)}send-again/")
    return " ".join(str(one) for one in get_messages(answer.wsgi_request))


def urls_sent() -> list[tuple[str, str]]:
    return list(
        Message.objects.filter(template__startswith="receive_link").order_by("pk").values_list("template", "to")
    )


def let_go(client: Client, payout: Payout, page, reason: str = "本人と確認"):
    """From that page: its form carries the hold that it shows."""
    shown = re.search(r'name="seen" value="([^"]+)"', page.content.decode())[1]
    return client.post(f"{path(payout)}let-go/", {"reason": reason, "seen": shown}, follow=True)


class TestHolding:
    def test_a_members_payout_is_held_and_let_go_from_its_screen(self, reviewer):
        payout = of_a_member()
        page = reviewer.post(f"{path(payout)}hold/", {"reason": "なりすましの疑い"}, follow=True)
        assert "保留中：なりすましの疑い（sato、" in seen(page)
        page = let_go(reviewer, payout, page)
        assert Payout.objects.get().held_at is None
        text = seen(page)
        assert text.index("sato 支払を保留した なりすましの疑い") < text.index("sato 保留を外した 本人と確認")

    def test_what_a_duty_holds_is_said_in_words(self, reviewer):
        payout = of_a_member()
        Payout.objects.update(held_at=japan("2023-04-05 12:00"), held_by=disputes.WHO, hold_reason="2つの申請")
        text = seen(reviewer.get(path(payout)))
        assert ("（自動、2023年4月5日" in text, disputes.WHO in text) == (True, False)

    def test_without_a_reason_nothing_is_held_and_the_page_says_so(self, reviewer):
        payout = of_a_member()
        page = reviewer.post(f"{path(payout)}hold/", {"reason": " "})
        assert "「理由」を入力してください。" in seen(page)
        assert Payout.objects.get().held_at is None

    def test_held_twice_is_refused_and_what_was_typed_stays(self, reviewer):
        payout = of_a_member()
        reviewer.post(f"{path(payout)}hold/", {"reason": "ひとつめ"})
        page = reviewer.post(f"{path(payout)}hold/", {"reason": "ふたつめの理由"})
        assert (page.status_code, Payout.objects.get().hold_reason) == (409, "ひとつめ")
        assert (
            "もう保留されています。何もしていません。sato さんが、2023年4月5日（水）12:00から保留しています：ひとつめ"
            in seen(page)
        )
        assert "ふたつめの理由" in page.content.decode()

    def test_held_by_the_machine_already_no_person_is_named(self, reviewer):
        payout = of_a_member()
        Payout.objects.update(held_at=clock.now(), held_by=disputes.WHO, hold_reason="口座が2つ")
        text = seen(reviewer.post(f"{path(payout)}hold/", {"reason": "ふたつめの理由"}))
        assert "何もしていません。2023年4月5日（水）12:00から保留しています（自動）：口座が2つ" in text
        assert disputes.WHO not in text

    def test_a_page_of_before_does_not_end_somebody_else_s_hold(self, reviewer):
        payout = of_a_member()
        old = reviewer.post(f"{path(payout)}hold/", {"reason": "ひとつめ"}, follow=True)
        let_go(reviewer, payout, old)
        client_of(staff("suzuki", "reviewer")).post(f"{path(payout)}hold/", {"reason": "なりすましの疑い"})
        page = let_go(reviewer, payout, old, reason="本人と確認した")
        assert (page.status_code, Payout.objects.get().held_by) == (409, "suzuki")
        assert "suzuki さんが、2023年4月5日（水）12:00から保留しています：なりすましの疑い" in seen(page)
        assert "本人と確認した</textarea>" in page.content.decode()
        let_go(reviewer, payout, page)
        assert Payout.objects.get().held_at is None

    def test_what_a_second_person_settles_is_not_ended_here(self, reviewer):
        claim = status.sent()
        where = {"deliver_by": "sms", "deliver_to": "09000000009", "reason": "お電話"}
        destinations.ask(claim_id=claim.pk, by=makers.staff("ito"), seen=str(cases.version(claim)), **where)
        payout = status.payout(claim)
        page = reviewer.get(path(payout))
        assert "保留を外す" not in seen(page)
        words = f"「送り先の変更」（{claim.receipt_no}）が、2人目の承認を待っています。"
        assert words in seen(page)
        page = reviewer.post(f"{path(payout)}let-go/", {"reason": "本人と確認", "seen": holds.version(payout)})
        assert (page.status_code, Payout.objects.get().held_by) == (409, "ito")
        assert words in seen(page)

    def test_every_screen_leads_to_it_and_back(self, reviewer):
        payout = of_a_member()
        held = payout.items.get().coupon
        for row in (held, payout.member):
            assert f'href="{path(payout)}"' in reviewer.get(path(row)).content.decode()
        page = reviewer.get(path(payout)).content.decode()
        assert [address in page for address in (path(held), path(payout.member))] == [True, True]

    def test_a_claims_payout_leads_to_claim_and_case(self, reviewer):
        claim = status.sent()
        page = reviewer.get(path(status.payout(claim))).content.decode()
        case = f"/admin/desk/review/claim/{claim.pk}/"
        assert [address in page for address in (path(claim), case)] == [True, True]
        assert f'href="{path(status.payout(claim))}"' in reviewer.get(path(claim)).content.decode()


class TestTheUrlOnceMore:
    def test_nobody_unknown_is_sent_anything(self, clerk):
        payout = sent_to_a_member()
        before = urls_sent()
        assert "ご本人と確かめてから" in send_again(clerk, payout)
        assert "受取URLをもう一度送る</button>" not in clerk.get(path(payout.member)).content.decode()
        assert urls_sent() == before

    def test_a_member_who_was_identified_gets_it_where_it_was_sent(self, clerk):
        payout = sent_to_a_member()
        page = identify(clerk, payout.member, *FACTS)
        assert "受取URLをもう一度送る</button>" in page.content.decode()
        assert "もう一度お送りします。" in send_again(clerk, payout)
        assert urls_sent()[-1] == ("receive_link_again", payout.member.email)
        assert AuditEvent.objects.get(action="link sent again").who == "yamada"

    def test_so_does_a_claimant(self, clerk):
        claim = status.sent()
        identify(clerk, claim, *FACTS)
        send_again(clerk, status.payout(claim))
        assert urls_sent()[-1] == ("receive_link_again", claim.deliver_to)

    def test_once_in_ten_minutes(self, clerk):
        payout = sent_to_a_member()
        identify(clerk, payout.member, *FACTS)
        send_again(clerk, payout)
        assert "10分に1回" in send_again(clerk, payout)
        assert len(urls_sent()) == 2

    def test_a_locked_url_gives_way_to_a_new_one(self, clerk):
        claim = status.locked()
        payout = status.payout(claim)
        old = ReceiveLink.objects.get(payout=payout)
        identify(clerk, claim, *FACTS)
        send_again(clerk, payout)
        new = ReceiveLink.objects.get(payout=payout, revoked_at=None)
        assert (new.pk != old.pk, new.destination, new.locked_at) == (True, old.destination, None)
        assert AuditEvent.objects.get(action="link replaced").who == "yamada"

    def test_to_where_it_came_back_from_it_goes_again_once_the_mailbox_takes_it(self, clerk):
        payout = unreached()
        identify(clerk, payout.member, *FACTS)
        assert list(telling.unreachable()) == [payout]
        assert "もう一度お送りします。" in send_again(clerk, payout)

        assert urls_sent()[-1] == ("receive_link_again", payout.member.email)
        assert list(telling.unreachable()) == []

    def test_what_is_held_is_not_sent(self, clerk):
        claim = status.held()
        identify(clerk, claim, *FACTS)
        before = urls_sent()
        assert "いまは送れません。" in send_again(clerk, status.payout(claim))
        assert urls_sent() == before


def test_what_was_taken_back_is_not_told_as_lapsed(clerk):
    payout = of_a_member()
    releasing.void(payout_id=payout.pk, who="test", reason="test", at=clock.now())
    assert "この支払は取り消され、送ったURLは使えません。" in seen(clerk.get(path(payout)))
    assert "受取期限は、" not in seen(clerk.get(path(payout.member)))
