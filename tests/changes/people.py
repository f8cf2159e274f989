"""What regionPAY must be told, for the tests: an extension, a restoration, a reversal."""

import csv
import io

from coupons import changes, eligibility, reinstatement
from coupons.models import Change, ChangeFile, Entry
from tests.makers import coupon, japan, pay, regionpay

AT = japan("2023-03-20 10:00")
NEXT = japan("2023-03-22 10:00")


def extended(yen: int = 3000, **more) -> Change:
    """A coupon of case (A), extended."""
    on = coupon(yen=yen, **more)
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))
    return Change.objects.get(coupon=on, kind="extension")


def restored(yen: int = 500, **more) -> Entry:
    """A payment that was put back, on a coupon that is extended with it."""
    payment = pay(coupon(last_minute="2023-02-25 23:59", **more), 500, "2023-02-24 18:00")
    return reinstatement.reinstate(payment=payment, amount_yen=yen, ground="B1", who="sato", at=AT)


def reversed_again(yen: int = 500, **more) -> Entry:
    """A restoration that was undone."""
    return reinstatement.reverse(reinstatement=restored(**more), amount_yen=yen, who="sato", at=AT)


def made(at=AT, who: str = "jimu") -> ChangeFile:
    return changes.make_file(scheme=regionpay(), who=who, at=at)


def downloaded(at=AT, who: str = "jimu") -> ChangeFile:
    return changes.download(file_id=made(at).pk, who=who, at=at)


def lines(file: ChangeFile) -> list[dict[str, str]]:
    """The rows of the file, as whoever opens it sees them."""
    return list(csv.DictReader(io.StringIO(bytes(file.content).decode("utf-8-sig"), newline="")))


def answers(*rows: str, headings: str = "キー,結果,理由,金額") -> bytes:
    """A file of regionPAY's answers."""
    return "\n".join([headings, *rows]).encode()
