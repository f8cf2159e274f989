"""Links, codes and secrets that nobody stores: each is derived from a key, a purpose, a row's id and the row's salt.

A link can therefore be sent again, a database that leaks opens nothing, and a row restored from a backup (with another
salt) never answers to a stranger's old link. The row keeps the key's id, so that links outlive a rotation.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.conf import settings

from config.keys import key_ring

ID_BYTES = 6
TAG_BYTES = 16  # 128 bits: nobody guesses a link
TOKEN_LENGTH = 30  # base64url of both, without padding


class UnknownKey(Exception):
    """The row names a key that is no longer on the ring."""


def newest_key() -> str:
    """The id of the key that new rows are made with."""
    return next(iter(key_ring(settings.TOKEN_KEYS)))


def link_token(purpose: str, row_id: int, salt: UUID, key_id: str) -> str:
    """The secret part of a link to a row: its id and a 128-bit tag, 30 URL-safe characters."""
    raw = row_id.to_bytes(ID_BYTES, "big") + _digest(purpose, row_id, salt, key_id)[:TAG_BYTES]
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def row_id_of(token: str) -> int | None:
    """The id that a token speaks of, to find the row by; None for what cannot be a token. Proves nothing."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    try:
        raw = urlsafe_b64decode(token + "==")
    except ValueError:
        return None
    return int.from_bytes(raw[:ID_BYTES], "big") if len(raw) == ID_BYTES + TAG_BYTES else None


def is_token_of(token: str, purpose: str, row_id: int, salt: UUID, key_id: str) -> bool:
    """Whether `token` is the link to this row. Takes the same time for every wrong answer."""
    return hmac.compare_digest(token.encode(), link_token(purpose, row_id, salt, key_id).encode())


def digits_code(purpose: str, row_id: int, salt: UUID, key_id: str, digits: int = 6) -> str:
    """The one-time code of a row: `digits` decimal digits, zeros kept."""
    number = int.from_bytes(_digest(purpose, row_id, salt, key_id), "big")
    return f"{number % 10**digits:0{digits}d}"


def derived_secret(purpose: str, row_id: int, salt: UUID, key_id: str) -> bytes:
    """A secret of 20 bytes that belongs to a row, for a program that knows it besides us (an authenticator app)."""
    return _digest(purpose, row_id, salt, key_id)[:20]


def _digest(purpose: str, row_id: int, salt: UUID, key_id: str) -> bytes:
    secret = key_ring(settings.TOKEN_KEYS).get(key_id)
    if secret is None:
        raise UnknownKey(key_id)
    return hmac.digest(secret.encode(), f"{purpose}|{row_id}|{salt}".encode(), "sha256")
