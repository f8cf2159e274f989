"""「お客様への案内」: of a claim what its claimant reads, word for word; of a coupon without one what is true on that day."""

from collections.abc import Callable

import pytest
from django.test import Client

from claims.models import Claim
from config import clock
from coupons.models import Coupon
from payouts import releasing
from tests.desk_screens.people import doubled, path, seen
from tests.makers import coupon, hanako, japan, jiro, opened, owed, pay, regionpay, told
from tests.matching.people import covered
from tests.status import people
from tests.status.people import UNKNOWN_NO, matched, see
from tests.status.people import in_the_app as claimed_in_the_app

pytestmark = pytest.mark.django_db

CLAIMS: dict[str, Callable[[], Claim]] = {
    "filed": lambda: people.claim(covered()),
    "accepted": lambda: matched(covered(), filed="2023-03-25 11:00", at="2023-03-25 12:00"),
    "a number to check": lambda: matched(UNKNOWN_NO),
    "in the app": lambda: matched(claimed_in_the_app()),
    "opened": people.opened,
    "sent": people.sent,
    "held": people.held,
    "unreached": people.unreached,
    "ordered": people.ordered,
    "paid": people.paid,
    "lapsed": people.lapsed,
    "refund waits": people.to_be_refunded,
    "refund exported": people.transfer_exported,
    "refund returned": people.returned,
}


@pytest.mark.parametrize("state", CLAIMS)
def test_the_clerk_tells_what_the_claimant_reads(client: Client, admin_client: Client, state: str):
    claim = CLAIMS[state]()
    answers = admin_client.get(path(claim)).context["screen"].answers
    for_desk = "".join(str(words) for answer in answers for words in answer.words)
    read = see(client, claim).replace(" ", "")
    sentences = [part for part in for_desk.replace("：", "。").replace("　", "。").split("。") if part]
    assert (len(sentences) > 1, [part for part in sentences if part.replace(" ", "") not in read]) == (True, [])


PROMISES = {
    "filed": "次の予定 ご案内：2023年4月上旬以降",
    "sent": "次の予定 受け取り：2023年5月31日（水）23:59まで",
    "refund waits": "次の予定 お振込みの手続き：2023年5月中旬以降、順次",
    "refund exported": "次の予定 お振込み：2023年5月17日（水） お振込みの予定日",
}


@pytest.mark.parametrize("state", PROMISES)
def test_the_next_day_that_was_promised_is_told(admin_client: Client, state: str):
    if state == "filed":
        claim = people.claim(covered(), filed="2023-03-25 11:00")
    else:
        claim = CLAIMS[state]()
    assert PROMISES[state] in seen(admin_client.get(path(claim)))


def in_app(**more) -> Coupon:
    return covered(member=hanako(regionpay(), **more))


def empty() -> Coupon:
    made = covered()
    pay(made, 3000, "2023-03-10 12:34")
    return made


def spent_before() -> Coupon:
    made = coupon()
    pay(made, 3000, "2023-02-26 12:34")
    return made


COUPONS = {  # made by, on the day, what is told
    "app, before the freeze": (
        in_app,
        "2023-03-20 12:00",
        [
            "2023年3月31日（金）23:59まで、お店で使えます。",
            "お手続きは不要です。2023年4月上旬以降、アプリに登録された電話番号かメールに、受取サイトのURLをお送りします。",
        ],
    ),
    "app, after": (
        in_app,
        "2023-04-04 12:00",
        ["お手続きは不要です。準備ができしだい、アプリに登録された電話番号かメールに、受取サイトのURLをお送りします。"],
    ),
    "app, no contact": (
        lambda: in_app(phone="", email=""),
        "2023-04-04 12:00",
        ["アプリに連絡先の登録がないため、事務局で確認して、お電話します。"],
    ),
    "paper, site not open": (
        covered,
        "2023-03-20 12:00",
        [
            "2023年4月30日（日）23:59までに、特設サイトかお電話で申請してください。",
            "特設サイトは2023年3月22日（水）に開きます。",
            "受取期限は2023年5月31日（水）23:59です。",
        ],
    ),
    "paper, after the freeze": (
        covered,
        "2023-04-04 12:00",
        ["2023年4月30日（日）23:59までに、特設サイトかお電話で申請してください。"],
    ),
    "paper, last days for the phone": (
        covered,
        "2023-04-21 12:00",
        ["お電話での受付は、2023年4月28日（金）18:00までです。"],
    ),
    "paper, too late": (covered, "2023-05-01 00:00", ["申請の受付は、2023年4月30日（日）23:59で終わりました。"]),
    "left the app": (
        lambda: covered(member=jiro(regionpay())),
        "2023-04-04 12:00",
        ["特設サイトかお電話で申請してください。"],
    ),
    "used up": (
        empty,
        "2023-04-04 12:00",
        [
            "2023年3月31日（金）23:59の残額が0円のため、お支払いする額がありません。最後のご利用は、2023年3月10日（金）12:34の「土産店」です。",
        ],
    ),
    "used up before": (
        spent_before,
        "2023-03-20 12:00",
        [
            "2023年2月26日（日）23:59の後に残額がなかったため、(A)の対象ではありません。最後のご利用は、2023年2月26日（日）12:34の「土産店」です。",
            "✘ 満たさない：最初の延長が終わったとき、残額がありませんでした。 根拠 お知らせ 1.A",
        ],
    ),
    "another expiry": (
        lambda: coupon(last_minute="2023-02-25 23:59"),
        "2023-03-20 12:00",
        [
            "もとの有効期限が2023年2月25日（土）23:59のため、(A)の対象ではありません。二重払いなどは、お申し出として承ります。",
            "✘ 満たさない：もとの有効期限が、障害の日の23:59ではありません。 根拠 お知らせ 1.A、事務局の決め 2",
        ],
    ),
    "not extended yet": (
        coupon,
        "2023-02-26 12:00",
        ["2023年2月26日（日）23:59まで、お店で使えます。その後も残額があれば、期限を延ばします。"],
    ),
    "extended by the next run": (coupon, "2023-02-27 00:00", ["2023年3月31日（金）23:59まで、お店で使えます。"]),
}


@pytest.mark.parametrize("case", COUPONS)
def test_of_a_coupon_that_nobody_asked_for(admin_client: Client, case: str):
    making, at, words = COUPONS[case]
    made = making()
    clock.move_to(japan(at))
    if japan(at) >= regionpay().usable_until:
        owed(made, at=at)
    shown = seen(admin_client.get(path(made)))
    assert [part for part in words if part not in shown] == []


def test_a_members_payout_is_told_as_a_claimants_is(admin_client: Client):
    on = in_app()
    (payout,) = opened(on)
    told()
    clock.move_to(japan("2023-04-05 12:00"))
    pages = [seen(admin_client.get(path(row))) for row in (on, on.member)]
    words = "アプリ会員へのキャッシュレスポイント 3,000円 2023年4月3日（月）に、受取サイトのURLをお送りしました。受取期限は、2023年5月31日（水）23:59です。"
    assert [words in page for page in pages] == [True, True]
    clock.move_to(japan("2023-06-01 00:00"))
    releasing.lapse(payout.scheme, japan("2023-06-01 00:00"))
    assert "受取期限は、2023年5月31日（水）23:59でした。" in seen(admin_client.get(path(on)))


@pytest.mark.parametrize(
    ("at", "promise"),
    [
        ("2023-03-20 12:00", "2023年3月31日（金）23:59までお店で使えるように、残高をお戻しします。"),
        ("2023-04-04 12:00", "その分をキャッシュレスポイントでお送りします。"),
    ],
)
def test_a_suspected_double_is_taken_as_a_report(admin_client: Client, at: str, promise: str):
    on = doubled()
    clock.move_to(japan(at))
    assert f"お申し出として承ります。お店の記録と確認できしだい、{promise}" in seen(admin_client.get(path(on)))


def test_a_member_hears_of_each_coupon_for_which_nothing_leaves_yet(admin_client: Client):
    on = in_app()
    clock.move_to(japan("2023-03-20 12:00"))
    words = f"クーポン（下4桁 {on.inquiry_no[-4:]}） 2023年3月31日（金）23:59まで、お店で使えます。お手続きは不要です。"
    assert words in seen(admin_client.get(path(on.member)))
