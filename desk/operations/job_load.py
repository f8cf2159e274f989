"""A load asked for in the browser: the files handed in, loaded in one transaction, refused rows handed back."""

import shutil
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from coupons.loading import refused_rows
from coupons.loading.kinds import KINDS
from coupons.loading.reading import FileRefused
from coupons.loading.report import FileReport, Findings
from coupons.loading.run import load
from coupons.models import Scheme
from trail import jobs
from trail.models import Job, JobFile

FOLDERS = ("hosho-job-*", "hosho-load-*", "hosho-refused-*")
LONGEST = 24 * 3600  # seconds; no load takes as long
SHOWN = 50  # findings a file on the page; the file of refused rows has all


def ask(*, scheme: Scheme, files: dict[str, bytes], who: str) -> tuple[Job, bool]:
    """Ask for these files to be loaded, named as they were handed in; False where they wait already."""
    return jobs.ask_once(kind="load", scheme=scheme.slug, who=who, files=files)


def work(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Load the job's files. Its result: what became of each, with the first findings. Raises CannotBeDone."""
    scheme = Scheme.objects.get(slug=job.scheme)
    with TemporaryDirectory(prefix="hosho-job-") as folder:
        paths = [_put(Path(folder), file) for file in job.files.filter(way=JobFile.Way.IN).order_by("pk")]
        try:
            reports = load(scheme=scheme, paths=paths, who=job.asked_by, progress=_saying(progress))
        except FileRefused as refusal:
            raise jobs.CannotBeDone(str(refusal)) from refusal
        for path in paths:
            _hand_out_refused(job, path, reports[path.name])
    return {"files": {name: _summary(report) for name, report in reports.items()}}


def sweep() -> int:
    """Remove what loads that were killed a day ago have left on this host: people's data in files. How many folders."""
    old = time.time() - LONGEST
    left = [path for name in FOLDERS for path in Path(gettempdir()).glob(name) if is_older(path, old)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def is_older(path: Path, when: float) -> bool:
    """Not one that its own load has removed since it was listed: then the duty would fail."""
    try:
        return path.lstat().st_mtime < when
    except FileNotFoundError:
        return False


def _put(folder: Path, file: JobFile) -> Path:
    path = folder / file.name
    path.write_bytes(file.content)
    return path


def _saying(progress: jobs.Progress):
    def say(name: str, rows: int) -> None:
        progress(rows, says=f"{name}: {rows:,}行を読みました")

    return say


def _hand_out_refused(job: Job, path: Path, report: FileReport) -> None:
    if report.refused.count:
        jobs.hand_out(job, f"{path.stem}.受付不可.xlsx", refused_rows.as_xlsx(path, report.refused))


def _summary(report: FileReport) -> dict[str, Any]:
    """Counts, headings left alone or missing, and the first findings."""
    return {
        **report.counts(),
        "ignored_columns": report.ignored_columns,
        "missing_columns": report.missing_columns,
        "refused_first": _first(report.kind, report.refused),
        "warnings_first": _first(report.kind, report.warnings),
    }


def _first(kind: str | None, findings: Findings) -> list[dict[str, Any]]:
    """The first findings, their columns as the paper's headings call them."""
    headings = {column.name: column.japanese for column in KINDS[kind].columns} if kind else {}
    listed = findings.listed[:SHOWN]
    return [{**asdict(finding), "column": headings.get(finding.column, finding.column)} for finding in listed]
