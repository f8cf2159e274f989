"""A report of case (B) on the status page: opened like a claim, telling where it stands and nobody's money."""

import pytest
from django.test import Client

from claims import incident_deciding
from claims.models import Attempt, Incident
from config import clock
from tests.incidents.people import approved, decided, proposed, reported, sakura, seen
from tests.makers import hanako, incident, japan, opened, regionpay, shop_says, staff
from tests.status.people import STATUS, faults, guess, said
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
REPORT = f"{STATUS}report/"
DIGITS = "0008"


def read(client: Client, of: Incident, at: str = "2023-03-12 12:00", language: str = "") -> str:
    """The page after the right pair."""
    clock.move_to(japan(at))
    answer = guess(client, of.receipt_no, DIGITS)
    assert (answer.status_code, answer["Location"]) == (302, REPORT)
    return said(client.get(f"{language}{REPORT}"))


def of_sakura(**more) -> Incident:
    return reported(sakura(member=hanako(regionpay())), "paid_twice", **more)


HEADLINES = {
    "open": (lambda of: of, "お申し出を承りました"),
    "confirming": (lambda of: shop_says(of, ""), "お店の記録を確かめています"),
    "confirmed": (shop_says, "結果をまとめています"),
    "refuted": (lambda of: shop_says(of, "differs"), "結果をまとめています"),
    "waits for two": (lambda of: _asked(shop_says(of)), "結果をまとめています"),
    "approved": (lambda of: approved(shop_says(of)), "お申し出を確認し、残高を戻しました"),
}


def _asked(of: Incident) -> Incident:
    decided(of, choices={next(iter(proposed(of))): 400})
    return of


@pytest.mark.parametrize("state", HEADLINES)
def test_it_says_where_the_report_stands(client, state):
    make, headline = HEADLINES[state]
    of = make(of_sakura())

    page = read(client, of)

    assert of.receipt_no in page
    assert headline in page


def test_given_back_it_says_until_when_and_after_that_how(client):
    of = approved(shop_says(of_sakura()))

    assert "1,000円をお戻ししました。2023年3月31日（金）23:59まで、お店でお使いいただけます。" in read(
        client, of, "2023-03-31 23:59"
    )
    opened(of.coupon)
    page = read(client, of, "2023-04-03 12:00")
    assert "使い切れなかった分は、アプリに登録された電話番号かメールに、ポイントの受取のご案内をお送りします。" in page
    assert "お店で" not in page
    assert "2,500" not in page  # what else the coupon was worth is its holder's business


def test_given_back_on_the_last_day_it_sends_nobody_to_a_shop(client):
    """No file for regionPAY leaves any more: its terminals never learn of it."""
    of = approved(shop_says(of_sakura()), "2023-03-31 14:00")

    page = read(client, of, "2023-03-31 15:00")

    assert "1,000円をお戻ししました。 同じ額のポイントの受取のご案内を" in page
    assert "お店で" not in page


def test_declined_it_says_the_words_of_who_decided(client):
    of = shop_says(of_sakura(), "differs")
    words = "お店の記録では、1回のお支払いでした。"
    incident_deciding.decline(
        incident_id=of.pk,
        reason="differs",
        words=words,
        by=staff("reviewer"),
        seen=seen(of),
        at=japan("2023-03-12 10:00"),
    )

    page = read(client, of)
    assert ("補償の対象になりませんでした" in page, words in page) == (True, True)


def test_in_english(client):
    page = read(client, approved(shop_says(of_sakura())), language="/en")

    assert "¥1,000 was put back. You can use it in shops until Friday 31 March 2023, 23:59." in page


def test_a_wrong_pair_and_an_unknown_number_read_the_same_and_count(client):
    of, nobody = incident(None), "B-0000-0000-0"
    pages = [guess(client, number, "1111") for number in (of.receipt_no, nobody)]

    assert [faults(page) for page in pages] == [["受付番号か電話番号が違います。"]] * 2
    assert said(pages[0]) == said(pages[1])
    assert Attempt.objects.count() == 4
    assert AuditEvent.objects.filter(action="status opened").count() == 0


def test_five_wrong_answers_close_it_for_an_hour(client):
    of = incident(None)
    codes = [guess(client, of.receipt_no, "1111").status_code for _ in range(6)]

    assert (codes, guess(client, of.receipt_no, DIGITS).status_code) == ([200] * 5 + [429], 429)


def test_only_with_its_own_cookie_and_not_after_closing(client):
    of = incident(None)
    assert client.get(REPORT)["Location"] == STATUS
    read(client, of)
    token = client.cookies["status-b-regionpay-2023"].value
    client.cookies["status-regionpay-2023"] = token
    assert client.get(f"{STATUS}claim/").status_code == 403

    client.cookies["status-b-regionpay-2023"] = token
    assert client.get(REPORT).status_code == 200
    client.post(f"{STATUS}close/")
    assert client.get(REPORT).status_code == 302
