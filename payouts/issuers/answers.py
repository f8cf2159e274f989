"""What an issuer is asked, always by the order's key, and what it may answer (design 1.5).

Only a clear "not accepted" is a refusal. A timeout, a lost connection, an error or an answer that cannot be read is
unknown: it is asked again, with the same key, for ever.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Asked:
    """An order as its issuer sees it. `tries`: how often it was called about it, this time counted."""

    order_id: int
    key: UUID
    brand: str
    amount_yen: int
    tries: int = 1


@dataclass(frozen=True)
class Issued:
    """Here is the code. Brand and amount are the issuer's words, not ours. The code is never printed."""

    code: str = field(repr=False)
    brand: str
    amount_yen: int
    expires_on: date | None = None
    provider_ref: str | None = None


@dataclass(frozen=True)
class Refused:
    """Clearly not accepted, for ever: nothing was issued under this key and nothing will be."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """Nobody knows. `why` is ours, for the desk: never the issuer's text, which may hold a code."""

    why: str


@dataclass(frozen=True)
class NotYet:
    """Nothing was asked of anybody: the stock is empty, or the list has not come back."""


@dataclass(frozen=True)
class NoSuchKey:
    """The issuer has never heard of the key: to a look-up only."""


Answer = Issued | Refused | Unknown | NotYet | NoSuchKey


class Issuer(Protocol):
    """Asked outside any transaction. The same key again is the same order: it never gives a second code."""

    def request(self, asked: Asked, at: datetime) -> Answer:
        """Ask for the code."""

    def look_up(self, asked: Asked, at: datetime) -> Answer:
        """What became of the key, without asking for anything."""
