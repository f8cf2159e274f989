"""One list of everything: balances, the outage, doubles, validity, claims, payouts, messages, calls. Never a code."""

import re

import pytest
from django.conf import settings
from django.test import Client

from coupons import reinstatement
from desk.call.contact_rows import SUBJECTS
from tests.claims.pages import text
from tests.desk_screens.people import doubled, path, seen
from tests.makers import cancel, japan, pay, regionpay_told
from tests.matching.people import covered
from tests.receiving.people import link, stock, take
from tests.status import people as status

pytestmark = pytest.mark.django_db

SUSPICION = "重複の疑い（同じ店・同額・26秒差）"


def lines(client: Client, of: object, only: str = "") -> list[str]:
    """The timeline as one reads it, a string a line."""
    page = client.get(path(of), {"only": only} if only else {}).content.decode()
    found = re.search(r'<ol class="timeline">(.*?)</ol>', page, re.DOTALL)[1]
    return [text(line) for line in re.findall(r"<li.*?</li>", found, re.DOTALL)]


def test_a_double_payment_in_the_outage(admin_client: Client):
    assert lines(admin_client, doubled(), "ledger") == [
        "2023年2月23日（木）15:00:00 発行 宿 ＋3,000円 残額 3,000円",
        "2023年2月24日（金）12:10:00 決済 土産店 －500円 残額 2,500円",
        "障害時間帯 2023年2月24日（金）17:00 から 2023年2月24日（金）23:59 まで",
        f"2023年2月24日（金）18:02:11 決済 土産店 障害時間帯 1回目／2回 {SUSPICION} －1,000円 残額 1,500円",
        f"2023年2月24日（金）18:02:37 決済 土産店 障害時間帯 2回目／2回 {SUSPICION} －1,000円 残額 500円",
        "2023年2月25日（土）00:00 有効期限の延長 2023年2月24日（金）23:59まで → 2023年2月26日（日）23:59まで（対象のクーポンすべて）",
        "2023年2月27日（月）00:00 有効期限の延長 2023年2月26日（日）23:59まで → 2023年3月31日（金）23:59まで（(A) 2月26日の後も残額）",
    ]


def test_the_sum_is_checked_in_words(admin_client: Client):
    coupon = doubled()
    assert "発行3,000－決済2,500＝残額500 ✔ 合っています" in seen(admin_client.get(path(coupon)))


def test_what_was_cancelled_is_no_double_any_more(admin_client: Client):
    coupon = covered()
    pay(coupon, 1000, "2023-02-24 18:02:11")
    cancel(pay(coupon, 1000, "2023-02-24 18:02:37"), "2023-02-24 18:10")
    shown = seen(admin_client.get(path(coupon)))
    assert ("重複の疑い" in shown, "発行3,000－決済2,000＋取消1,000＝残額2,000 ✔" in shown) == (False, True)


def test_nor_is_what_was_restored(admin_client: Client):
    coupon = doubled()
    reinstatement.reinstate(
        payment=coupon.entries.filter(kind="payment").latest("pk"),
        amount_yen=1000,
        ground="B2",
        who="desk",
        at=japan("2023-03-21 10:00"),
    )
    shown = seen(admin_client.get(path(coupon)))
    assert ("重複の疑い" in shown, "発行3,000－決済2,500＋戻入1,000＝残額1,500 ✔" in shown) == (False, True)


def test_a_restoration_and_what_regionpay_was_told(admin_client: Client):
    coupon = doubled()
    payment = coupon.entries.filter(kind="payment").latest("pk")
    reinstatement.reinstate(payment=payment, amount_yen=1000, ground="B2", who="desk", at=japan("2023-03-21 10:00"))
    regionpay_told("2023-03-22 09:00")
    assert lines(admin_client, coupon, "ledger")[-3:] == [
        "2023年3月21日（火）10:00:00 戻入 土産店（もとの明細あり） ＋1,000円 残額 1,500円",
        "2023年3月22日（水）09:00 regionPAYへ通知 延長（確認待ち）",
        "2023年3月22日（水）09:00 regionPAYへ通知 戻入（確認待ち）",
    ]


def test_a_claim_its_payout_and_its_messages(admin_client: Client):
    claim = status.ordered()
    coupon = claim.lines.get().coupon
    shown = lines(admin_client, coupon, "claim")
    assert [re.sub("A-[-0-9]+", "A-…", line) for line in shown] == [
        "2023年4月10日（月）11:00 申請 A-… 特設サイト・キャッシュレスポイント 申請を開く",
        "2023年4月10日（月）12:00 申請の認定 A-…（自動）",
        "2023年4月10日（月）13:00 支払の用意 キャッシュレスポイント 3,000円 いま：手続き中 受取期限 2023年5月31日（水）23:59",
        "2023年4月18日（火）12:00 ポイントの選択 nanaco ギフト",
    ]
    assert "2023年4月10日（月）14:00 お知らせ 受取URL メール t***@example.jp 送信済" in lines(
        admin_client, coupon, "contact"
    )
    assert lines(admin_client, claim, "contact") == lines(admin_client, coupon, "contact")


def test_a_transfer_and_that_it_came_back(admin_client: Client):
    claim = status.returned()
    shown = lines(admin_client, claim, "claim")
    assert "2023年5月16日（火）10:00 振込の手続き 振込予定日 2023年5月17日（水）" in shown


def test_no_code_and_no_url_stands_anywhere(admin_client: Client):
    to = link()
    stock(plain="SECRET-CODE-1")
    take(to)
    coupon = to.payout.items.get().coupon
    pages = [admin_client.get(path(row)).content.decode() for row in (coupon, to.payout.member)]
    assert "受け取り済み nanaco ギフト" in text(pages[0])
    assert [secret for secret in ("SECRET-CODE-1", to.token) for page in pages if secret in page] == []


def test_the_newest_is_last_and_all_kinds_are_in_one_list(admin_client: Client):
    claim = status.sent()
    shown = lines(admin_client, claim.lines.get().coupon)
    assert [line.split(" ")[1] for line in shown] == [
        "発行",
        "2023年2月24日（金）17:00",
        "有効期限の延長",
        "有効期限の延長",
        "申請",
        "申請の認定",
        "支払の用意",
        "お知らせ",
    ]


def test_every_message_has_a_name_for_staff():
    templates = {path.name.partition(".")[0] for path in (settings.BASE_DIR / "templates/messages").iterdir()}
    assert set(SUBJECTS) == templates


def test_a_coupon_asks_the_same_number_of_questions_however_long_its_story(admin_client, django_assert_max_num_queries):
    coupon = doubled()
    for minute in range(10, 40):
        pay(coupon, 1, f"2023-03-01 10:{minute}")
    with django_assert_max_num_queries(30):
        admin_client.get(path(coupon))
