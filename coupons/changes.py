"""Telling regionPAY: untold changes become a file, its first download tells them (design 4, "Change").

Its terminals must honour an extension, and know of what was put back on a coupon or taken off again. Making a file,
setting one aside and taking back an (A) extension wait for each other; downloading locks the file.
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import F, Max, Q, QuerySet

from config import clock
from config.clock import JAPAN
from coupons.models import Change, ChangeFile, Scheme
from trail.record import record

LINES = 50_000  # in one file; what is more goes into the next one
ENCODING = "utf-8-sig"  # with the mark, so that a spreadsheet program reads the headings too
DAILY = time(6)  # Japan; ours: the file lies ready when the secretariat begins
ANSWERED_WITHIN = timedelta(days=1)
HEADINGS = ("キー", "種別", "お問合せ番号", "新しい有効期限", "金額", "日時", "店舗番号", "元の取引")
COLUMNS = (
    "pk",
    "key",
    "kind",
    "until",
    "made_at",
    "coupon__inquiry_no",
    "entry__amount_yen",
    "entry__store__no",
    "entry__restores__entry_no",
    "entry__reverses__entry_no",
)
Kind = Change.Kind
ASIDE = "あとから届いた記録で、延長の条件に合わなくなったものがありました。ほかの行は、次のファイルに入ります。"


class NothingToTell(Exception):
    """No change waits to be told."""


class IsSetAside(Exception):
    """The file was set aside before anybody downloaded it: its lines are in a newer one."""


def untold(scheme: Scheme) -> QuerySet[Change]:
    """What stands in no file yet, in the order in which it was made."""
    return Change.objects.filter(scheme=scheme, file=None).order_by("pk")


def not_handed_over(scheme: Scheme) -> QuerySet[ChangeFile]:
    """Files that nobody has downloaded: regionPAY was told nothing of what stands in them, and no terminal knows it."""
    return ChangeFile.objects.filter(scheme=scheme, downloaded_at=None, set_aside_at=None).order_by("number")


def unanswered(scheme: Scheme, at: datetime) -> QuerySet[Change]:
    """Told a day ago or longer, and regionPAY has neither acknowledged nor refused it; the oldest first."""
    told = Change.objects.filter(scheme=scheme, told_at__lte=at - ANSWERED_WITHIN, acknowledged_at=None)
    return told.filter(refused_at=None).order_by("told_at", "pk")


def refused(scheme: Scheme) -> QuerySet[Change]:
    """What regionPAY refused and has not accepted since: for a person to settle with it."""
    return Change.objects.filter(scheme=scheme, refused_at__isnull=False, acknowledged_at=None).order_by(
        "refused_at", "pk"
    )


def differing(scheme: Scheme) -> QuerySet[Change]:
    """What came back in regionPAY's ledger with another amount or on another coupon, and was not acknowledged since."""
    is_open = Q(acknowledged_at=None) | Q(acknowledged_at__lt=F("differs_at"))
    return Change.objects.filter(is_open, scheme=scheme, differs_at__isnull=False).order_by("differs_at", "pk")


def make_file(*, scheme: Scheme, who: str, at: datetime | None = None) -> ChangeFile:
    """Freeze everything untold (up to LINES) into one file. Nothing is told before somebody downloads it.

    Raises NothingToTell, also for the second of two who ask at once.
    """
    at = at or clock.now()
    with transaction.atomic():
        one_after_another(scheme)
        changes = list(untold(scheme).values_list(*COLUMNS, named=True)[:LINES])
        if not changes:
            raise NothingToTell
        made = ChangeFile.objects.create(
            scheme=scheme, number=_next_number(scheme), made_at=at, made_by=who, **_counts(changes), **_frozen(changes)
        )
        _put_in(made, changes)
        record("change file made", who=who, about=made, lines=made.line_count, sha256=made.sha256)
    return made


def reaches_shops(scheme: Scheme, made_at: datetime) -> bool:
    """Whether what is made then stands in a day's file before the coupons' last day in shops is over. Else no terminal
    ever hears of it, and nobody may be told to go and use it (question 7).
    """
    return _six_after(made_at) < scheme.usable_until


def make_daily(scheme: Scheme, at: datetime | None = None) -> int:
    """The duty: once a day, what was made before six in the morning and nobody has put in a file. How many lines.

    What comes later waits for the next morning, or for an operator. Who makes one in the same moment was first: that
    is no failure.
    """
    at = at or clock.now()
    due = untold(scheme).filter(made_at__lt=_six_after(at) - timedelta(days=1))
    lines = 0
    with suppress(NothingToTell):  # another run, or an operator, has put it into a file between our look and our turn
        while due.exists():
            lines += make_file(scheme=scheme, who="duty:make_change_files", at=at).line_count
    return lines


def _six_after(at: datetime) -> datetime:
    """The next six in the morning of Japan, later than `at`."""
    six = datetime.combine(at.astimezone(JAPAN).date(), DAILY, JAPAN)
    return six if at < six else six + timedelta(days=1)


def download(*, file_id: int, who: str, at: datetime | None = None) -> ChangeFile:
    """The file for whoever downloads it. The first time tells all that stands in it; every time it is the same bytes.

    Raises IsSetAside.
    """
    at = at or clock.now()
    with transaction.atomic():
        file = ChangeFile.objects.select_for_update(no_key=True).get(pk=file_id)
        if file.set_aside_at:
            raise IsSetAside
        is_first = file.downloaded_at is None
        if is_first:
            file.downloaded_at, file.downloaded_by = at, who
            file.save(update_fields=["downloaded_at", "downloaded_by"])
            file.changes.update(told_at=at)
        record("change file downloaded", who=who, about=file, sha256=file.sha256, is_first=is_first)
    return file


def set_aside(changes: QuerySet[Change], *, who: str, at: datetime) -> int:
    """Set aside the files of `changes` that nobody has downloaded; all their changes are untold again. How many files.

    The caller's transaction holds the place of `one_after_another`.
    """
    files = ChangeFile.objects.filter(downloaded_at=None, set_aside_at=None)
    if not files.exists():  # nearly always; to look for the changes reads every coupon
        return 0
    files = files.filter(pk__in=changes.values("file"))
    waiting = list(files.select_for_update(no_key=True).defer("content").order_by("pk"))
    for file in waiting:
        file.set_aside_at, file.set_aside_why = at, ASIDE
        file.save(update_fields=["set_aside_at", "set_aside_why"])
        file.changes.update(file=None, line_no=None)
        record("change file set aside", who=who, about=file, lines=file.line_count)
    return len(waiting)


def one_after_another(scheme: Scheme) -> None:
    """Wait until nobody else makes a file of this scheme or takes a change back; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('change files'), %s)", [scheme.pk])


def _next_number(scheme: Scheme) -> int:
    return (ChangeFile.objects.filter(scheme=scheme).aggregate(last=Max("number"))["last"] or 0) + 1


def _counts(changes: Sequence[tuple]) -> dict[str, int]:
    lines, yen = Counter(), Counter()
    for change in changes:
        lines[change.kind] += 1
        yen[change.kind] += abs(change.entry__amount_yen or 0)
    return {
        "extensions": lines[Kind.EXTENSION],
        "reinstatements": lines[Kind.REINSTATEMENT],
        "reversals": lines[Kind.REVERSAL],
        "reinstated_yen": yen[Kind.REINSTATEMENT],
        "reversed_yen": yen[Kind.REVERSAL],
        "line_count": len(changes),
    }


def _frozen(changes: Sequence[tuple]) -> dict[str, bytes | str]:
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEADINGS)
    rows.writerows(_row(change) for change in changes)
    content = text.getvalue().encode(ENCODING)
    return {"content": content, "sha256": hashlib.sha256(content).hexdigest()}


def _row(change: tuple) -> list[str]:
    """As regionPAY writes its own files: days and times of Japan, plain amounts (the kind says which way)."""
    return [
        change.key,
        Kind(change.kind).label,
        change.coupon__inquiry_no,
        _minute(change.until - timedelta(minutes=1)) if change.until else "",
        str(abs(change.entry__amount_yen)) if change.entry__amount_yen else "",
        _minute(change.made_at),
        change.entry__store__no or "",
        change.entry__restores__entry_no or change.entry__reverses__entry_no or "",
    ]


def _minute(at: datetime) -> str:
    return f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M}"


def _put_in(file: ChangeFile, changes: Sequence[tuple]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update coupons_change c set file_id = %s, line_no = nth
            from unnest(%s::bigint[]) with ordinality as line (id, nth) where c.id = line.id
            """,
            [file.pk, [change.pk for change in changes]],
        )
