"""Every state of a claim: what is read first, the one thing to do next, and how far the four stages are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim
from payouts.status.taking_back import take_back
from tests.makers import regionpay
from tests.matching.people import STRANGER, covered
from tests.status import people
from tests.status.people import UNKNOWN_NO, in_the_app, matched, now_told, opened

pytestmark = pytest.mark.django_db


def twice_filed() -> Claim:
    """Another contact has the coupon: looked at by a person, and nothing is said of anybody."""
    coupon = covered()
    matched(coupon)
    return matched(coupon, by=STRANGER)


def not_covered() -> Claim:
    return matched(covered(last_minute="2023-02-25 23:59"))


def withdrawn() -> Claim:
    made = people.sent()
    take_back(claim_id=made.pk)
    return made


STATES = {
    "filed": (lambda: people.claim(covered()), "クーポンを確認しています", "wait", "done now ahead ahead"),
    "accepted before the freeze": (
        lambda: matched(covered(), filed="2023-03-25 11:00", at="2023-03-25 12:00"),
        "申請を認めました",
        "wait",
        "done done now ahead",
    ),
    "accepted after the freeze": (
        lambda: matched(covered()),
        "受取のご案内の順番をお待ちください",
        "wait",
        "done done now ahead",
    ),
    "a number to check": (
        lambda: matched(UNKNOWN_NO),
        "クーポンの番号をご確認ください",
        "correct",
        "done now ahead ahead",
    ),
    "looked at by a person": (twice_filed, "クーポンを確認しています", "wait", "done now ahead ahead"),
    "URL not sent yet": (opened, "受取のご案内の順番をお待ちください", "wait", "done done now ahead"),
    "URL sent": (people.sent, "受取のご案内をお送りしました", "receive", "done done done now"),
    "URL sent, one number to check": (
        lambda: people.sent(covered(), UNKNOWN_NO, filed="2023-04-03 11:00"),
        "受取のご案内をお送りしました",
        "receive",
        "done now done now",
    ),
    "URL not delivered": (people.unreached, "ご案内のURLが使えないようです", "call", "done done now ahead"),
    "URL locked": (people.locked, "ご案内のURLが使えないようです", "call", "done done now ahead"),
    "held": (people.held, "お電話をお願いします", "call", "done done done ahead"),
    "stopped": (people.stopped, "お支払いの内容を確認しています", "wait", "done done done ahead"),
    "ordered": (people.ordered, "ポイントを準備しています", "wait", "done done done now"),
    "paid": (people.paid, "お受け取り済みです", "nothing", "done done done done"),
    "lapsed": (people.lapsed, "受取期限がすぎました", "nothing", "done done done never"),
    "refund accepted": (
        lambda: matched(covered(), method="refund"),
        "お振込みの順番をお待ちください",
        "wait",
        "done done ahead ahead",
    ),
    "refund open": (people.to_be_refunded, "お振込みの順番をお待ちください", "wait", "done done ahead ahead"),
    "refund ordered": (people.transfer_ordered, "お振込みの手続き中です", "wait", "done done now ahead"),
    "refund exported": (people.transfer_exported, "お振込みの手続き中です", "wait", "done done done now"),
    "refund paid": (people.transferred, "お振込みしました", "nothing", "done done done done"),
    "refund returned": (people.returned, "お振込みができませんでした", "call", "done done now ahead"),
    "all in the app": (lambda: matched(in_the_app()), "お手続きは不要です", "nothing", "done done never never"),
    "nothing left": (people.zero, "お支払いする額がありません", "nothing", "done done never never"),
    "not covered": (not_covered, "この申請でお支払いするものはありません", "nothing", "done done never never"),
    "superseded": (people.superseded, "新しい申請に置き換わりました", "newer", "done done"),
    "withdrawn": (withdrawn, "この申請は取り下げられました", "file", "done done"),
}


@pytest.mark.parametrize("state", STATES)
def test_what_is_told_first_and_what_comes_next(state):
    made, headline, next_key, progress = STATES[state]
    told = now_told(made())
    assert (str(told.outlook.headline), told.outlook.next) == (headline, next_key)
    assert [stage.progress for stage in told.stages] == progress.split()


@pytest.mark.parametrize("state", STATES)
def test_its_page_opens_and_nobody_else_is_named(state, client):
    made = STATES[state][0]()
    page = people.see(client, made)
    assert page.startswith("申請の受付状況")
    assert [word for word in ("別の方との", "照合表", "重なる", "stranger", "hanako", "desk") if word in page] == []


def test_all_stages_have_their_days():
    told = now_told(people.paid())
    assert [f"{stage.on:%Y-%m-%d}" for stage in told.stages] == ["2023-04-10", "2023-04-10", "2023-04-10", "2023-04-18"]


def test_before_the_freeze_the_amount_is_said_to_come():
    told = now_told(matched(covered(), filed="2023-03-25 11:00", at="2023-03-25 12:00"))
    assert "2023年3月31日（金）23:59の残額で決まります" in str(told.outlook.advice)
    assert [coupon.yen for coupon in told.coupons] == [None]


def test_the_days_of_a_refund_are_the_schemes():
    told = now_told(people.to_be_refunded())
    assert str(told.outlook.advice).startswith("2023年5月中旬以降、順次お振込みします。")


def test_a_transfer_is_announced_when_the_bank_has_it_and_told_when_it_was_made():
    words = [str(now_told(made()).leaving[0].words) for made in (people.transfer_ordered, people.transfer_exported)]
    assert words == ["お振込みの手続きをしています。", "2023年5月17日（水）にお振込みする予定です。"]


def test_points_are_told_by_brand_and_day_and_never_by_their_code(client):
    page = people.see(client, people.paid())
    assert "3,000円 分のポイント 2023年4月18日（火）に、nanaco ギフトでお受け取りになりました。" in page
    assert "CODE-" not in page


def test_a_url_is_never_shown(client):
    made = people.sent()
    page = people.let_in(client, made).content + client.get(people.CLAIM).content
    assert people.payout(made).links.get().token.encode() not in page
    assert b"/r/" not in page


def statements(client) -> list[str]:
    """What looking at the page asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        client.get(people.CLAIM)
    return [query["sql"].split()[0].lower() for query in asked]


def test_reading_writes_nothing_and_asks_as_much_for_fifteen_coupons_as_for_one(client):
    people.let_in(client, people.sent())
    of_one = statements(client)
    people.let_in(client, people.sent(*[covered(yen=100) for _ in range(15)]))
    assert (set(of_one), statements(client)) == ({"select"}, of_one)


def test_the_contact_is_told_by_its_end_only(client):
    made = people.sent()
    assert made.deliver_to not in people.see(client, made)
    assert "t***@example.jp" in people.see(client, made)
    assert regionpay().help_desk_phone in client.get(people.CLAIM).content.decode()
