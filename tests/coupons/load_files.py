"""Files of regionPAY for the tests of `load`: written line by line, loaded, and looked at afterwards."""

from pathlib import Path

from coupons.loading.report import FileReport, Findings
from coupons.loading.run import load
from coupons.models import Change, Coupon, Entry, Extension, Issuer, Member, Scheme, Store
from tests.makers import coupon, regionpay, store

HEADERS = {
    "members": "member_no,phone,email,left_at",
    "issuers": "issuer_no,name,prefecture,phone",
    "stores": "store_no,name,prefecture,phone",
    "coupons": "inquiry_no,prefecture,issuer_no,face_value,issued_at,travel_on,expires_at,member_no,charged_at",
    "entries": "entry_no,inquiry_no,kind,amount,occurred_at,store_no,cancels",
}
TABLES = (Scheme, Member, Issuer, Store, Coupon, Entry, Extension, Change)
TARO = "100000000001"


def write(folder: Path, name: str, *lines: str, encoding: str = "utf-8", end: str = "\n") -> Path:
    """A file of these lines, each of them ended."""
    path = folder / name
    path.write_bytes("".join(line + end for line in lines).encode(encoding))
    return path


def load_lines(folder: Path, *lines: str, scheme: Scheme | None = None, **writing: str) -> FileReport:
    """Load one file of these lines, the header first."""
    return load_file(write(folder, "file.csv", *lines, **writing), scheme)


def load_file(path: Path, scheme: Scheme | None = None) -> FileReport:
    return load(scheme=scheme or regionpay(), paths=[path])[path.name]


def load_rows(folder: Path, kind: str, *rows: str, scheme: Scheme | None = None) -> FileReport:
    """Load one file of these rows, under the English header of its kind."""
    return load_lines(folder, HEADERS[kind], *rows, scheme=scheme)


def places(findings: Findings) -> list[tuple[int, str]]:
    return [(finding.line, finding.column) for finding in findings.listed]


def tally(report: FileReport) -> dict[str, int]:
    """The counts that are not zero."""
    return {name: count for name, count in report.counts().items() if name != "kind" and count}


def contents() -> dict[str, list[dict]]:
    """Every row of every table that a load may touch, but for the trail."""
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def taros_coupon(yen: int = 3000, scheme: Scheme | None = None, **more) -> Coupon:
    """太郎's paper coupon, TARO by number, and the shop S1."""
    on = coupon(scheme, yen=yen, inquiry_no=TARO, **more)
    store(on.scheme)
    return on


def balance(on: Coupon) -> int:
    return sum(on.entries.values_list("amount_yen", flat=True))
