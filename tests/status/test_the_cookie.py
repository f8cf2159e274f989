"""What a right answer leaves in the browser: it opens one claim, for half an hour after its last use."""

import time

import pytest
from django.core.signing import TimestampSigner

from payouts.status import visiting
from tests.makers import other_scheme, regionpay
from tests.matching.people import covered
from tests.status.people import CLAIM, STATUS, claim, let_in, said

pytestmark = pytest.mark.django_db


def test_it_is_for_our_pages_only_and_for_half_an_hour(client):
    cookie = let_in(client, claim(covered())).cookies["status-regionpay-2023"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 1800)


def test_it_opens_its_own_claim_only(client):
    one, two = claim(covered()), claim(covered())
    let_in(client, one)
    token = client.cookies["status-regionpay-2023"].value
    forged = token.replace(f"{one.pk}:", f"{two.pk}:", 1)
    found = [visiting.claim_of(some, regionpay()) for some in (token, forged, "", None, "x", f"{one.pk}:a:b")]
    assert found == [one, None, None, None, None, None]
    assert visiting.claim_of(token, other_scheme()) is None


def test_a_claim_from_a_backup_does_not_answer_to_it(client):
    made = claim(covered())
    token = visiting.token_of(made)
    made.form_nonce = "00000000-0000-4000-8000-000000000000"
    made.save()
    assert visiting.claim_of(token, regionpay()) is None


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 403)])
def test_it_ends_after_half_an_hour(client, monkeypatch, minutes, status):
    made = claim(covered())
    real = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: real - minutes * 60)
    let_in(client, made)
    monkeypatch.setattr("django.core.signing.time.time", lambda: real)
    answer = client.get(CLAIM)
    assert answer.status_code == status
    assert status == 200 or said(answer).startswith("もう一度、受付番号を入力してください")


def test_each_page_prolongs_it(client):
    made = claim(covered())
    let_in(client, made)
    assert "status-regionpay-2023" in client.get(CLAIM).cookies


def test_without_one_the_way_leads_to_the_question(client):
    assert client.get(CLAIM)["Location"] == STATUS


def test_it_can_be_given_back(client):
    let_in(client, claim(covered()))
    assert client.post(f"{STATUS}close/")["Location"] == STATUS
    assert client.get(CLAIM)["Location"] == STATUS


def test_a_signed_value_of_another_purpose_opens_nothing(client):
    made = claim(covered())
    client.cookies["status-regionpay-2023"] = TimestampSigner(salt="status code regionpay-2023").sign(str(made.pk))
    assert client.get(CLAIM).status_code == 403
