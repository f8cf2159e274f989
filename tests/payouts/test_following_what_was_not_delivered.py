"""What could not be delivered is followed by the other channel, for members and claims, and else listed (case 5)."""

from datetime import datetime

import pytest

from coupons.models import Member
from notifications.models import CHANGED, Message
from payouts import links, orders, releasing, reminding, telling
from payouts.audit import breaches
from payouts.models import Payout, ReceiveLink
from tests.makers import coupon, hanako, japan, line, opened, owed, regionpay, told

pytestmark = pytest.mark.django_db

AT = japan("2023-04-10 12:00")
LAST_DAY = japan("2023-05-31 12:00")
LANDLINE, MOBILES = "0312345678", ["06012345678", "07012345678", "08012345678", "09012345678"]


def for_a_claim(**contact) -> Payout:
    stated = line(coupon())
    for name, value in contact.items():
        setattr(stated.claim, name, value)
    stated.claim.save()
    [payout] = opened(stated.coupon)
    return payout


def for_a_member(**contact) -> Payout:
    [payout] = opened(coupon(member=hanako(regionpay(), **contact)))
    return payout


def bounce(payout: Payout) -> None:
    """The provider says that what was sent to the live link's address cannot be delivered."""
    told()
    newest = Message.objects.filter(about=f"payouts.payout/{payout.pk}").order_by("-id")[:1]
    Message.objects.filter(pk__in=newest).update(state="undeliverable", error="550 no such user")


def live(payout: Payout) -> tuple[str, str]:
    return ReceiveLink.objects.values_list("channel", "destination").get(payout=payout, revoked_at=None)


@pytest.mark.parametrize("phone", MOBILES)
@pytest.mark.parametrize("made", [for_a_claim, for_a_member])
def test_a_mail_is_followed_by_an_sms_to_a_mobile_number(made, phone):
    payout = made(phone=phone)
    bounce(payout)

    assert telling.follow(regionpay(), AT) == 1
    assert live(payout) == ("sms", phone)
    assert breaches(regionpay(), AT) == {}


@pytest.mark.parametrize("phone", ["", LANDLINE, "0501234567", "0901234567"])
@pytest.mark.parametrize("made", [for_a_claim, for_a_member])
def test_without_a_mobile_number_it_is_listed_as_unreachable(made, phone):
    payout = made(phone=phone)
    assert list(telling.unreachable()) == []
    bounce(payout)

    assert telling.follow(regionpay(), AT) == 0
    assert list(telling.unreachable()) == [payout]


def test_staff_find_the_unreachable_among_the_payouts(admin_client):
    lost, reached = for_a_member(phone=""), for_a_member()
    bounce(lost)

    page = admin_client.get("/admin/payouts/payout/?reach=none").content.decode()
    assert (f"/admin/payouts/payout/{lost.pk}/" in page, f"/admin/payouts/payout/{reached.pk}/" in page) == (
        True,
        False,
    )


def test_a_claims_sms_is_followed_by_a_mail_and_then_nothing_is_left():
    payout = for_a_claim(deliver_by="sms", deliver_to="08000000009", phone="08000000009")
    bounce(payout)

    assert telling.follow(regionpay(), AT) == 1
    assert live(payout) == ("mail", "taro@example.jp")
    assert list(telling.unreachable()) == []
    bounce(payout)
    assert telling.follow(regionpay(), AT) == 0
    assert list(telling.unreachable()) == [payout]


def test_what_was_tried_in_vain_is_not_tried_again():
    payout = for_a_member()
    for channel in ("sms", "nothing"):
        bounce(payout)
        assert telling.follow(regionpay(), AT) == (channel == "sms")

    assert list(telling.unreachable()) == [payout]


NEW_MAIL, NEW_PHONE = {"email": "new@example.jp"}, {"phone": "08099998888"}


@pytest.mark.parametrize(
    ("first", "later", "goes"),
    [
        ({"phone": ""}, NEW_MAIL, ("mail", "new@example.jp")),
        ({"email": "", "phone": MOBILES[0]}, NEW_PHONE, ("sms", "08099998888")),
        ({"phone": ""}, NEW_MAIL | NEW_PHONE, ("sms", "08099998888")),
    ],
)
def test_where_a_later_file_corrects_it_goes_there_by_any_way_once_another_person_looked(first, later, goes):
    payout = for_a_member(**first)
    bounce(payout)
    assert (telling.follow(regionpay(), AT), list(telling.unreachable())) == (0, [payout])
    Member.objects.update(**later, contact_changed_at=AT)
    assert list(telling.unreachable()) == []

    assert telling.follow(regionpay(), AT) == 1
    assert (live(payout), Message.objects.latest("pk").release) == (goes, CHANGED)


def test_a_corrected_contact_that_was_tried_already_is_not_tried_again():
    payout = for_a_member(phone="")
    bounce(payout)
    Member.objects.update(email="new@example.jp", contact_changed_at=AT)
    telling.follow(regionpay(), AT)
    Message.objects.filter(release=CHANGED).update(state="sending", leased_until=AT)
    Message.objects.filter(release=CHANGED).update(state="undeliverable", error="550")

    assert (telling.follow(regionpay(), AT), list(telling.unreachable())) == (0, [payout])


def test_a_claims_own_destination_is_used_where_it_is_sent_once_more():
    payout = for_a_claim(deliver_to="elsewhere@example.jp")

    links.replace(link_id=payout.links.get().pk, channel="mail", at=AT)

    assert live(payout) == ("mail", "elsewhere@example.jp")


def test_a_held_payout_waits_with_it():
    payout = for_a_member()
    bounce(payout)
    Payout.objects.update(held_at=AT, held_by="desk", hold_reason="call")

    assert telling.follow(regionpay(), AT) == 0


def test_who_has_but_a_landline_is_sent_no_sms():
    on = coupon(member=hanako(regionpay(), email="", phone=LANDLINE))

    assert opened(on) == []


def test_an_sms_after_a_bounce_on_the_last_day_may_still_be_used():
    payout = for_a_member()
    bounce(payout)
    telling.tell(regionpay(), LAST_DAY)

    payout.refresh_from_db()
    assert payout.receive_until == japan("2023-06-15 00:00")
    said = Message.objects.get(channel="sms").context["until"]
    assert datetime.fromisoformat(said) == payout.receive_until
    assert orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=japan("2023-06-14 23:59"))


def test_what_is_still_to_be_followed_does_not_lapse():
    """The bounce came in the last minute; lapsing runs before telling."""
    payout = for_a_member()
    bounce(payout)

    assert releasing.lapse(regionpay(), japan("2023-06-01 00:00")) == 0
    assert telling.follow(regionpay(), japan("2023-06-01 00:05")) == 1
    told("2023-06-01 09:00")
    assert releasing.lapse(regionpay(), japan("2023-06-15 00:00")) == 0
    assert releasing.lapse(regionpay(), japan("2023-06-16 00:00")) == 1


def test_who_cannot_be_reached_lapses_in_the_end():
    bounce(for_a_member(phone=""))

    assert releasing.lapse(regionpay(), japan("2023-06-01 00:00")) == 1


def test_one_whose_link_cannot_be_sent_does_not_keep_the_others_from_theirs(monkeypatch):
    payouts = [for_a_member(), for_a_member()]
    for payout in payouts:
        bounce(payout)
    replace = links.replace

    def fails_for_the_first(*, link_id: int, **more) -> bool:
        if ReceiveLink.objects.get(pk=link_id).payout == payouts[0]:
            raise ConnectionError("it happens")
        return replace(link_id=link_id, **more)

    monkeypatch.setattr(links, "replace", fails_for_the_first)
    with pytest.raises(ConnectionError):
        telling.follow(regionpay(), AT)

    assert [live(payout)[0] for payout in payouts] == ["mail", "sms"]


def test_an_owed_coupon_of_nobody_reachable_waits_and_is_in_order():
    on = coupon(member=hanako(regionpay(), email="", phone=LANDLINE))
    owed(on)

    assert breaches(regionpay(), AT) == {}


def test_a_reminder_that_nobody_has_released_keeps_nobody_from_being_followed():
    payout = for_a_member()
    told()
    reminding.remind(regionpay(), japan("2023-05-17 12:00"))
    Message.objects.filter(template="receive_link").update(state="undeliverable", error="550 no such user")

    assert telling.follow(regionpay(), japan("2023-05-18 12:00")) == 1
    assert live(payout)[0] == "sms"
    assert Message.objects.get(template="receive_link_reminder").state == "cancelled"  # its link is dead


def test_what_follows_is_stopped_by_the_same_pause():
    payout = for_a_member()
    bounce(payout)
    telling.follow(regionpay(), AT)

    assert Message.objects.get(channel="sms").release == Message.objects.get(channel="mail").release == "receive-links"


def test_a_url_that_staff_send_anew_waits_for_no_release():
    payout = for_a_member()
    told()
    links.replace(link_id=payout.links.get().pk, channel="mail", at=AT, who="sato")

    assert Message.objects.latest("pk").release == ""
