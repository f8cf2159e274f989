"""A rehearsal is seen to be one on every page; the real site says nothing of it."""

import pytest
from django.test import Client

from tests.claims.pages import inside, top_page
from tests.makers import other_scheme, without_schemes

BAND = ["予行中：制度上の現在時刻 2023年4月5日（水）12:00 本物の手続きではありません"]


def band(html: str) -> list[str]:
    return inside(html, "p", ' class="band"')


@pytest.mark.django_db
def test_a_rehearsal_tells_its_legal_time(client):
    assert band(top_page(client, "2023-04-05 12:00")) == BAND


@pytest.mark.django_db
def test_a_rehearsal_is_told_where_schemes_are_chosen_and_where_there_are_none(client):
    other_scheme()
    top_page(client, "2023-04-05 12:00")
    assert band(client.get("/").content.decode()) == BAND
    without_schemes()
    assert band(client.get("/").content.decode()) == BAND


def test_a_rehearsal_is_told_on_error_pages_without_a_clock():
    client = Client(raise_request_exception=False)
    for address in ("/nothing/is/here/", "/"):
        assert band(client.get(address).content.decode()) == ["予行中 本物の手続きではありません"]


@pytest.mark.django_db
def test_the_real_site_has_no_band(client, settings):
    settings.REHEARSAL = False
    for address in ("/regionpay-2023/", "/nothing/is/here/"):
        assert band(client.get(address).content.decode()) == []
