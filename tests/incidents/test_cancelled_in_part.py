"""The shop cancels less than what was given back of a payment: all is decided anew, and the caller reads just that."""

import pytest

from claims.models import Incident
from config import clock
from notifications.models import Message
from notifications.render import render, sms_parts
from payouts import unnamed_cancellations
from tests.incidents.people import approved, reported, sakura
from tests.makers import cancel_unnamed, japan, shop_says, staff, told

pytestmark = pytest.mark.django_db
AT = japan("2023-03-21 10:00")


@pytest.mark.parametrize(("channel", "language"), [("mail", "ja"), ("mail", "en"), ("sms", "ja"), ("sms", "en")])
def test_nobody_reads_that_the_shop_has_cancelled_all_of_it(channel, language):
    of = approved(shop_says(reported(sakura(), "paid_twice", language=language)))
    told("2023-03-12 12:00")
    cancelled = cancel_unnamed(of.coupon, 100, "2023-03-20 10:00")
    first = of.payments.order_by("pk").first().payment
    for who in ("sato", "suzuki"):
        given = {"payment_id": first.pk, "why": "店", "by": staff(who), "at": AT}
        unnamed_cancellations.settle(entry_id=cancelled.pk, **given)
    clock.move_to(AT)
    message = Message.objects.get(template="incident_undone")
    message.channel = channel
    text = render(message).text

    assert (Incident.objects.get().state, "額を決め直します" in text or "decide again how much" in text) == (
        "confirmed",
        True,
    )
    assert ("返していただく" in text or "do not have to return" in text) is (channel == "mail")
    assert channel == "mail" or sms_parts(text) <= 2
