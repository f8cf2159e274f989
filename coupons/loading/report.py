"""What became of a file's rows, for the operator, for programs and for the trail."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

LISTED = 100_000  # findings a list; beyond that they are only counted, or a hostile file would fill the memory


@dataclass(frozen=True)
class Finding:
    """What is said of one row: refused, or a warning. Line 1 is the header."""

    line: int
    column: str
    reason: str


@dataclass
class Findings:
    """Findings by line: the first ones listed, all of them counted."""

    listed: list[Finding] = field(default_factory=list)
    count: int = 0

    def add(self, findings: Iterable[Finding], count: int | None = None) -> None:
        """Add `findings`, the first ones of `count` (default: all there are)."""
        added = list(findings)
        if added:
            self.listed = sorted([*self.listed, *added], key=lambda finding: finding.line)[:LISTED]
        self.count += len(added) if count is None else count

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.count - len(self.listed)


@dataclass
class FileReport:
    """One file's rows: read = added + changed + unchanged + differing + refused. `kind` None: skipped."""

    kind: str | None
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    differing: int = 0
    contacts: int = 0  # of the changed ones: members who are told elsewhere from now on
    refused: Findings = field(default_factory=Findings)
    warnings: Findings = field(default_factory=Findings)
    ignored_columns: list[str] = field(default_factory=list)
    missing_columns: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int | str | None]:
        """Without the rows: for the trail."""
        numbers = {name: getattr(self, name) for name in ("kind", "read", "added", "changed", "unchanged", "differing")}
        contacts = {"contacts": self.contacts} if self.contacts else {}
        return {**numbers, **contacts, "refused": self.refused.count, "warnings": self.warnings.count}

    def as_dict(self) -> dict:
        """The object of design 7; what was left alone or left out is named only where there is something to name."""
        rows = {name: [asdict(f) for f in getattr(self, name).listed] for name in ("refused", "warnings")}
        more = {"refused_more": self.refused.more, "warnings_more": self.warnings.more}
        columns = {"ignored_columns": self.ignored_columns, "missing_columns": self.missing_columns}
        return {**self.counts(), **rows, **{name: value for name, value in (more | columns).items() if value}}
