"""An issuer's file of codes, as it comes back: the list's own rows with two columns more."""

import io
from collections.abc import Iterable

from openpyxl import load_workbook

from coupons.sheets.writing import Column, Kind, Sheet, write
from payouts.models import OrderList, PointOrder

HEADINGS = ("申込番号", "種類", "金額", "番号", "有効期限", "発行不可の理由")


def lines_of(made: OrderList) -> list[list]:
    """The rows of a list, as its issuer reads them: headings and totals left out."""
    rows = list(load_workbook(io.BytesIO(bytes(made.xlsx))).active.values)
    return [list(row) for row in rows[1:-1]]


def answers(made: OrderList, day: str = "2033-03-31") -> list[list]:
    """A good row for each order of the list."""
    return [[key, brand, yen, f"CODE-{key[:8]}", day, ""] for key, brand, yen in lines_of(made)]


def as_xlsx(rows: Iterable[list]) -> bytes:
    kinds = (Kind.TEXT, Kind.TEXT, Kind.YEN, Kind.TEXT, Kind.TEXT, Kind.TEXT)
    columns = [Column(heading, kind) for heading, kind in zip(HEADINGS, kinds, strict=True)]
    out = io.BytesIO()
    write(out, Sheet("codes", columns, rows))
    return out.getvalue()


def as_csv(rows: Iterable[list], encoding: str = "utf-8") -> bytes:
    return "\n".join(",".join(str(value) for value in row) for row in [HEADINGS, *rows]).encode(encoding)


def row_for(order: PointOrder, plain: str = "", **other: object) -> list:
    """One good row, but for `other` (by the heading's place)."""
    yen = order.payout.amount_yen
    values = {"key": str(order.request_key), "brand": order.brand, "amount": yen, "code": plain or f"CODE-{order.pk}"}
    return list((values | {"day": "2033-03-31", "refused": ""} | other).values())
