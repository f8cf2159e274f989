"""One line of a timeline, wherever it comes from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from config import dates
from config.clock import JAPAN


class Group(StrEnum):
    """What a line is about; the timeline can be cut down to one."""

    LEDGER = "ledger"
    CONTACT = "contact"
    CLAIM = "claim"
    BAND = "band"


@dataclass(frozen=True)
class Row:
    """Something that happened `at` a time. Payments show their second: with doubles it is what matters.

    `yen` is how the balance moved and `balance` what was left then; `double` the words of a suspicion.
    """

    at: datetime
    group: Group
    title: str
    words: str = ""
    yen: int | None = None
    balance: int | None = None
    double: str = ""
    is_in_outage: bool = False
    url: str = ""
    opens: str = "申請を開く"

    @property
    def when(self) -> str:
        seconds = f":{self.at.astimezone(JAPAN):%S}" if self.yen is not None else ""
        return f"{dates.minute(self.at)}{seconds}"

    @property
    def moved(self) -> str:
        """「－1,000円」 and 「＋500円」: a sign that is heard, too."""
        return "" if self.yen is None else f"{'－' if self.yen < 0 else '＋'}{abs(self.yen):,}円"
