"""`load PATH…`: put regionPAY's files in. Exit code 2 if rows were refused."""

import csv
import json
import sys
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coupons.choose import add_scheme_argument, chosen_scheme
from coupons.loading.reading import FileRefused
from coupons.loading.report import FileReport
from coupons.loading.run import load

SHOWN = 20  # findings a file on the terminal; --json and --refused have all


class Command(BaseCommand):
    help = "regionPAYのファイル（会員・発行店・店舗・クーポン・明細のCSV）を取り込みます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="ファイル、またはフォルダー")
        parser.add_argument("--refused", type=Path, metavar="DIR", help="受け付けなかった行をNAME.refused.csvに書く")
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")
        add_scheme_argument(parser)

    def handle(self, *, paths: list[Path], refused: Path | None, json: bool, scheme: str | None, **options) -> None:
        if refused:
            make_folder(refused)  # before anything is loaded: afterwards it would be too late to say no
        try:
            reports = load(scheme=chosen_scheme(scheme), paths=paths, progress=Progress(self.stderr))
        except FileRefused as error:
            raise CommandError(str(error)) from error
        if refused:
            write_refused(refused, reports)
        self.stdout.write(as_json(reports) if json else as_text(reports))
        if any(report.refused.count for report in reports.values()):
            sys.exit(2)


class Progress:
    """A line for each half second and file, on standard error."""

    def __init__(self, stderr):
        self.stderr, self.said_at = stderr, 0.0

    def __call__(self, name: str, rows: int) -> None:
        if time.monotonic() - self.said_at > 0.5:
            self.said_at = time.monotonic()
            self.stderr.write(f"{name}: {rows:,}行を読みました")


def as_json(reports: dict[str, FileReport]) -> str:
    """The object of design 7."""
    return json.dumps({"files": {name: report.as_dict() for name, report in reports.items()}}, ensure_ascii=False)


def as_text(reports: dict[str, FileReport]) -> str:
    """What an operator reads on the terminal."""
    return (
        "\n".join(line for name, report in reports.items() for line in _lines(name, report)) or "ファイルがありません。"
    )


def _lines(name: str, report: FileReport) -> list[str]:
    if report.kind is None:
        nearest = f"。足りない見出し：{'、'.join(report.missing_columns)}" if report.missing_columns else ""
        return [f"{name}: 取り込むファイルではありません（見出しが合いません{nearest}）。とばしました。"]
    counts = (
        f"{name}: {report.read:,}行　追加 {report.added:,}　変更 {report.changed:,}　同じ {report.unchanged:,}"
        f"　相違 {report.differing:,}　受付不可 {report.refused.count:,}　注意 {report.warnings.count:,}"
    )
    lines = [counts]
    if report.contacts:
        lines.append(
            f"  連絡先が変わった会員：{report.contacts:,}人。この方々への受取URLは、別の承認を待って送られます。"
        )
    if report.ignored_columns:
        lines.append(f"  使わない列：{'、'.join(report.ignored_columns)}")
    for label, findings in (("受付不可", report.refused), ("注意", report.warnings)):
        lines += [f"  {label} {f.line}行目 {f.column}：{f.reason}" for f in findings.listed[:SHOWN]]
        if findings.count > SHOWN:
            lines.append(f"  {label} ほか{findings.count - SHOWN:,}行")
    return lines


def make_folder(folder: Path) -> None:
    """Raises CommandError where there can be no such folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder}: フォルダーを作れません（{error.strerror}）。") from error


def write_refused(folder: Path, reports: dict[str, FileReport]) -> None:
    """NAME.refused.csv for each file with refused rows, as UTF-8 with BOM so that a spreadsheet opens it.

    Where nothing was refused this time, the list of an earlier time goes.
    """
    for name, report in reports.items():
        path = folder / f"{name}.refused.csv"
        path.unlink(missing_ok=True)
        if report.refused.count:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["line", "column", "reason"])
                writer.writerows((f.line, f.column, f.reason) for f in report.refused.listed)
                if report.refused.more:
                    writer.writerow(["", "", f"ほか{report.refused.more:,}行"])
