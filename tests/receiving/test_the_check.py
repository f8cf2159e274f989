"""The check asks what the link's channel does not carry; five wrong answers lock the link (cases 4, 5)."""

import pytest
from django.contrib.sessions.models import Session

from config import clock
from payouts.models import ReceiveLink
from tests.makers import coupon, hanako, japan, opened, regionpay
from tests.receiving.people import DAY, DIGITS, PHONE, TRAVEL, address, by_sms, faults, headline, let_in, link, said
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

WRONG = {"digits": "0000"}


def test_a_link_by_mail_asks_for_the_phone_and_the_right_digits_lead_to_the_clean_address(client):
    to = link()
    page = client.get(address(to)).content.decode()
    assert 'name="digits"' in page
    assert 'name="prefecture"' not in page

    answer = let_in(client, to)

    assert (answer.status_code, answer["Location"]) == (302, "/r/")
    assert headline(client.get("/r/")) == "受け取るポイントを選んでください"


@pytest.mark.parametrize("to", [by_sms, lambda: link(phone="")], ids=["by SMS", "mail without a phone"])
def test_without_mail_or_without_a_phone_prefecture_and_travel_date_are_asked(client, to):
    to = to()
    page = client.get(address(to)).content.decode()
    assert 'name="digits"' not in page

    assert let_in(client, to, **TRAVEL)["Location"] == "/r/"


def test_every_prefecture_can_be_chosen_also_one_that_is_not_the_schemes(client):
    """A coupon of such a one is taken by `load` with a warning: its holder finds the right answer, too."""
    [payout] = opened(coupon(prefecture="01", member=hanako(regionpay(), email="", phone=PHONE)))
    clock.move_to(japan(DAY))
    to = payout.links.get()
    assert client.get(address(to)).content.decode().count("<option") == 1 + 47
    assert let_in(client, to, **TRAVEL | {"prefecture": "01"})["Location"] == "/r/"


@pytest.mark.parametrize("typed", [DIGITS, "５６７８", " 5678 ", "56-78"])
def test_digits_are_taken_as_people_type_them(client, typed):
    assert let_in(client, link(), digits=typed).status_code == 302


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        ("travel_year", "２０２３"),
        ("travel_year", "令和5"),
        ("travel_year", "R5"),
        ("travel_year", "5年"),
        ("travel_year", "23"),
        ("travel_month", "02"),
        ("travel_month", "２月"),
        ("travel_day", "23日"),
    ],
)
def test_dates_are_taken_as_people_write_them(client, part, typed):
    assert let_in(client, by_sms(), **{**TRAVEL, part: typed}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "電話番号の下4桁を入力してください。"),
        ("567", "電話番号の下4桁は、4桁の数字で入力してください。"),
        ("56789", "電話番号の下4桁は、4桁の数字で入力してください。"),
        ("abcd", "電話番号の下4桁は、4桁の数字で入力してください。"),
        ("٥٦٧٨", "電話番号の下4桁は、4桁の数字で入力してください。"),
    ],
)
def test_badly_typed_digits_are_told_above_and_at_the_field_and_cost_no_try(client, typed, words):
    to = link()
    answer = client.post(address(to), {"digits": typed})
    assert answer.status_code == 200
    assert "<title>エラー：ご本人の確認" in answer.content.decode()
    assert faults(answer) == ([words], [words])
    assert f'value="{typed}"' in answer.content.decode()
    assert tries(to) == 0


def test_nothing_at_all_is_a_fault_and_no_try(client):
    to = link()
    assert faults(client.post(address(to)))[0] == ["電話番号の下4桁を入力してください。"]
    assert tries(to) == 0


@pytest.mark.parametrize(
    ("part", "typed", "words"),
    [
        ("prefecture", "", "ご旅行先の都道府県を選んでください。"),
        ("prefecture", "48", "ご旅行先の都道府県を選んでください。"),
        ("travel_day", "", "旅行日の「日」を入力してください。"),
        ("travel_month", "如月", "旅行日の「月」は、数字で入力してください。"),
        ("travel_year", "平成5", "旅行日の「年」は、数字で入力してください。"),
        ("travel_day", "30", "2月30日はありません。旅行日をお確かめください。"),
        ("travel_year", "0", "旅行日の「年」は、数字で入力してください。"),
        ("travel_year", "0000", "旅行日をお確かめください。"),
    ],
)
def test_badly_typed_dates_are_told_twice_and_cost_no_try(client, part, typed, words):
    to = by_sms()
    answer = client.post(address(to), {**TRAVEL, part: typed})
    above, at_the_field = faults(answer)
    assert above == at_the_field
    assert len(above) == 1
    assert above[0].endswith(words)
    assert tries(to) == 0


def test_an_empty_date_is_one_fault(client):
    answer = client.post(address(by_sms()), {"prefecture": "47"})
    assert faults(answer) == (["旅行日を入力してください。"], ["旅行日を入力してください。"])


def test_what_was_typed_is_kept(client):
    page = client.post(address(by_sms()), {**TRAVEL, "travel_day": "31"}).content.decode()
    assert '<option value="47" selected>' in page
    for typed in ("2023", "2", "31"):
        assert f'value="{typed}"' in page


@pytest.mark.parametrize(
    ("to", "wrong", "words"),
    [
        (link, WRONG, "電話番号の下4桁が違います。"),
        (by_sms, {**TRAVEL, "travel_day": "22"}, "ご旅行先の都道府県か旅行日が違います。"),
        (by_sms, {**TRAVEL, "prefecture": "13"}, "ご旅行先の都道府県か旅行日が違います。"),
    ],
)
def test_a_wrong_answer_says_how_many_are_left_and_lets_nobody_in(client, to, wrong, words):
    to = to()
    answer = client.post(address(to), wrong)
    assert faults(answer) == ([f"{words}あと4回入力できます。"], [f"{words}あと4回入力できます。"])
    assert client.get("/r/").status_code == 403
    assert Session.objects.count() == 0


def test_the_fifth_wrong_answer_locks_the_link_even_for_the_right_one(client):
    to = link()
    for left in (4, 3, 2, 1):
        assert f"あと{left}回" in said(client.post(address(to), WRONG))
    for answer in (client.post(address(to), WRONG), client.get(address(to)), let_in(client, to)):
        assert headline(answer) == "このURLは使えなくなりました"
        assert "0120-479-249" in said(answer)
        assert "このURLの期限は、2023年5月31日（水）23:59です。" in said(answer)
    assert client.get("/r/").status_code == 403
    assert AuditEvent.objects.filter(action="link locked").count() == 1


def test_the_digits_are_those_of_this_payout(client):
    other = link(phone="08099990000")
    to = link()
    assert faults(let_in(client, to, digits="0000"))[0] != []
    assert let_in(client, other, digits="0000").status_code == 302


def test_nothing_tells_the_phone(client):
    assert PHONE not in client.get(address(link())).content.decode()


def tries(of: ReceiveLink) -> int:
    of.refresh_from_db()
    return of.tries
