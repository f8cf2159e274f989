"""Another scheme speaks of itself: its system, its call centre, its days; nothing of regionPAY (question 18)."""

import pytest

from tests.claims.pages import READ
from tests.makers import other_scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    scheme = other_scheme()
    scheme.system_name = "たびペイ"
    scheme.help_desk_name = "たびペイ補償窓口"
    scheme.help_desk_name_en = "Tabi-Pay Help Desk"
    scheme.help_desk_phone = "0120-000-000"
    scheme.help_desk_hours = scheme.help_desk_hours_en = "9:00-17:00"
    scheme.save()
    return scheme


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("address", [address for address in READ if address != "news/1/"])
def test_no_page_of_another_scheme_speaks_of_the_first(client, other, language, address):
    answer = client.get(f"{language}/{other.slug}/{address}", follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert [word for word in ("regionPAY", "regionpay", "479-249", "第二報", "沖縄") if word in page] == []
    assert "0120-000-000" in page
