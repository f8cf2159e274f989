"""A word for each coupon: what was decided of it, and nothing about numbers or anybody else."""

import pytest

from claims import matching
from claims.corrections import correct
from claims.models import ClaimLine
from payouts import entitlements, nothing_left, opening
from payouts.status.coupons import DETAILS, WORDS
from tests.makers import cancel, code, coupon, japan, pay, regionpay
from tests.matching.people import STRANGER, covered
from tests.receiving.people import take
from tests.status import people
from tests.status.people import UNKNOWN_NO, in_the_app, matched, now_told, opened, see
from tests.stories.claims_told import texts

pytestmark = pytest.mark.django_db


def words(of) -> list[tuple[str, str]]:
    return [(str(one.word), str(one.detail)) for one in now_told(of).coupons]


def test_case_6_a_coupon_used_up_after_it_was_accepted():
    assert words(people.zero()) == [("残額0円", "最後のご利用は、2023年3月31日（金）19:00の「土産店」です。")]


def test_before_the_freeze_nothing_is_said_of_what_was_used_meanwhile():
    made = matched(people.used_up(), filed="2023-03-30 12:00", at="2023-03-30 12:01")
    assert words(made) == [
        (
            "申請を認めました",
            "額は、2023年3月31日（金）23:59の残額で決まります。それまでは、お店でも使えます。",
        )
    ]


def test_case_3_app_and_paper_go_two_ways(client):
    made = matched(*[in_the_app() for _ in range(2)], *[covered(yen=1000) for _ in range(3)])
    assert [one.key for one in now_told(made).coupons] == ["app"] * 2 + ["ok"] * 3
    page = see(client, made)
    assert "この申請には、受け取り方が2つあります。" in page
    assert "アプリにチャージした2枚：アプリに登録された電話番号かメールに、受取のご案内をお送りします。" in page
    assert "紙のままの3枚：t***@example.jpに、ご案内をお送りします。" in page


def test_where_all_go_one_way_nothing_is_said_of_two(client):
    for made in (matched(in_the_app()), matched(covered())):
        assert "受け取り方が2つ" not in see(client, made)


def test_case_21_what_is_accepted_does_not_wait_for_ever():
    made = opened(*[covered(yen=100) for _ in range(19)], UNKNOWN_NO)
    assert people.now_told(made).leaving == []
    ClaimLine.objects.filter(claim=made, reason="number").update(reason="staff")
    told = now_told(made)
    assert str(told.outlook.headline) == "残りのクーポンを確認しています"
    assert "2023年4月17日（月）以降、認められたクーポンの分から先にお手続きします。" in str(told.outlook.advice)


@pytest.mark.parametrize("method", ["points", "refund"])
def test_amounts_are_told_after_the_freeze(method, client):
    used = covered(yen=3000)
    pay(used, 1000, "2023-03-30 10:00")
    made = opened(used, method=method)
    assert [(one.yen, one.detail) for one in now_told(made).coupons] == [(2000, "")]
    assert "✔ 申請を認めました 2,000円" in see(client, made)


def test_a_coupon_without_anything_left_from_the_beginning_names_its_last_use_too():
    used = coupon(yen=500)
    pay(used, 500, "2023-02-24 12:00")
    covered()
    assert words(matched(used)) == [("残額0円", "最後のご利用は、2023年2月24日（金）12:00の「土産店」です。")]


def test_the_last_use_is_the_same_as_in_the_message_a_part_of_it_cancelled_or_not():
    used = people.used_up(yen=1500)
    cancel(used.entries.get(kind="payment"), "2023-03-31 19:30", 100)
    pay(used, 100, "2023-03-30 18:30")
    made = opened(used, filed="2023-03-30 12:00", at="2023-04-03 09:00")
    nothing_left.tell(regionpay(), japan("2023-04-03 10:00"))
    assert words(made)[0][1] == "最後のご利用は、2023年3月31日（金）19:00の「土産店」です。"
    assert "2023年3月31日（金）　土産店" in texts("claim_zero")[0]


@pytest.mark.parametrize(
    ("state", "reason", "word"),
    [
        ("filed", "", "確認中"),
        ("review", "number", "番号をご確認ください"),
        ("review", "conflict", "確認中"),
        ("review", "in_app", "確認中"),
        ("review", "many", "確認中"),
        ("review", "staff", "確認中"),
        ("not_needed", "in_app", "アプリ"),
        ("declined", "expiry", "対象外"),
        ("declined", "no_balance", "残額0円"),
        ("declined", "received", "お手続き済み"),
        ("declined", "twice", "番号の重なり"),
        ("declined", "", "対象外"),
        ("withdrawn", "", "取下げ"),
        ("withdrawn", "superseded", "新しい申請へ"),
    ],
)
def test_every_state_and_reason_has_its_word(state, reason, word):
    made = people.claim(covered())
    ClaimLine.objects.filter(claim=made).update(state=state, reason=reason)
    ((said, detail),) = words(made)
    assert (said, detail != "") == (word, True)


def test_every_word_has_something_behind_it():
    assert set(WORDS) - set(DETAILS) == {"ok", "zero"}


def test_a_conflict_reads_like_any_other_doubt():
    wanted = covered()
    matched(wanted)
    doubtful = matched(covered())
    ClaimLine.objects.filter(claim=doubtful).update(state="review", reason="staff")
    assert words(matched(wanted, by=STRANGER)) == words(doubtful)


def test_case_21_after_a_week_the_rest_goes_by_itself():
    made = people.sent(*[covered(yen=100) for _ in range(19)], UNKNOWN_NO, filed="2023-04-03 11:00")
    told = now_told(made)
    assert [(one.yen, one.where) for one in told.leaving] == [(1900, "sent")]
    last = covered(yen=100)
    correct(claim_id=made.pk, numbers={made.lines.last().pk: last.inquiry_no})
    matching.match_claims(japan(people.LATER))
    entitlements.freeze(made.scheme, japan(people.LATER))
    opening.open_payouts(made.scheme, japan(people.LATER))
    assert [(one.yen, one.where) for one in now_told(made).leaving] == [(1900, "sent"), (100, "sending")]


def test_case_13_what_the_member_has_taken_meanwhile(client):
    """A refund claim whose number did not fit; the member took the points; then the number is corrected."""
    charged = in_the_app()
    made = matched(UNKNOWN_NO, method="refund", by="hanako@example.jp")
    entitlements.freeze(made.scheme, japan(people.OPENED))
    opening.open_payouts(made.scheme, japan(people.OPENED))
    code("nanaco", 3000)
    take(charged.entitlements.get().payout.links.get(), at=people.LATER)
    correct(claim_id=made.pk, numbers={made.lines.get().pk: charged.inquiry_no})
    matching.match_claims(japan(people.LATER))
    opening.open_payouts(made.scheme, japan(people.LATER))
    assert words(made)[0][0] == "お手続き済み"
    assert "この申請でお支払いするものはありません" in see(client, made)


@pytest.mark.parametrize(
    ("by", "to", "shown"),
    [
        ("mail", "taro@example.jp", "t***@example.jp"),
        ("sms", "09011112222", "下4桁が2222の携帯電話"),
        ("call", "0980001111", "下4桁が1111のお電話"),
        ("letter", "100-0001 東京都千代田区1-1", "お届けのご住所"),
    ],
)
def test_where_messages_go_is_hinted_at_only(by, to, shown):
    made = matched(covered(), channel="desk", method="refund", deliver_by=by, by=to)
    assert str(now_told(made).contact) == shown
