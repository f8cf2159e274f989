"""Case 28: the issuer refuses on 1 June an order confirmed on 31 May. Open again, and it does not lapse for 14 days."""

import pytest

from notifications.models import Message
from notifications.render import render, sms_parts
from payouts import orders, releasing
from payouts.audit import breaches
from payouts.issuers import outcomes
from payouts.models import Payout, PointOrder
from tests.makers import code, coupon, hanako, japan, opened, regionpay, told

pytestmark = pytest.mark.django_db

CONFIRMED, REFUSED = japan("2023-05-31 23:00"), japan("2023-06-01 15:00")


@pytest.fixture
def refused() -> Payout:
    [payout] = opened(coupon(member=hanako(regionpay())))
    told()
    made = orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=CONFIRMED)
    outcomes.refuse(order_id=made.pk, who="issuer", reason="no such value", at=REFUSED)
    payout.refresh_from_db()
    return payout


def test_it_is_open_again_for_14_days(refused):
    assert (refused.state, refused.receive_until) == ("open", japan("2023-06-16 00:00"))
    told("2023-06-01 15:00")
    assert releasing.lapse(regionpay(), japan("2023-06-15 23:59:59")) == 0
    assert releasing.lapse(regionpay(), japan("2023-06-16 00:00")) == 1


def test_another_brand_is_taken_meanwhile(refused):
    code("edy", 3000)
    made = orders.order(payout_id=refused.pk, brand="edy", who="test", at=japan("2023-06-10 12:00"))

    assert orders.settle(order_id=made.pk, at=japan("2023-06-10 12:00"))
    assert breaches(regionpay(), japan("2023-06-10 12:00")) == {}


@pytest.mark.parametrize(
    ("channel", "named"), [("mail", "nanaco ギフトを、ご用意できませんでした"), ("sms", "999,999円分を選び直せます")]
)
def test_the_receiver_is_told_which_and_until_when(refused, channel, named, settings):
    settings.SITE_URL = "https://hosho.example.jp"
    message = Message.objects.get(template="points_refused")
    message.channel = channel
    message.context |= {"amount_yen": 999_999} if channel == "sms" else {}
    said = render(message)

    assert named in said.text
    assert "6/15(木)" in said.subject + said.text
    assert f"/r/{refused.links.get().token}/" in said.text
    assert channel == "mail" or sms_parts(said.text) <= 2


def test_what_is_refused_or_has_its_code_is_not_refused(refused):
    with pytest.raises(outcomes.NothingToRefuse):
        outcomes.refuse(order_id=PointOrder.objects.get().pk, who="issuer", reason="again", at=REFUSED)

    code("edy", 3000)
    made = orders.order(payout_id=refused.pk, brand="edy", who="test", at=REFUSED)
    orders.settle(order_id=made.pk, at=REFUSED)
    with pytest.raises(outcomes.NothingToRefuse):
        outcomes.refuse(order_id=made.pk, who="issuer", reason="too late", at=REFUSED)


def test_an_order_in_doubt_can_be_refused():
    [payout] = opened(coupon(member=hanako(regionpay())))
    made = orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=CONFIRMED)
    PointOrder.objects.update(state="unknown")

    outcomes.refuse(order_id=made.pk, who="issuer", reason="asked again", at=REFUSED)

    assert Payout.objects.get().state == "open"
