"""Under /en/ every page speaks English: no Japanese but names, what is printed in it, and what is marked."""

import pytest
from django.http import HttpResponse

from claims.models import Bank, Branch
from tests.claiming.directory import write_banks
from tests.claiming.inputs import Refused, called
from tests.claiming.inputs_refused import REFUSED
from tests.claiming.walking import ORDER, Walker
from tests.english.reading import japanese_in, japanese_in_page
from tests.english.receiving_states import RECEIVING, inside
from tests.english.states import CLAIMING, EN, READ
from tests.english.status_states import STATUS_PAGES
from tests.receiving.people import choice, link

pytestmark = pytest.mark.django_db

TYPED = ("沖縄 花子", "なはホテル", "土産店", "琉球", "那覇", "宿", "ｵｷﾅﾜ ﾀﾛｳ")


def is_english(answer: HttpResponse) -> None:
    html = answer.content.decode()
    listed = [row.full_name for rows in (Bank.objects.all(), Branch.objects.all()) for row in rows]
    assert '<html lang="en">' in html
    assert japanese_in_page(html, *TYPED, *listed) == []


def there(answer: HttpResponse) -> HttpResponse:
    """Not the page that says that there is none."""
    assert answer.status_code != 404
    return answer


@pytest.mark.parametrize("state", [one for one in READ if one != "broken"])
def test_a_page_that_is_only_read(client, state):
    is_english(READ[state](client))


def test_the_page_of_a_site_without_its_database(client):
    page = READ["broken"](client).content.decode()
    assert "Something went wrong" in page
    assert japanese_in_page(page) == []


@pytest.mark.parametrize("state", CLAIMING)
def test_a_page_of_the_claim_forms(client, state):
    is_english(there(CLAIMING[state](client)))


@pytest.mark.parametrize("state", RECEIVING)
def test_a_page_of_the_receiving_site(client, state):
    is_english(RECEIVING[state](client))


@pytest.mark.parametrize("state", STATUS_PAGES)
def test_a_page_of_the_status(client, state):
    is_english(there(STATUS_PAGES[state](client)))


@pytest.mark.parametrize("case", REFUSED, ids=called)
def test_words_for_what_is_refused(client, case: Refused):
    write_banks()
    walker = Walker(client, "points" if case.step in ORDER["points"] else "refund", EN)
    walker.arrive(case.step).post(case.step, **case.fields)
    assert walker.title.startswith("Error: ")
    assert len(walker.at_fields) == 1
    # A character that banks do not take is named, and 「オ」 advised for 「ヲ」.
    assert japanese_in(walker.at_fields, *(letter for letter in str(case.typed) if not letter.isascii()), "オ") == []


def test_a_page_that_reloads_itself_stays_english(client):
    inside(client, to := link())
    answer = client.post("/en/r/review/", choice(to), follow=True)
    assert answer["Refresh"] == "5; url=/en/r/code/"
