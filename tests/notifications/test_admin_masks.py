"""In the admin an address is masked and no word of a message is shown."""

import pytest

from notifications import dispatch, senders
from notifications.admin import masked
from notifications.models import Message
from tests.notifications.people import NOON, queued


@pytest.mark.parametrize(
    ("to", "shown"),
    [
        ("hanako@example.jp", "…ako@example.jp"),
        ("hanako.okinawa@example.jp", "…nawa@example.jp"),
        ("a@example.jp", "…@example.jp"),
        ("ab@example.jp", "…b@example.jp"),
        ("09000000001", "…0001"),
        ("", "…"),
    ],
)
def test_of_an_address_the_end_is_shown_and_never_more_than_half(to, shown):
    assert masked(to) == shown


@pytest.mark.django_db
def test_neither_list_nor_row_shows_the_address_or_the_words(admin_client):
    message = queued(channel="mail", to="hanako@example.jp")
    (leased,) = dispatch.lease(channel="mail", limit=1, at=NOON)
    dispatch.mark([(leased, senders.refused("550 no hanako@example.jp here"))])

    base = "/admin/notifications/message/"
    pages = [admin_client.get(path).content.decode() for path in (base, f"{base}{message.pk}/change/")]

    assert Message.objects.get().state == Message.State.UNDELIVERABLE
    assert all("…ako@example.jp" in page for page in pages)
    assert [
        word
        for page in pages
        for word in ("hanako@", "amount_yen", "3,240", message.context["link"]["salt"])
        if word in page
    ] == []


@pytest.mark.django_db
def test_of_a_letter_no_address_is_shown_at_all(admin_client):
    queued(channel="letter", to="沖縄県那覇市泉崎1-2-3 沖縄花子")

    assert "花子" not in admin_client.get("/admin/notifications/message/").content.decode()
