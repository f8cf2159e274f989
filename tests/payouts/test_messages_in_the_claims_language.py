"""Who filed in English is written to in English: the link, the link once more, and a choice that was refused."""

import pytest

from notifications.models import Message
from notifications.render import render, sms_parts
from payouts import links, orders
from payouts.issuers import outcomes
from tests.makers import coupon, hanako, japan, line, opened, regionpay

pytestmark = pytest.mark.django_db

AT = japan("2023-04-10 12:00")


@pytest.fixture
def payout(settings):
    settings.SITE_URL = "https://hosho.example.jp"
    stated = line(coupon())
    stated.claim.language = "en"
    stated.claim.save()
    [payout] = opened(stated.coupon)
    return payout


def last() -> Message:
    return Message.objects.latest("pk")


def test_the_first_message(payout):
    said = render(last())
    assert said.subject.startswith("[regionPAY compensation] Your cashless points are ready")
    assert "Receive them here" in said.text
    assert said.text.endswith(
        "regionPAY Compensation Call Centre\nPhone 0120-479-249\n"
        "Weekdays 10:00–18:00 (in March also weekends and holidays)"
    )


def test_the_link_once_more(payout):
    links.replace(link_id=payout.links.get().pk, channel="sms", at=AT)

    assert "Please receive your points" in render(last()).text


@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_a_choice_that_was_refused(payout, channel):
    made = orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=AT)
    outcomes.refuse(order_id=made.pk, who="issuer", reason="test", at=AT)
    message = last()
    message.channel = channel

    said = render(message)
    assert "choose again" in said.text if channel == "sms" else "what you chose: nanaco Gift.\n" in said.text
    assert channel == "mail" or sms_parts(said.text) <= 2


def test_members_are_written_to_in_japanese():
    opened(coupon(member=hanako(regionpay())))

    assert last().context["language"] == "ja"
