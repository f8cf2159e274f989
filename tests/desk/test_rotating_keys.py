"""A new key in front: what is made from now on is the new key's, everything older still opens, and `keys` says so."""

import json

import pytest
from django.core.management import call_command

from claims.filing import account_seal_name
from claims.models import BankAccount
from config.sealing import unseal
from desk.keys_in_use import uses
from payouts import codes
from tests.receiving.people import address, link, stock, take
from tests.refunds import people
from tests.refunds.people import claim

pytestmark = pytest.mark.django_db


def rotate(settings) -> None:
    settings.SEALING_KEYS = f"k2:a-new-sealing-key-as-long-as-asked-for {settings.SEALING_KEYS}"
    settings.TOKEN_KEYS = f"k2:a-new-token-key-as-long-as-is-asked-for {settings.TOKEN_KEYS}"


def seen() -> dict[tuple[str, str], tuple[dict, bool, bool]]:
    return {(one.ring, one.key_id): (one.rows, one.is_on_ring, one.may_leave) for one in uses()}


def test_old_links_open_old_accounts_and_codes_too_and_new_ones_are_the_new_keys(client, settings):
    people.house()
    number = claim(account_no="7654321")
    old = link()
    rotate(settings)
    new = link()

    assert [client.get(address(one)).status_code for one in (old, new)] == [200, 200]
    assert (old.key_id, new.key_id) == ("demo", "k2")
    sealed = BankAccount.objects.get(claim=number).number_sealed
    assert unseal(sealed, about=account_seal_name(number)) == "7654321"


def test_a_code_bought_before_is_known_again_and_given_after(settings):
    to = link()
    stock()
    rotate(settings)
    order = take(to)
    order.refresh_from_db()

    assert order.state == "issued"
    assert codes.code_of(order)
    assert bytes(order.code_sealed).startswith(b"k2:")


def test_what_may_leave_is_what_no_row_needs(settings):
    link()
    rotate(settings)
    link()
    settings.TOKEN_KEYS += " k0:an-old-key-of-nobody"

    assert seen() == {
        ("SEALING_KEYS", "k2"): ({}, True, False),
        ("SEALING_KEYS", "demo"): ({}, True, False),  # makes the fingerprints
        ("TOKEN_KEYS", "k2"): ({"payouts_receivelink": 1}, True, False),
        ("TOKEN_KEYS", "demo"): ({"payouts_receivelink": 1}, True, False),
        ("TOKEN_KEYS", "k0"): ({}, True, True),
    }


def test_a_key_that_left_too_early_is_an_error(settings, capsys):
    link()
    settings.TOKEN_KEYS = "k2:a-new-token-key"

    with pytest.raises(SystemExit) as ended:
        call_command("keys")
    assert ended.value.code == 1
    assert "TOKEN_KEYS  demo  payouts_receivelink 1行  必要なのに、鍵の輪にありません" in capsys.readouterr().out


def test_a_program_may_ask_too(settings, capsys):
    link()
    settings.TOKEN_KEYS = "k2:a-new-token-key"

    with pytest.raises(SystemExit):
        call_command("keys", json=True)
    said = [(one["key_id"], one["is_on_ring"]) for one in json.loads(capsys.readouterr().out)["keys"]]
    assert said == [("demo", True), ("k2", True), ("demo", False)]  # one to seal with, one of the URLs, one that left
