"""A brand without a code of this value in stock says so, and can be chosen all the same (ux B5.10)."""

import pytest
from django.test import Client

from payouts.models import Brand, BrandSetting, Way
from tests.receiving.people import choice, headline, let_in, link, stock

pytestmark = pytest.mark.django_db
SLOW = "ただいま準備中です。番号をお渡しするまで、日数がかかることがあります。"


def page(client: Client, *yen: int) -> tuple[list[str], int]:
    """The brands that one would have to wait for, and how often the page says so."""
    let_in(client, link(*yen))
    seen = client.get("/r/")
    return [brand.value for brand in seen.context["look"].slow_brands], seen.content.decode().count(SLOW)


def test_only_a_code_of_this_very_value_is_at_hand(client):
    stock("nanaco", 3000)
    stock("edy", 2000)

    assert page(client, 3000) == (["amazon", "ponta", "paypay", "edy"], 4)


def test_where_it_is_so_of_all_it_is_said_once(client):
    assert page(client, 3000) == (["amazon", "ponta", "paypay", "edy", "nanaco"], 1)


def test_what_comes_by_list_or_over_the_net_is_not_said_to_be_short(client):
    BrandSetting.objects.filter(brand=Brand.AMAZON).update(way=Way.LIST)

    assert page(client, 3000)[0] == ["ponta", "paypay", "edy", "nanaco"]


def test_it_can_be_chosen_and_leads_to_the_page_that_waits(client):
    let_in(client, to := link())
    client.post("/r/review/", choice(to, "edy"))

    assert headline(client.get("/r/")) == "ポイントを準備しています"


def test_a_brand_that_cannot_carry_it_is_explained_instead(client):
    assert "amazon" not in page(client, 1)[0]
