"""「受付番号がわからない方へ」: the numbers go to the contact they belong to, and the page says the same to everybody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import lost_receipts
from claims.models import Attempt
from notifications.models import Message
from notifications.render import render, sms_parts
from tests.makers import japan, other_scheme, regionpay
from tests.matching.people import covered
from tests.status.people import STATUS, claim, said

pytestmark = pytest.mark.django_db
LOST, SENT = f"{STATUS}lost/", f"{STATUS}lost/sent/"


def ask(client, contact: str, language: str = ""):
    return client.post(language + LOST, {"deliver_to": contact})


def told() -> list[Message]:
    return list(Message.objects.filter(template="lost_receipts").order_by("pk"))


def test_the_numbers_are_sent_to_the_contact_that_was_proved(client):
    claims = [claim(covered()) for _ in range(2)]
    claim(covered(), by="hanako@example.jp")
    assert ask(client, " Taro@example.jp ")["Location"] == SENT
    (message,) = told()
    assert (message.to, message.urgent) == ("taro@example.jp", True)
    text = render(message).text
    assert [made.receipt_no in text for made in claims] == [True, True]
    assert text.count("A-") == 2


@pytest.mark.parametrize("typed", ["090-1111-2222", "０９０１１１１２２２２", "+81 90 1111 2222"])
def test_a_phone_number_as_people_type_it(client, typed):
    claim(covered(), by="09011112222")
    ask(client, typed)
    assert [message.to for message in told()] == ["09011112222"]


def test_nobody_and_somebody_get_the_same_answer(client):
    claim(covered())
    answers = [ask(client, contact) for contact in ("taro@example.jp", "nobody@example.jp")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, SENT)] * 2
    assert [message.to for message in told()] == ["taro@example.jp"]
    assert said(client.get(SENT)).startswith("お手続きを受け付けました")


@pytest.mark.parametrize("more", [{"contact_verified_at": None}, {"scheme": "other"}])
def test_a_contact_that_was_not_proved_here_is_told_nothing(client, more):
    if "scheme" in more:
        more = {"scheme": other_scheme()}
    claim(covered(), **more)
    ask(client, "taro@example.jp")
    assert told() == []


def test_three_times_a_day_for_a_contact(client):
    claim(covered())
    assert [ask(client, "taro@example.jp").status_code for _ in range(4)] == [302, 302, 302, 429]
    assert ask(client, "TARO@example.jp").status_code == 429
    with connection.cursor() as cursor:
        cursor.execute("update claims_attempt set at = at - interval '1 day'")
    assert ask(client, "taro@example.jp").status_code == 302
    assert len(told()) == 4


def test_twenty_times_an_hour_from_an_address(client):
    codes = [ask(client, f"nobody{number}@example.jp").status_code for number in range(21)]
    assert codes == [302] * 20 + [429]


def test_what_is_no_contact_is_refused_and_not_counted(client):
    assert [ask(client, typed).status_code for typed in ("", "太郎", "taro@", "03-1234-5678")] == [200] * 4
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_group_fits_into_two_parts_of_an_sms(client, settings, language):
    settings.SITE_URL = "https://hosho.example.jp"
    for _ in range(5):
        claim(covered(), by="09011112222")
    ask(client, "09011112222", language)
    text = render(told()[0]).text
    assert (text.count("A-"), sms_parts(text) <= 2) == (3, True)
    assert ("and 2 more" if language else "ほか2件") in text


def test_known_and_unknown_cost_the_same_work(client):
    """Counted in statements; a message is written for both, and undone for the one."""

    def statements(contact: str) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            ask(client, contact)
        kinds = [query["sql"].split()[0].lower() for query in asked]
        return [kind for kind in kinds if kind in ("select", "insert", "update", "delete")]

    claim(covered())
    somebody, nobody = statements("taro@example.jp"), statements("nobody@example.jp")
    assert (somebody, somebody.count("insert")) == (nobody, 4)


@pytest.mark.parametrize(
    ("contact", "urgent", "leaves"),
    [("09011112222", False, "2023-04-11 08:00"), ("taro@example.jp", True, "2023-04-11 03:00")],
)
def test_no_telephone_rings_at_night_for_whoever_asked(contact, urgent, leaves):
    claim(covered(), by=contact)
    lost_receipts.ask(scheme=regionpay(), contact=contact, address="x", at=japan("2023-04-11 03:00"))

    (message,) = told()
    assert (message.urgent, message.not_before) == (urgent, japan(leaves))
