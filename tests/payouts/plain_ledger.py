"""The rules of the ledger and of the freeze once more, in plain Python for the property test, without product code."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.makers import japan

FIRST_EXTENSION_UNTIL = japan("2023-02-27 00:00")
USABLE_UNTIL = japan("2023-04-01 00:00")
AFFECTED = "2023-02-24 23:59"


@dataclass
class Line:
    """An entry: `of` is the entry it undoes."""

    no: str
    kind: str
    yen: int
    counts_at: datetime
    of: "Line | None" = None


@dataclass
class PlainCoupon:
    """One coupon's ledger; each method answers whether the entry is taken, as the product must."""

    face: int
    last_minute: str
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines.append(Line("issue", "issue", self.face, japan("2023-02-23 15:00")))

    def find(self, no: str) -> Line | None:
        return next((line for line in self.lines if line.no == no), None)

    def balance(self) -> int:
        return sum(line.yen for line in self.lines)

    def given_back(self, payment: Line) -> int:
        """Cancelled and restored of a payment, less what was reversed."""
        return sum(
            line.yen for line in self.lines if line.of is payment or (line.of is not None and line.of.of is payment)
        )

    def restored(self) -> int:
        return sum(line.yen for line in self.lines if line.kind in ("reinstatement", "reversal"))

    def pay(self, no: str, yen: int, at: datetime) -> bool:
        self.lines.append(Line(no, "payment", -yen, at))
        return True

    def cancel(self, no: str, yen: int, at: datetime, payment_no: str) -> bool:
        payment = self.find(payment_no) if payment_no else None
        if payment_no and (payment is None or self.given_back(payment) + yen > -payment.yen):
            return False
        if self.restored() > 0 and self.balance() + yen > self.face:
            return False
        self.lines.append(Line(no, "cancellation", yen, payment.counts_at if payment else at, payment))
        return True

    def reinstate(self, no: str, yen: int, at: datetime, payment: Line) -> bool:
        if self.given_back(payment) + yen > -payment.yen or self.balance() + yen > self.face:
            return False
        self.lines.append(Line(no, "reinstatement", yen, at, payment))
        return True

    def reverse(self, no: str, yen: int, restoration: Line) -> bool:
        if yen > restoration.yen + sum(line.yen for line in self.lines if line.of is restoration):
            return False
        self.lines.append(Line(no, "reversal", -yen, restoration.counts_at, restoration))
        return True

    def is_covered(self) -> bool:
        """(A) by expiry and balance, or by any restoration."""
        left = sum(line.yen for line in self.lines if line.counts_at < FIRST_EXTENSION_UNTIL)
        is_a = self.last_minute == AFFECTED and left >= 1
        return is_a or any(line.kind == "reinstatement" for line in self.lines)

    def owed(self) -> int:
        """Yen owed once the freeze has run."""
        if not self.is_covered():
            return 0
        frozen = sum(line.yen for line in self.lines if line.counts_at < USABLE_UNTIL)
        late = sum(
            line.yen
            for line in self.lines
            if line.kind in ("reinstatement", "reversal") and line.counts_at >= USABLE_UNTIL
        )
        return max(0, frozen) + late
