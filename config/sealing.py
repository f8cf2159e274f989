"""Secrets at rest: account numbers and point codes are stored sealed (AES-GCM), never in the clear.

A sealed value is `key id ":" nonce ciphertext`. `about` names the row it belongs to and is part of the seal: a value
copied to another row does not open there. The first key of the ring seals, every key opens, so keys can be rotated.
"""

import hmac
import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from config.keys import key_ring

NONCE_BYTES = 12


class SealBroken(Exception):
    """The value was changed, belongs to another row, or its key is not on the ring."""


def seal(plain: str, *, about: str) -> bytes:
    """`plain` sealed under the newest key, for the row named by `about` only."""
    key_id, secret = next(iter(key_ring(settings.SEALING_KEYS).items()))
    nonce = os.urandom(NONCE_BYTES)
    return key_id.encode() + b":" + nonce + _cipher(secret).encrypt(nonce, plain.encode(), about.encode())


def unseal(sealed: bytes, *, about: str) -> str:
    """What was sealed for `about`. Raises SealBroken."""
    key_id, _, rest = bytes(sealed).partition(b":")
    secret = key_ring(settings.SEALING_KEYS).get(key_id.decode(errors="replace"))
    if secret is None:
        raise SealBroken("no such key on the ring")
    try:
        return _cipher(secret).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], about.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken("changed, or of another row") from error


def _cipher(secret: str) -> AESGCM:
    return AESGCM(sha256(b"hosho seal " + secret.encode()).digest())


def fingerprint(plain: str, *, purpose: str) -> bytes:
    """A keyed digest by which the same secret is known again without opening any (32 bytes).

    Made with the oldest key of the ring, so that putting a new key in front changes no fingerprint.
    """
    *_, oldest = key_ring(settings.SEALING_KEYS).values()
    return hmac.digest(
        sha256(b"hosho fingerprint " + oldest.encode()).digest(), f"{purpose}|{plain}".encode(), "sha256"
    )
