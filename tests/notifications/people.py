"""Messages for the tests, and time going by for them."""

from itertools import count

from django.db import connection

from config import clock
from notifications import outbox
from notifications.models import Message
from tests.makers import japan

_numbers = count(1)
NOON = japan("2023-04-03 12:00")
SALT = "11111111-2222-3333-4444-555555555555"
CONTEXT = {
    "link": {"purpose": "receive", "id": 12, "key_id": "demo", "salt": SALT},
    "amount_yen": 3240,
    "until": "2023-05-31T15:00:00+00:00",
    "outage_from": "2023-02-24T17:00:00+09:00",
    "sender": "regionPAY補償",
    "help_desk_name": "全国旅行支援地域クーポン regionPAY 補償コールセンター",
    "help_desk_phone": "0120-479-249",
    "help_desk_hours": "平日 10:00～18:00",
}


def queued(**more) -> Message:
    """An SMS to 花子 that is due since the morning of 3 April."""
    number = next(_numbers)
    values = {
        "key": f"receive-link/{number}",
        "channel": "sms",
        "to": "09000000001",
        "template": "receive_link",
        "context": CONTEXT,
        "about": f"payouts.payout/{number}",
        "scheme": "regionpay-2023",
        "not_before": japan("2023-04-03 09:00"),
        **more,
    }
    return outbox.queue(**values)


def at_noon() -> None:
    """Move the legal clock to the noon of 3 April."""
    clock.move_to(NOON)


def wait_for_leases_and_back_off() -> None:
    """Let the unmoved time pass that messages wait for."""
    past = "statement_timestamp() - interval '1 second'"
    with connection.cursor() as cursor:
        cursor.execute(
            f"update notifications_message set next_at = {past}, leased_until = case when leased_until is not null then"
            f" {past} end where state in ('queued', 'sending')"
        )


def minutes_until_next_try(row_id: int) -> float:
    """On the unmoved clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select extract(epoch from next_at - statement_timestamp()) / 60 from notifications_message where id = %s",
            [row_id],
        )
        return float(cursor.fetchone()[0])
