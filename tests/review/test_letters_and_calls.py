"""What no machine sends: letters are printed and posted, calls are made, and each result is written down once."""

import pytest

from claims.models import CallNote
from desk.review.pages import A_PAGE
from notifications import by_hand, releases
from notifications.models import Message
from payouts import entitlements, links, on_behalf, opening
from payouts.models import Payout, ReceiveLink
from tests.filing.drafts_made import draft
from tests.makers import japan, regionpay
from tests.matching.people import covered, filed
from tests.notifications.people import queued
from tests.review.people import AT, sato, suzuki, the_proposal
from tests.review.screens import address, logged_in, post, see
from trail.models import AuditEvent

pytestmark = pytest.mark.usefixtures("april")
ROAD = "900-0001 那覇市港町1-1 沖縄太郎"


@pytest.fixture
def operator():
    return logged_in("kinjo", "operator")


@pytest.fixture
def clerk():
    return logged_in("yamada", "clerk")


def letter(**more) -> Message:
    return queued(channel="letter", to=ROAD, **more)


def call(**more) -> Message:
    return queued(channel="call", to="0980000001", template="claim_asked", context=ASKED, **more)


ASKED = {
    "name": "沖縄 太郎",
    "receipt_no": "A-1",
    "scheme_slug": "regionpay-2023",
    "sender": "補償",
    "stated_no": "123456789012",
    "asks": "宿泊先はどちらでしたか。",
    "check_number": False,
    "help_desk_name": "コールセンター",
    "help_desk_phone": "0120-479-249",
    "help_desk_hours": "平日",
}


def now(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


class TestLetters:
    def test_it_holds_address_words_url_and_its_picture(self, operator):
        text = see(operator, "letter", letter().pk)
        assert ROAD in text
        assert "/r/" in text
        assert "受取URLのQRコード" in operator.get(address("letter", letter().pk)).content.decode()

    def test_looking_at_one_is_on_the_trail(self, operator):
        message = letter()
        see(operator, "letter", message.pk)
        assert AuditEvent.objects.get(action="letter opened").about == f"notifications.message/{message.pk}"

    def test_posted(self, operator):
        message = letter()
        post(operator, "letter_result", message.pk, result="done")
        assert (now(message).state, now(message).sent_at) == ("sent", AT)

    def test_what_was_posted_is_not_shown_again(self, operator):
        message = letter()
        post(operator, "letter_result", message.pk, result="done")
        text = see(operator, "letter", message.pk)
        assert "/r/" not in text
        assert "手紙は、送信済です" in text

    def test_it_came_back(self, operator):
        message = letter()
        post(operator, "letter_result", message.pk, result="done")
        post(operator, "letter_result", message.pk, result="undeliverable", why="あて所に尋ね\0あたりません")
        assert (now(message).state, now(message).error) == ("undeliverable", "あて所に尋ねあたりません")

    def test_not_without_saying_why(self, operator):
        message = letter()
        post(operator, "letter_result", message.pk, result="undeliverable", why=" ")
        assert now(message).state == "queued"

    def test_settled_once(self, operator):
        message = letter()
        for result in ("undeliverable", "done"):
            post(operator, "letter_result", message.pk, result=result, why="x")
        assert now(message).state == "undeliverable"

    def test_another_time_is_not_yet(self, operator):
        letter(not_before=japan("2023-05-01 09:00"))
        assert "送る手紙はありません。" in see(operator, "letters")

    def test_a_clerk_sees_no_url(self, clerk):
        assert clerk.get(address("letter", letter().pk)).status_code == 403

    def test_all_of_a_page_are_printed_in_one_go_and_settled(self, operator):
        letters = [letter(), letter()]
        html = operator.get(address("letters_print")).content.decode()
        assert (html.count('class="letter sheet"'), html.count("受取URLのQRコード")) == (2, 2)
        assert AuditEvent.objects.filter(action="letter opened").count() == 2
        post(operator, "letters_print", None, message=[one.pk for one in letters])
        assert [now(one).state for one in letters] == ["sent", "sent"]

    def test_one_that_was_settled_meanwhile_stays_as_it_is(self, operator):
        first, second = letter(), letter()
        by_hand.undeliverable(message_id=first.pk, who="x", why="転居")
        post(operator, "letters_print", None, message=[first.pk, second.pk])
        assert [now(one).state for one in (first, second)] == ["undeliverable", "sent"]

    def test_what_is_no_letter_of_the_page_is_passed_over(self, operator):
        message = letter()
        answer = post(operator, "letters_print", None, message=["", "1\0", "x", "9" * 30, message.pk])
        assert (answer.status_code, now(message).state) == (302, "sent")

    def test_mail_is_not_printed(self, operator):
        assert operator.get(address("letter", queued(channel="mail").pk)).status_code == 404


class TestCalls:
    def test_the_number_and_what_to_say(self, clerk):
        text = see(clerk, "call", call().pk)
        assert "0980000001" in text
        assert "宿泊先はどちらでしたか。" in text

    def test_told(self, clerk):
        message = call()
        post(clerk, "call_result", message.pk, result="done")
        assert now(message).state == "sent"
        assert AuditEvent.objects.get(action="call done").who == "yamada"

    def test_nobody_answered_and_it_stays_on_the_list(self, clerk):
        message = call()
        for _ in range(2):
            post(clerk, "call_result", message.pk, result="not_reached")
        assert (now(message).state, now(message).attempts) == ("queued", 2)
        assert "8日 2" in see(clerk, "calls")

    def test_the_list_says_for_whom_since_when_and_what_about(self, clerk):
        claim = filed("999999999999")
        call(about=f"claims.claim/{claim.pk}", not_before=japan("2023-04-08 10:00"))
        text = see(clerk, "calls")
        assert (
            f"確認のお願い （電話 {Message.objects.latest('pk').pk}） {claim.receipt_no} ***-****-0001 2023年4月8日"
            in text
        )
        assert "3日 0" in text

    def test_who_was_not_reached_comes_after_who_was_not_tried(self, clerk):
        first, second = call(not_before=japan("2023-04-08 10:00")), call(not_before=japan("2023-04-10 10:00"))
        post(clerk, "call_result", first.pk, result="not_reached")
        text = see(clerk, "calls")
        assert text.index(f"電話 {second.pk}") < text.index(f"電話 {first.pk}")

    def test_two_clerks_see_each_other_at_one_call(self, clerk):
        message = call()
        see(logged_in("sato", "clerk"), "call", message.pk)
        assert "sato さんが開いています" in see(clerk, "calls")
        assert "sato さんも、いま開いています。" in see(clerk, "call", message.pk)

    def test_what_was_told_is_a_call_that_was_noted(self, clerk):
        claim = filed("999999999999")
        message = call(about=f"claims.claim/{claim.pk}")
        post(clerk, "call_result", message.pk, result="done")
        note = CallNote.objects.get()
        assert (note.claim, note.clerk, note.text) == (claim, "yamada", "こちらからかけた電話：確認のお願い")

    def test_nothing_is_to_be_said_that_nobody_can_say(self, clerk):
        text = see(clerk, "call", call().pk)
        assert [mark for mark in ("■", "※", "://") if mark in text] == []

    def test_a_number_that_reaches_nobody(self, clerk):
        message = call()
        post(clerk, "call_result", message.pk, result="undeliverable", why="使われていない番号")
        assert now(message).state == "undeliverable"

    def test_nonsense_settles_nothing(self, clerk):
        message = call()
        post(clerk, "call_result", message.pk, result="x")
        assert now(message).state == "queued"

    def test_on_paper_with_whole_numbers_and_on_the_trail(self, clerk):
        message = call()
        assert "沖縄 太郎 0980000001" in see(clerk, "calls_print")
        assert AuditEvent.objects.get(action="call list printed").about == f"notifications.message/{message.pk}"

    def test_more_than_a_page_is_said_and_can_be_turned(self, clerk):
        for _ in range(A_PAGE + 1):
            call()
        assert "全部で51件です。" in see(clerk, "calls")
        assert 'href="?after=50"' in clerk.get(address("calls")).content.decode()
        assert clerk.get(f"{address('calls')}?after=50").content.decode().count('<th scope="row">') == 1

    def test_a_letter_is_no_call(self, clerk):
        assert post(clerk, "call_result", letter().pk, result="done").status_code == 404


def test_nothing_of_the_machines_is_settled_by_hand(db):
    with pytest.raises(by_hand.NotToSettle):
        by_hand.done(message_id=queued().pk, who="x", at=AT)


def test_a_claim_by_letter_from_the_call_to_the_check_of_its_url(operator):
    """The letter carries no phone number, so its page asks for the last four digits."""
    made = covered()
    taking = draft("points", None, made.inquiry_no, delivery={"deliver_by": "letter", "deliver_to": ROAD})
    on_behalf.take(draft=taking, by=sato())
    on_behalf.approve(proposal_id=the_proposal().pk, by=suzuki())
    entitlements.freeze(regionpay())
    opening.open_payouts(regionpay())
    link = ReceiveLink.objects.get()
    assert (link.channel, link.destination, Payout.objects.get().state) == ("letter", ROAD, "open")
    assert links.asks_for_digits(link)
    assert links.check(link=link, answer=links.Answer(digits="0002"))
    message = Message.objects.get(template="receive_link")
    assert "/r/" not in see(operator, "letter", message.pk)  # mass sending waits for two persons, by letter too
    releases.ask(scheme="regionpay-2023", what=opening.RELEASE, who="sato")
    releases.approve(scheme="regionpay-2023", what=opening.RELEASE, who="suzuki")
    assert see(operator, "letter", message.pk).count("/r/") == 1
