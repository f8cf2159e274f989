"""Pictures of figures as SVG: geometry here, drawn by templates. Each stands beside a table that says the same."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from config.dates import day as in_words
from desk.dashboard.figures import Step

WIDTH, BAR, GAP, LABEL = 720, 22, 10, 240
HEIGHT, FLOOR, LEFT = 220, 190, 90
LINES = 4  # across the chart of days


@dataclass(frozen=True)
class Bar:
    """A bar of the funnel; `y` of its top, `middle` of its text."""

    step: Step
    y: int
    middle: int
    width: int


@dataclass(frozen=True)
class Funnel:
    bars: list[Bar]
    width: int
    height: int
    left: int
    thick: int


@dataclass(frozen=True)
class Column:
    """A day: points below, bank above them."""

    day: str
    points_yen: int
    bank_yen: int
    x: float
    wide: float
    points_y: float
    points_high: float
    bank_y: float
    bank_high: float


@dataclass(frozen=True)
class Days:
    columns: list[Column]
    lines: list[tuple[float, int]]
    width: int
    height: int
    floor: int
    left: int
    first: str
    last: str


def funnel(steps: list[Step]) -> Funnel:
    """Bars as long as their yen."""
    most = max((step.yen for step in steps), default=0) or 1
    room = WIDTH - LABEL - 110
    bars = [
        Bar(step, number * (BAR + GAP), number * (BAR + GAP) + BAR * 2 // 3, round(room * step.yen / most))
        for number, step in enumerate(steps)
    ]
    return Funnel(bars, WIDTH, len(bars) * (BAR + GAP), LABEL, BAR)


def days(received: list[dict[str, Any]]) -> Days | None:
    """The yen received on each day, summed up from the first: it only grows. None before anything was received."""
    if not received:
        return None
    names = sorted({row["day"] for row in received})
    sums = _growing(names, received)
    most = max(points + bank for points, bank in sums.values()) or 1
    wide = (WIDTH - LEFT) / len(names)
    columns = [_column(name, *sums[name], LEFT + number * wide, wide, most) for number, name in enumerate(names)]
    lines = [(FLOOR - (FLOOR - 10) * part / LINES, round(most * part / LINES)) for part in range(LINES + 1)]
    return Days(columns, lines, WIDTH, HEIGHT, FLOOR, LEFT, _day(names[0]), _day(names[-1]))


def _growing(names: list[str], received: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """Points and bank up to each day."""
    found, points, bank = {}, 0, 0
    for name in names:
        points += sum(row["yen"] for row in received if row["day"] == name and row["method"] == "points")
        bank += sum(row["yen"] for row in received if row["day"] == name and row["method"] == "refund")
        found[name] = (points, bank)
    return found


def _column(name: str, points: int, bank: int, x: float, wide: float, most: int) -> Column:
    high = FLOOR - 10
    points_high, bank_high = high * points / most, high * bank / most
    bank_y = FLOOR - points_high - bank_high
    return Column(_day(name), points, bank, x, max(wide - 1, 1), FLOOR - points_high, points_high, bank_y, bank_high)


def _day(text: str) -> str:
    return in_words(date.fromisoformat(text))
