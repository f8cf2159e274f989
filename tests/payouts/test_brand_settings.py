"""What a scheme says of each kind of points goes before what the house says; an order keeps the way it was made by."""

import pytest
from django.utils import translation

from payouts import brands, orders
from payouts.models import Brand, BrandSetting, PointOrder
from tests.makers import coupon, hanako, japan, opened, other_scheme, regionpay
from tests.races.guards import refusal
from tests.receiving.people import let_in, link, said

pytestmark = pytest.mark.django_db

AT = japan("2023-04-05 12:00")


def set_brand(brand: str = "nanaco", **values) -> None:
    BrandSetting.objects.filter(scheme=regionpay(), brand=brand).update(**values)


def test_the_migration_wrote_a_setting_for_each_of_the_five_and_says_what_is_not_confirmed():
    rows = {row.brand: row for row in BrandSetting.objects.filter(scheme=regionpay())}

    assert set(rows) == set(Brand.values)
    limits = {brand: (row.min_yen, row.max_yen) for brand, row in rows.items()}
    assert limits == {card.brand: (card.min_yen, card.max_yen) for card in brands.CARDS}
    assert {brand for brand, row in rows.items() if "公開の出典なし" in row.limits_source} == {"ponta", "paypay"}


def test_a_scheme_without_settings_has_what_the_house_says():
    assert tuple(brands.cards(other_scheme())) == brands.CARDS


def test_limits_are_the_schemes():
    set_brand(min_yen=3001)
    [payout] = opened(coupon(member=hanako(regionpay())))

    with pytest.raises(orders.BrandCannotCarry):
        orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=AT)
    set_brand(min_yen=3000)
    assert orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=AT).brand == "nanaco"


def test_what_is_not_offered_says_so_and_is_refused(client):
    set_brand(is_offered=False)
    to = link()
    let_in(client, to)

    assert "nanaco ギフト お選びになれません。 ただいま準備中です。" in said(client.get("/r/"))
    with pytest.raises(orders.BrandCannotCarry):
        orders.order(payout_id=to.payout_id, brand="nanaco", who="test", at=AT)


def test_how_to_redeem_is_told_in_the_language_that_is_spoken():
    set_brand(how_ja="一、開きます。\n\n二、入れます。", how_en="Open it.\nType it in.")

    assert brands.card_of(regionpay(), "nanaco").steps == ("一、開きます。", "二、入れます。")
    with translation.override("en"):
        assert brands.card_of(regionpay(), "nanaco").steps == ("Open it.", "Type it in.")


def test_an_order_keeps_its_way():
    [payout] = opened(coupon(member=hanako(regionpay())))
    made = orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=AT)
    set_brand(way="list")

    made.refresh_from_db()
    assert made.way == "stock"
    assert refusal(lambda: PointOrder.objects.update(way="list")) == "an_order_keeps_its_payout_brand_and_key"


@pytest.mark.parametrize(
    ("values", "guard"),
    [
        ({"min_yen": 0}, "a_brand_carries_from_one_yen_up"),
        ({"max_yen": 0}, "a_brand_carries_from_one_yen_up"),
        ({"how_ja": "開きます。"}, "how_to_redeem_is_told_in_both_languages"),
        ({"brand": "suica"}, "a_setting_is_of_one_of_the_five"),
        ({"brand": "edy"}, "one_setting_per_scheme_and_brand"),
    ],
)
def test_the_database_refuses_settings_that_cannot_be(values, guard):
    assert refusal(lambda: BrandSetting.objects.filter(brand="nanaco").update(**values)) == guard


def test_a_setting_is_not_deleted():
    assert "a_setting_is_never_deleted" in refusal(BrandSetting.objects.all().delete)
