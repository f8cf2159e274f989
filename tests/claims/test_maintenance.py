"""The switch: public pages answer 503 with a page of ours and Retry-After; health, staff and rehearsal go on."""

import pytest

from tests.claims.pages import TOP, inside


@pytest.fixture(autouse=True)
def maintenance(settings):
    settings.MAINTENANCE = True
    settings.MAINTENANCE_MINUTES = 20


@pytest.mark.parametrize("address", ["/", TOP, f"{TOP}check/", "/r/abc/", "/nothing/is/here/"])
def test_a_public_page_is_closed_without_asking_the_database(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1200")
    assert answer.headers["Cache-Control"] == "no-store"
    assert inside(answer.content.decode(), "h1") == ["ただいまメンテナンス中です"]
    assert "20分ほどたってから" in answer.content.decode()


def test_an_english_page_says_it_in_english(client):
    answer = client.get(f"/en{TOP}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1200")
    assert inside(answer.content.decode(), "h1") == ["This site is under maintenance"]
    assert "in about 20 minutes" in answer.content.decode()


def test_a_closed_receiving_page_does_not_repeat_its_token(client):
    assert "abcdefghijkl" not in client.get("/r/abcdefghijkl/").content.decode()


def test_a_form_that_is_sent_is_not_taken(client):
    assert client.post(f"{TOP}check/", {}).status_code == 503


def test_health_goes_on(client):
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_staff_go_on(client):
    assert client.get("/admin/login/").status_code == 200


@pytest.mark.django_db
def test_without_the_switch_pages_are_open(client, settings):
    settings.MAINTENANCE = False
    assert client.get(TOP).status_code == 200
