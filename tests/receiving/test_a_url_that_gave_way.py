"""A URL whose coupon went to a newer claim: its holder is told politely, and nobody else is told anything."""

import pytest

from config import clock, tokens
from payouts import links, releasing
from payouts.models.link import PURPOSE
from tests.makers import japan, regionpay, told
from tests.receiving.people import FIRST_TOO_LATE, address, headline, let_in, link

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


@pytest.mark.parametrize("released", ["void", "lapsed"])
def test_a_url_that_was_replaced_before_is_as_unknown_as_any(client, released):
    """It may have gone to the wrong place: the last one only is told what became of the payout."""
    old, at = link(), japan("2023-04-10 12:00")
    let_in(client, old)
    links.replace(link_id=old.pk, channel="mail", to="elsewhere@example.jp", at=at)
    last = old.payout.links.latest("pk")
    if released == "void":
        releasing.void(payout_id=old.payout_id, who="test", reason="別の申請", at=at)
    else:
        told()
        clock.move_to(japan(FIRST_TOO_LATE))
        assert releasing.lapse(regionpay()) == 1

    assert client.get("/r/").status_code == 403
    assert headline(client.get(address(old))) == headline(client.get("/r/nobodys/"))
    assert headline(client.get(address(last))) != headline(client.get("/r/nobodys/"))
