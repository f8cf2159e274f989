"""A long list, fifty rows at a time; each list of a page has its own place in the address (`?late=50`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest

A_PAGE = 50


@dataclass(frozen=True)
class Part:
    """Some rows of `count`, from the `start`; and the addresses of those before and after, '' where there are none."""

    rows: Sequence
    count: int
    start: int
    before: str
    after: str

    @property
    def first(self) -> int:
        return self.start + 1

    @property
    def last(self) -> int:
        return self.start + len(self.rows)


def part_of(request: HttpRequest, name: str, found: QuerySet, *, home: str) -> Part:
    """What the address says of the list `name`, whose heading is `#<name>-title` on the page `home`, which need not be
    the page that was asked for: it may answer a POST. Beyond its end: its last rows.
    """
    count = found.count()
    start = min(start_of(request, name), max(count - 1, 0) // A_PAGE * A_PAGE)
    rows = list(found[start : start + A_PAGE])
    asked = request.GET.copy()
    if "scheme" in request.POST:
        asked["scheme"] = request.POST["scheme"]

    def address(of: int) -> str:
        asked[name] = of
        return f"{home}?{asked.urlencode()}#{name}-title"

    before = address(max(start - A_PAGE, 0)) if start else ""
    return Part(rows, count, start, before, address(start + A_PAGE) if start + A_PAGE < count else "")


def start_of(request: HttpRequest, name: str = "after") -> int:
    """How many rows come before those to be shown; 0 for whatever is no such number."""
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0
