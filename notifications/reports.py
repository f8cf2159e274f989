"""What became of a message, as its provider tells us: signed, in any order, twice, and for numbers we do not know.

The sign is HMAC-SHA256 over channel, time and body with a key of CALLBACK_KEYS. A report is kept by itself: it may come
before the worker has noted under which number the message left. "undeliverable" is the last word in any order.
"""

import hmac
import json
import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from config import clock
from config.keys import key_ring
from notifications.models import DeliveryReport

LONGEST = 16_384  # bytes of a report
FRESH = timedelta(minutes=5)  # how far the sender's clock and ours may be apart; older ones are replayed
CONTACT = re.compile(r"\S*@\S*|\+?\d[\d-]{5,}\d")  # a provider's reason may repeat the address or the number

# Reports of a number we do not know wait three days for it. A cancelled message stays so.
APPLY = """
    with due as (
        select id, channel, provider_id, state, reason from notifications_deliveryreport
        where applied_at is null and received_at > statement_timestamp() - interval '3 days'
            and (%(id)s::bigint is null or id = %(id)s)
        order by id for update skip locked
    ), told as (
        select channel, provider_id, max(state) as state, max(reason) as reason from due group by channel, provider_id
    ), moved as (
        update notifications_message m
        set state = t.state, error = case t.state when 'undeliverable' then t.reason else m.error end
        from told t
        where m.provider_id = t.provider_id and m.channel = t.channel
            and (m.state = 'sent' or (m.state = 'delivered' and t.state = 'undeliverable'))
    )
    update notifications_deliveryreport r set applied_at = statement_timestamp()
    from due d join notifications_message m on m.provider_id = d.provider_id and m.channel = d.channel
    where r.id = d.id and m.state not in ('queued', 'sending')
"""


class NotFromTheProvider(Exception):
    """No sign of ours, or not of this time."""


class NotUnderstood(Exception):
    """Signed, and yet no report: the provider's settings are wrong."""


@dataclass(frozen=True)
class Report:
    """One report, read and found genuine. `state` is one of DeliveryReport.State."""

    channel: str
    provider_id: str
    state: str
    reason: str


def sign(channel: str, seconds: int, body: bytes, secret: str) -> str:
    """What stands in X-Hosho-Signature beside the `seconds` since 1970 in X-Hosho-Time."""
    return hmac.digest(secret.encode(), f"{channel}.{seconds}.".encode() + body, "sha256").hex()


def read(*, channel: str, seconds: str, signature: str, body: bytes) -> Report:
    """The report in a request. Raises NotFromTheProvider before anything is looked at, NotUnderstood."""
    if not re.fullmatch(r"[0-9]{1,12}", seconds) or not _is_signed(channel, int(seconds), signature, body):
        raise NotFromTheProvider
    if abs(clock.unmoved().timestamp() - int(seconds)) > FRESH.total_seconds():
        raise NotFromTheProvider
    return _understood(channel, body)


def take(report: Report) -> None:
    """Keep a report and apply it, if its message is known. The same one again changes nothing."""
    with transaction.atomic():
        row = DeliveryReport(
            channel=report.channel, provider_id=report.provider_id, state=report.state, reason=report.reason
        )
        DeliveryReport.objects.bulk_create([row], ignore_conflicts=True)
        kept = DeliveryReport.objects.get(channel=row.channel, provider_id=row.provider_id, state=row.state)
        if kept.applied_at is None:
            _apply(kept.pk)


def apply_waiting() -> int:
    """Apply the reports that came before their message was noted as sent. How many. Any number of workers."""
    return _apply(None)


def _apply(report_id: int | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(APPLY, {"id": report_id})
        return cursor.rowcount


def _is_signed(channel: str, seconds: int, signature: str, body: bytes) -> bool:
    """Every key of the ring is tried, so that a provider may change over to a new one."""
    right = [
        hmac.compare_digest(sign(channel, seconds, body, secret).encode(), signature.encode())
        for secret in key_ring(settings.CALLBACK_KEYS).values()
    ]
    return any(right)


def _understood(channel: str, body: bytes) -> Report:
    try:
        said = json.loads(body)
        provider_id, state, reason = said["id"], DeliveryReport.State(said["state"]), said.get("reason", "")
        if type(provider_id) is int:  # as when the gateway took the message (senders.py)
            provider_id = str(provider_id)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotUnderstood from error
    is_text = isinstance(provider_id, str) and isinstance(reason, str)
    if not is_text or not 1 <= len(provider_id) <= 200 or not _is_storable(provider_id + reason):
        raise NotUnderstood
    words = CONTACT.sub("…", reason)[:200]
    return Report(channel, provider_id, state, words or ("undeliverable" if state == "undeliverable" else ""))


def _is_storable(text: str) -> bool:
    """JSON may spell a NUL and half of a pair, which no database takes."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
