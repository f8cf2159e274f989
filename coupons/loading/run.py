"""One `load` is one transaction: members, issuers, stores, coupons, entries; all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction

from config import clock
from coupons.loading import entries, spreadsheets, storing
from coupons.loading.checking import (
    BAD_CANCELLATION,
    DIFFERS_FROM_OURS,
    NO_ECHO,
    OTHER_CONTENT,
    REPEATED,
    find_repeated,
    judge,
    stage,
)
from coupons.loading.kinds import COUPONS, ENTRIES, KINDS, Kind
from coupons.loading.reading import FileRefused, Table, open_table, printable_name
from coupons.loading.report import LISTED, FileReport, Finding
from coupons.loading.spreadsheets import Plain
from coupons.models import Scheme
from notifications import waiting
from trail.record import record

Progress = Callable[[str, int], None]

OUTSIDE_THE_SCHEME = 4
WARNINGS = {
    entries.OUT_OF_VALIDITY: ("occurred_at", "クーポンの有効期間の外の決済です。"),
    entries.BEYOND_BALANCE: ("amount", "残額を超える決済です。"),
    entries.CANCELS_OURS: ("cancels", "こちらで戻した決済か、人が取消と認めた決済の取消です。残額に加えていません。"),
    entries.ECHO_DIFFERS: ("amount", "こちらの戻入の控えですが、クーポンか金額が違います。こちらの記録のままです。"),
    entries.NAMES_NOTHING: (
        "cancels",
        "元取引番号がなく、こちらで戻した決済の取消かもしれません。人が決めるまで、このクーポンの支払は待ちます。",
    ),
    OUTSIDE_THE_SCHEME: ("prefecture", "この制度の対象ではない都道府県です。"),
}
MORE_FAULTS = {
    NO_ECHO: ("entry_no", "戻入は、こちらから通知したものの控えとしてだけ受け付けます。"),
    BAD_CANCELLATION: ("cancels", "元取引番号の決済がないか、決済より多く取り消すことになります。"),
}


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files to load: those named, and those of each folder but hidden ones. Raises FileRefused."""
    found = [file for path in paths for file in _files_of(path)]
    for name, times in Counter(printable_name(file) for file in found).items():
        if times > 1:
            raise FileRefused(f"{name}: 同じ名前のファイルが2つあります。")
    return found


def _files_of(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(child for child in path.iterdir() if child.is_file() and not child.name.startswith("."))
    elif path.is_file():
        yield path
    else:
        raise FileRefused(f"{path}: ファイルもフォルダーもありません。")


def load(
    *,
    scheme: Scheme,
    paths: Iterable[Path],
    progress: Progress = lambda name, rows: None,
    who: str = "command:load",
) -> dict[str, FileReport]:
    """Load the files into `scheme`; reports by file name. Raises FileRefused for what is no readable file.

    Refused rows stay out, everything else goes in. Loads of one scheme wait for each other.
    """
    with TemporaryDirectory(prefix="hosho-load-") as folder:
        return _load([spreadsheets.plain(path, Path(folder)) for path in files_in(paths)], scheme, progress, who)


def _load(files: list[Plain], scheme: Scheme, progress: Progress, who: str) -> dict[str, FileReport]:
    tables = [open_table(file.path) for file in files]
    reports = {table.name: _first_report(table) for table in tables}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('load'), %s)", [scheme.pk])
        at = clock.now()
        for kind in KINDS.values():
            for table in (table for table in tables if table.kind is kind):
                _load_table(table, scheme, at, reports[table.name], progress, who)
        for file, report in zip(files, reports.values(), strict=True):
            _add_left_out(file, report)
        record("loaded", who=who, about=scheme, files={n: r.counts() for n, r in reports.items()})
        if contacts := {name: report.contacts for name, report in reports.items() if report.contacts}:
            record(waiting.CONTACTS_CHANGED, who=who, about=waiting.contacts_of(scheme.slug), files=contacts)
    return reports


def _add_left_out(file: Plain, report: FileReport) -> None:
    """The rows of a spreadsheet that were refused before the loader saw them; none of a file that was skipped."""
    if report.kind:
        report.refused.add(file.faults)
        report.read += len(file.faults)


def _first_report(table: Table) -> FileReport:
    kind = table.kind.name if table.kind else None
    return FileReport(kind=kind, ignored_columns=table.ignored, missing_columns=table.missing)


def _load_table(table: Table, scheme: Scheme, at: datetime, report: FileReport, progress: Progress, who: str) -> None:
    kind = table.kind
    broken = stage(table, lambda rows: progress(table.name, rows))
    judge(table, scheme)
    report.added = _store_entries(scheme, at) if kind is ENTRIES else _store(kind, scheme)
    if kind.name == "members":
        report.contacts = storing.contacts_to_change()
    report.changed = storing.change(kind, table.name, at, who)
    report.refused = broken
    report.read = broken.count
    _count(kind, report)
    if report.added:
        storing.execute(f"analyze {kind.table}")


def _store_entries(scheme: Scheme, at: datetime) -> int:
    entries.refuse(scheme)
    find_repeated(ENTRIES)
    entries.refuse(scheme)
    added = entries.store(scheme)
    entries.take_echoes(at)
    entries.warn(scheme)
    return added


def _store(kind: Kind, scheme: Scheme) -> int:
    find_repeated(kind)
    added = storing.insert(kind, scheme)
    if kind is COUPONS:
        storing.add_issue_entries(scheme)
        _warn_of_coupons_outside(scheme)
    return added


def _warn_of_coupons_outside(scheme: Scheme) -> None:
    storing.execute(
        f"insert into warned select line, {OUTSIDE_THE_SCHEME} from checked"
        " where fault is null and existing_id is null and not prefecture = any(%s)",
        [scheme.prefectures],
    )


def _count(kind: Kind, report: FileReport) -> None:
    """Fill in the counts, the refused rows and the warnings. What differs but was changed is no difference."""
    [(rows, known, differing, repeated, settled_by_people, faulty)] = storing.fetch(
        f"""
        select count(*), count(*) filter (where fault is null and existing_id is not null),
            count(*) filter (where fault is null and differs), count(*) filter (where fault = {REPEATED}),
            count(*) filter (where fault = {DIFFERS_FROM_OURS}),
            count(*) filter (where fault not in ({REPEATED}, {DIFFERS_FROM_OURS}))
        from checked
        """
    )
    report.read += rows
    report.differing = differing - report.changed + settled_by_people
    report.unchanged = known - differing + repeated
    refused = f"select line, fault from checked where fault not in ({REPEATED}, {DIFFERS_FROM_OURS})"
    report.refused.add((_refusal(kind, *row) for row in _first_of(refused)), count=faulty)
    [(warned,)] = storing.fetch("select count(*) from warned")
    report.warnings.add((_warning(*row) for row in _first_of("select line, warning from warned")), count=warned)


def _first_of(query: str) -> list[tuple[int, int]]:
    return storing.fetch(f"{query} order by 1, 2 limit {LISTED}")


def _warning(line: int, warning: int) -> Finding:
    return Finding(line, *WARNINGS[warning])


def _refusal(kind: Kind, line: int, fault: int) -> Finding:
    if fault == OTHER_CONTENT:
        return Finding(line, kind.key, "同じ番号で内容の違う行が、このファイルの前の方にあります。")
    if fault in MORE_FAULTS:
        return Finding(line, *MORE_FAULTS[fault])
    column, _, reason = kind.faults[fault]
    return Finding(line, column, reason)
