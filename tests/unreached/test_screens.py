"""「連絡がつかない方」: the list with its age, and from there the call, the unlocking, the new destination."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from claims.models import CallNote
from config import clock
from coupons.models import Member
from desk.delivery import views
from desk.operations import parts
from payouts import orders, receiving, releasing
from payouts.models import Payout, ReceiveLink, Redirect
from tests.desk_screens.people import identify
from tests.makers import coupon, hanako, japan, opened, regionpay
from tests.receiving.people import link, stock, take
from tests.review.screens import said
from tests.staff.people import client_of, staff
from tests.unreached.people import AT, LANDLINE, asked, claimant, locked, sent, told_in_vain, unreached, without_contact
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
LIST = "/admin/desk/delivery/"
NEW = {"deliver_by": "sms", "deliver_to": "０８０－１１１１－２２２２", "reason": "旅行日と宿泊先で確認"}


@pytest.fixture
def clerk() -> Client:
    return client_of(staff("yamada", "clerk"))


def one(payout: Payout, deed: str = "") -> str:
    return f"{LIST}{payout.pk}/{f'{deed}/' if deed else ''}"


def words(answer) -> str:
    return " ".join(str(one) for one in get_messages(answer.wsgi_request)) or said(answer)


def test_who_waits_longest_stands_first_with_age_and_what_was_tried(clerk):
    sent()
    lost, shut = unreached(), locked()
    clock.move_to(japan("2023-04-20 12:00"))
    CallNote.objects.create(
        scheme=regionpay(),
        member=lost.member,
        clerk="yamada",
        disposition="other",
        at=japan("2023-04-12 12:00"),
        form_nonce="11111111-2222-3333-4444-555555555555",
    )
    page = said(clerk.get(LIST))

    assert page.index(f"支払 {lost.pk} ") < page.index(f"支払 {shut.pk} ")
    assert (
        f"アプリ会員 {lost.member.member_no} 届かない 2023年4月3日（月）00:00（17日前） メール h***@example.jp 3,000円 1回"
        in page
    )
    assert f"アプリ会員 {shut.member.member_no} ロック 2023年4月10日（月）12:00（10日前）" in page
    assert "hanako@example.jp" not in page and LANDLINE not in page


def test_of_a_code_it_says_until_when_it_is_shown(clerk):
    """A code that came late is shown longer than the payout could be received."""
    to = link()
    take(to, at="2023-05-31 23:00")
    stock()
    orders.settle_orders(japan("2023-06-02 12:00"))
    assert "番号を見られるのは 2023年6月16日（金）23:59まで" in said(clerk.get(one(to.payout)))


def test_a_locked_url_by_which_nothing_is_to_be_had_is_not_listed(clerk, client):
    to = link()
    stock()
    take(to)
    to.locked_at = AT
    to.save()
    assert f"支払 {to.payout_id} " in said(clerk.get(LIST))
    clock.move_to(japan("2023-06-01 00:00"))
    assert f"支払 {to.payout_id} " not in said(clerk.get(LIST))


def test_nor_is_one_whose_code_was_seen(clerk):
    to = link()
    stock()
    receiving.show_code(take(to))
    to.locked_at = AT
    to.save()
    assert f"支払 {to.payout_id} " not in said(clerk.get(LIST))


def test_another_payout_of_the_member_is_named_where_one_is_moved(clerk):
    first = sent()
    [second] = opened(coupon(yen=800, member=first.member))
    [strangers] = opened(coupon(member=hanako(regionpay())))
    page = said(clerk.get(one(first)))

    assert (
        f"ほかにも受け取れる支払があります。 送り先の変更は、1件ずつ頼みます。 支払 {second.pk} 800円 メール h***@example.jp"
        in page
    )
    assert f"支払 {strangers.pk} " not in page
    releasing.void(payout_id=second.pk, who="sato", reason="x")
    assert "ほかにも受け取れる支払" not in said(clerk.get(one(first)))


def test_of_many_each_is_on_some_page_and_they_are_counted(clerk, monkeypatch):
    monkeypatch.setattr(parts, "A_PAGE", 2)
    monkeypatch.setattr(views, "A_PAGE", 2)
    waiting = [unreached(), locked(), unreached()]
    for _ in range(3):
        without_contact()
    members = [f"アプリ会員 {one.member_no} " for one in Member.objects.order_by("pk")]
    first, second = said(clerk.get(LIST)), said(clerk.get(f"{LIST}?lost=2&without=2"))

    assert "全部で3件です。" in first
    shown = [[f"支払 {one.pk} " in page for one in waiting] for page in (first, second)]
    assert [sum(on) for on in shown] == [2, 1] and [a + b for a, b in zip(*shown, strict=True)] == [1, 1, 1]
    assert ([member in first for member in members[3:]], [member in second for member in members[3:]]) == (
        [True, True, False],
        [False, False, True],
    )
    assert ("次の50件" in first, "次の50人" in first, "次の50" in second) == (True, True, False)


def test_members_without_any_contact_are_listed_too(clerk):
    without_contact()

    assert "3,000円" in said(clerk.get(LIST)).partition("連絡先の登録がない会員")[2]


def test_members_who_do_not_know_of_their_balance_are_listed_in_march(clerk):
    member = told_in_vain()

    listed = said(clerk.get(LIST)).partition("残額のお知らせが届かない会員")[2]
    assert f"アプリ会員 {member.member_no} 残り 3,000円 2023年3月18日（土）12:00から" in listed


def test_nobody_is_an_answer_too(clerk):
    assert said(clerk.get(LIST)).count("いません。") == 2


def test_the_numbers_are_shown_for_a_call_and_that_is_on_the_trail(clerk):
    payout = unreached()
    assert LANDLINE not in said(clerk.get(one(payout)))
    assert LANDLINE in said(clerk.post(one(payout, "call")))

    event = AuditEvent.objects.get(action="contact shown for a call")
    assert (event.who, event.about) == ("yamada", f"payouts.payout/{payout.pk}")


def test_a_url_is_unlocked_for_who_was_identified_only(clerk):
    payout = locked()
    answer = clerk.post(one(payout, "unlock"))
    assert (answer.status_code, "先に、ご本人と確かめてください。" in said(answer)) == (409, True)
    assert ReceiveLink.objects.get().locked_at == AT

    identify(clerk, payout.member, "name", "travel")
    assert "ロックを解く" in said(clerk.get(one(payout)))
    assert "ロックを解きました。" in words(clerk.post(one(payout, "unlock")))
    assert ReceiveLink.objects.get().locked_at is None
    assert "ロックされていません。" in said(clerk.post(one(payout, "unlock")))


@pytest.mark.parametrize(
    ("at", "says"),
    [("2023-05-31 23:59", "あと5回入力していただけます。"), ("2023-06-02 12:00", "受取期限がすぎているため")],
)
def test_who_unlocks_after_the_last_day_reads_that_nothing_is_received(clerk, at, says):
    to = link()
    stock()
    take(to)
    ReceiveLink.objects.update(tries=5, locked_at=japan("2023-05-30 12:00"))
    clock.move_to(japan(at))
    identify(clerk, to.payout.member, "name", "travel")

    assert says in words(clerk.post(one(to.payout, "unlock")))


def test_a_new_destination_takes_two_persons_and_an_identified_caller(clerk):
    payout = unreached()
    assert clerk.post(one(payout, "redirect"), NEW).status_code == 409
    identify(clerk, payout.member, "name", "travel")
    assert clerk.post(one(payout, "redirect"), NEW).status_code == 302
    waiting = Redirect.objects.get()
    assert (waiting.destination, waiting.channel) == ("08011112222", "sms")

    assert clerk.post(f"{LIST}redirect/{waiting.pk}/approve/").status_code == 403
    approver = client_of(staff("suzuki", "approver"))
    assert "yamada さんが" in said(approver.get(LIST))
    assert "08011112222" in said(approver.get(one(payout)))
    assert "08011112222" not in said(clerk.get(one(payout)))
    assert "承認しました。" in words(approver.post(f"{LIST}redirect/{waiting.pk}/approve/"))
    assert ReceiveLink.objects.get(revoked_at=None).destination == "08011112222"


def test_who_asked_takes_it_back_and_does_not_approve_it():
    both = client_of(sato := staff("sato", "clerk", "approver"))
    waiting = asked(sato)
    answer = both.post(f"{LIST}redirect/{waiting.pk}/approve/")
    assert (answer.status_code, "頼んだ人は、承認できません。" in said(answer)) == (409, True)
    back = f"{LIST}redirect/{waiting.pk}/take-back/"
    other = client_of(staff("yamada", "clerk")).post(back, {"answer": "番号の誤り"})
    assert (other.status_code, "頼んだ人だけが、取り下げられます。" in said(other)) == (409, True)
    assert both.post(back, {"answer": ""}).status_code == 409
    assert both.post(back, {"answer": "番号の誤り"}).status_code == 302
    assert (Redirect.objects.get().state, Payout.objects.get().held_at) == ("refused", None)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"deliver_by": ""}, "ご案内の送り方を選んでください。"),
        ({"deliver_by": "call"}, "正しく選択"),
        ({"deliver_to": ""}, "携帯電話の番号を入力してください。"),
        ({"deliver_to": "098-987-6543"}, "携帯電話"),
        ({"deliver_by": "letter", "deliver_to": ""}, "郵便番号とご住所を入力してください。"),
        ({"reason": ""}, "入力してください。"),
    ],
)
def test_what_was_typed_badly_is_told_at_its_field(clerk, typed, fault):
    payout = unreached()
    identify(clerk, payout.member, "name", "travel")
    page = clerk.post(one(payout, "redirect"), NEW | typed)

    assert (page.status_code, Redirect.objects.count()) == (200, 0)
    assert 'class="fault"' in page.content.decode()


def test_a_claims_destination_is_changed_where_claims_are(clerk):
    payout = claimant()
    identify(clerk, payout.claim, "name", "travel")
    page = clerk.post(one(payout, "redirect"), NEW)

    assert (page.status_code, "申請の送り先は、審査の画面で変えてください。" in said(page)) == (409, True)


def test_looking_changes_nothing_and_an_auditor_may_only_look():
    payout = unreached()
    auditor = client_of(staff("kansa", "auditor"))
    assert [auditor.get(page).status_code for page in (LIST, one(payout))] == [200, 200]
    assert [auditor.post(one(payout, deed)).status_code for deed in ("call", "unlock", "redirect")] == [403] * 3
    assert set(AuditEvent.objects.filter(who="kansa").values_list("action", flat=True)) == {"looked at"}
