"""From the choice to the code: one brand, confirmed once, seen again until the date (notice 2.A2-brands)."""

import pytest
from django.test import Client

from config import clock
from payouts.models import Brand, Payout, PointCode, PointOrder
from tests.makers import japan
from tests.receiving.people import (
    CODE,
    DIGITS,
    PHONE,
    choice,
    faults,
    headline,
    hold,
    let_in,
    link,
    said,
    stock,
    stop,
    take,
)
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

REVIEW = "/r/review/"


def inside(*yen: int, **more) -> tuple[Client, object]:
    """A browser that gave the right answer, and its link."""
    client, to = Client(), link(*yen, **more)
    let_in(client, to)
    return client, to


def test_the_choice_shows_the_sum_each_coupon_and_the_date():
    client, to = inside(2000, 1240)
    page = said(client.get("/r/"))
    assert "3,240円相当" in page
    assert "クーポン2枚分（2,000円＋1,240円）" in page
    assert "2023年5月31日（水）23:59まで" in page
    for number in to.payout.items.values_list("coupon__inquiry_no", flat=True):
        assert number in page


def test_the_five_brands_stand_in_the_notices_order_and_none_is_chosen():
    client, _ = inside()
    page = client.get("/r/").content.decode()
    labels = ["Amazon ギフトカード", "Ponta ポイント コード", "PayPay ポイント", "Edy ギフト ID", "nanaco ギフト"]
    assert sorted(labels, key=page.index) == labels
    assert page.count('type="radio" name="brand"') == 5
    assert "checked" not in page


@pytest.mark.parametrize(
    ("yen", "offered", "why_not"),
    [
        (1, ["ponta", "paypay", "edy", "nanaco"], "15円から500,000円まで"),
        (80_000, ["amazon", "ponta", "paypay"], "1円から50,000円まで"),
    ],
    ids=["case 22", "case 17"],
)
def test_brands_that_cannot_carry_the_amount_are_explained_and_cannot_be_taken(yen, offered, why_not):
    client, to = inside(yen)
    page = client.get("/r/").content.decode()
    assert [brand for brand in Brand.values if f'value="{brand}"' in page] == offered
    assert why_not in page
    for brand in set(Brand.values) - set(offered):
        assert faults(client.post(REVIEW, choice(to, brand)))[0] == ["ポイントの種類を選んでください。"]
    assert PointOrder.objects.count() == 0


def test_an_amount_no_brand_can_carry_goes_by_bank():
    client, _ = inside(600_000)
    page = client.get("/r/")
    assert "銀行振込でお返しします" in said(page)
    assert 'type="submit"' not in page.content.decode()


def test_nothing_chosen_is_told_above_and_at_the_choice():
    client, _ = inside()
    answer = client.get(REVIEW)
    assert faults(answer) == (["ポイントの種類を選んでください。"], ["ポイントの種類を選んでください。"])
    assert "<title>エラー：" in answer.content.decode()


def test_the_review_says_what_will_be_and_changes_nothing():
    client, to = inside()
    page = said(client.get(f"{REVIEW}?brand=nanaco"))
    assert "nanaco ギフト 3,000円分を受け取ります。" in page
    assert "確定すると変更できません。" in page
    assert (PointOrder.objects.count(), state(to)) == (0, Payout.State.OPEN)


def test_confirmed_points_are_paid_and_the_code_is_shown_with_what_to_do():
    client, to = inside()
    stock()
    answer = client.post(REVIEW, choice(to))
    assert (answer.status_code, answer["Location"], state(to)) == (302, "/r/code/", Payout.State.PAID)

    page = said(client.get("/r/code/"))
    assert CODE in page
    assert "nanaco ギフト 3,000円分" in page
    assert "「nanacoギフト登録」に、上のIDを入力します。" in page
    assert f"P-{to.payout_id:08}"[:6] in page


def test_the_expiry_of_the_code_is_shown():
    client, to = inside()
    stock()
    PointCode.objects.update(expires_on="2024-03-31")
    take(to)
    assert "番号の有効期限 2024年3月31日（日）" in said(client.get("/r/code/"))


@pytest.mark.parametrize(("at", "is_over"), [("2023-05-14 23:59", False), ("2023-05-15 00:00", True)])
def test_a_code_whose_last_day_is_past_says_so_and_whom_to_call(at, is_over):
    client, to = inside()
    stock()
    PointCode.objects.update(expires_on="2023-05-14")
    take(to)
    clock.move_to(japan(at))
    let_in(client, to)
    for address in ("/r/", "/r/code/"):
        page = said(client.get(address))
        over = "この番号の有効期限は、2023年5月14日（日）でした。"
        assert (over in page, "0120-479-249" in page) == (is_over, is_over), page
    assert (CODE in page, "有効期限までにお使いください" in page) == (True, not is_over)


def test_every_look_at_a_code_is_in_the_trail_without_the_code():
    client, to = inside()
    stock()
    take(to)
    for _ in range(2):
        client.get("/r/code/")
    looks = AuditEvent.objects.filter(action="code seen", about=f"payouts.payout/{to.payout_id}")
    assert looks.count() == 2
    assert all(CODE not in f"{event.detail} {event.about}" for event in AuditEvent.objects.all())


def test_a_head_shows_nothing_so_nothing_was_seen():
    stock()
    client, to = inside()
    take(to)
    looks = AuditEvent.objects.filter(action="code seen", about=f"payouts.payout/{to.payout_id}")
    before = looks.count()

    assert (client.head("/r/code/").status_code, looks.count()) == (200, before)
    client.get("/r/code/")
    assert looks.count() == before + 1


def test_it_is_received_already_when_one_comes_back_and_the_code_is_seen_again():
    client, to = inside()
    stock()
    take(to, at="2023-04-10 19:42")
    page = client.get("/r/")
    assert headline(page) == "受け取り済みです"
    assert "2023年4月10日（月）19:42に、nanaco ギフト 3,000円分で受け取り済みです。" in said(page)
    assert CODE not in page.content.decode()
    assert CODE in said(client.get("/r/code/"))


def test_another_tab_with_another_brand_sees_the_first_one():
    client, to = inside()
    stock()
    stock("paypay", plain="PAY-1")
    client.get(f"{REVIEW}?brand=paypay")
    client.post(REVIEW, choice(to))
    answer = client.post(REVIEW, choice(to, "paypay"), follow=True)
    assert "nanaco ギフト 3,000円分で受け取り済みです" in said(answer)
    assert PointOrder.objects.get(payout=to.payout).brand == "nanaco"


def test_without_stock_the_order_waits_and_no_error_is_shown():
    client, to = inside()
    page = client.post(REVIEW, choice(to), follow=True)
    assert headline(page) == "ポイントを準備しています"
    assert 'role="status"' in page.content.decode()
    assert faults(page) == ([], [])
    assert state(to) == Payout.State.ORDERED


def test_a_page_that_waits_looks_again_by_itself_for_a_minute():
    client, to = inside(at="2023-04-10 12:00:59")
    take(to)
    assert client.get("/r/")["Refresh"] == "5; url=/r/code/"

    client, to = inside(at="2023-04-10 12:01:01")
    take(to)
    assert "Refresh" not in client.get("/r/")


def test_an_order_in_doubt_is_shown_as_being_prepared():
    client, to = inside()
    order = take(to)
    order.state = PointOrder.State.UNKNOWN
    order.save()
    assert headline(client.get("/r/")) == "ポイントを準備しています"


def test_stock_that_cannot_be_opened_is_no_error_for_the_one_who_confirmed():
    client, to = inside()
    PointCode.objects.create(
        brand="nanaco",
        face_value_yen=3000,
        code_sealed=b"demo:spoilt",
        code_fingerprint=b"1",
        loaded_at=japan("2023-04-01 00:00"),
    )
    assert headline(client.post(REVIEW, choice(to), follow=True)) == "ポイントを準備しています"
    assert state(to) == Payout.State.ORDERED


def test_a_refused_brand_is_told_and_one_chooses_again():
    client, to = inside()
    order = take(to)
    order.state = PointOrder.State.REFUSED
    order.save()
    Payout.objects.filter(pk=to.payout_id).update(state=Payout.State.OPEN)
    page = client.get("/r/")
    assert headline(page) == "受け取るポイントを選んでください"
    assert "nanaco ギフトをご用意できませんでした" in said(page)


def test_whoever_prefers_the_bank_finds_the_way():
    client, _ = inside()
    page = said(client.get("/r/"))
    assert "銀行振込をご希望の方へ" in page
    assert "銀行振込を希望する" in page


@pytest.mark.parametrize("stopped", [hold, lambda to: stop()], ids=["on hold", "scheme stopped"])
def test_what_staff_are_looking_at_cannot_be_taken(stopped):
    client, to = inside()
    stopped(to)
    page = client.get("/r/")
    assert headline(page) == "お電話をお願いします"
    assert client.post(REVIEW, choice(to))["Location"] == "/r/"
    assert PointOrder.objects.count() == 0


def test_a_code_on_hold_is_not_shown_and_a_stopped_scheme_still_shows_what_was_received():
    client, to = inside()
    stock()
    take(to)
    stop()
    assert CODE in said(client.get("/r/code/"))
    hold(to)
    assert client.get("/r/code/")["Location"] == "/r/"


def test_nothing_of_the_phone_is_on_any_page():
    client, _ = inside()
    assert PHONE not in client.get("/r/").content.decode()
    assert f"{DIGITS}<" not in client.get("/r/").content.decode()


def state(of) -> str:
    return Payout.objects.get(pk=of.payout_id).state
