"""Whatever is sent by the forms of a public page, in every state of it, none of them is an error of the server's."""

import pytest
from django.test import Client

from tests.english.receiving_states import RECEIVING
from tests.english.states import CLAIMING, READ
from tests.english.status_states import STATUS_PAGES
from tests.odd_values import is_an_error, sent_to

pytestmark = pytest.mark.django_db
CHECKER = {name: see for name, see in READ.items() if "question" in name or name in ("claim", "call")}
STATES = CHECKER | CLAIMING | STATUS_PAGES
STATES |= {f"receiving: {name}": see for name, see in RECEIVING.items()}
ADDRESSES = ("/r/abc%00/", "/a/abc%00/", f"/r/{'9' * 5000}/", "/regionpay-2023/news/99999999999999999999999/")


@pytest.mark.parametrize("state", STATES)
def test_by_the_forms_of_its_page(state):
    client = Client()
    page = STATES[state](client)
    client.raise_request_exception = True
    errors = [is_an_error(client, *one) for one in sent_to(page.content.decode(), page.request["PATH_INFO"])]

    assert [one for one in errors if one] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_nobody_was_sent(address):
    assert Client().get(address).status_code == 404
