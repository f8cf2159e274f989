"""A URL whose coupon went to a newer claim: its holder is told politely, and nobody else is told anything."""

import pytest

from config import tokens
from payouts import releasing
from payouts.models.link import PURPOSE
from tests.makers import japan
from tests.receiving.people import address, headline, link

pytestmark = pytest.mark.django_db


def voided():
    to = link()
    releasing.void(payout_id=to.payout_id, who="test", reason="別の申請", at=japan("2023-04-10 12:00"))
    to.refresh_from_db()
    return to


def test_its_holder_is_told(client):
    answer = client.get(address(voided()))
    assert (answer.status_code, headline(answer)) == (410, "このURLは使えなくなりました")


def test_its_check_opens_nothing(client):
    answer = client.post(address(voided()), {"digits": "0001"})
    assert (answer.status_code, answer.cookies.get("sessionid")) == (410, None)


def test_a_forged_token_learns_nothing(client):
    to = voided()
    forged = tokens.link_token("another purpose", to.pk, to.salt, to.key_id)
    assert tokens.link_token(PURPOSE, to.pk, to.salt, to.key_id) != forged
    assert client.get(f"/r/{forged}/").status_code == 404
