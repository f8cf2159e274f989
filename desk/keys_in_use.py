"""Which key of the rings each sealed or derived row needs: what may leave a ring after a rotation, and what may not."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from config.keys import key_ring

SEALED = (  # a sealed value begins with its key's id and a colon (config/sealing.py)
    ("claims_bankaccount", "number_sealed"),
    ("claims_draft", "sealed"),
    ("payouts_accountproposal", "account_sealed"),
    ("payouts_pointcode", "code_sealed"),
    ("payouts_pointorder", "code_sealed"),
    ("payouts_quarantinedanswer", "code_sealed"),
    ("payouts_refundline", "account_sealed"),
)
DERIVED = (  # rows that still open something, and where they name their key (config/tokens.py)
    ("payouts_receivelink where revoked_at is null", "key_id"),
    ("payouts_accountrequest where answered_at is null", "key_id"),
    ("claims_draft", "key_id"),
    ("claims_onetimecode", "key_id"),
    ("otp_totp_totpdevice", "name"),
)
OF_SEALED = """
    select convert_from(substr({column}, 1, position(':'::bytea in {column}) - 1), 'UTF8'), count(*)
    from {table} where length({column}) > 0 group by 1
"""


@dataclass(frozen=True)
class Use:
    """How many rows need a key. `may_leave`: none do, and nothing else does."""

    ring: str
    key_id: str
    rows: dict[str, int]
    is_on_ring: bool
    may_leave: bool


def uses() -> list[Use]:
    """Every key that is on a ring or that a row names, newest first."""
    sealing = list(key_ring(settings.SEALING_KEYS))
    # The first seals; the last makes the fingerprints, by which a code or an account is known again.
    return [
        *_of_ring("SEALING_KEYS", _sealed(), stays={sealing[0], sealing[-1]}),
        *_of_ring("TOKEN_KEYS", _derived(), stays={next(iter(key_ring(settings.TOKEN_KEYS)))}),
    ]


def _of_ring(ring: str, rows: dict[str, dict[str, int]], *, stays: set[str]) -> list[Use]:
    on_ring = list(key_ring(getattr(settings, ring)))
    known = [*on_ring, *sorted(set(rows) - set(on_ring))]
    return [
        Use(ring, key, rows.get(key, {}), key in on_ring, key in on_ring and key not in stays and key not in rows)
        for key in known
    ]


def _sealed() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        for table, column in SEALED:
            cursor.execute(OF_SEALED.format(table=table, column=column))
            for key, rows in cursor.fetchall():
                found.setdefault(key, {})[table] = rows
    return found


def _derived() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        for rows_of, column in DERIVED:
            cursor.execute(f"select {column}, count(*) from {rows_of} group by 1")
            for key, rows in cursor.fetchall():
                found.setdefault(key, {})[rows_of.partition(" ")[0]] = rows
    return found
