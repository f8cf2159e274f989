"""A batch leaves once: both files from the same frozen rows, their bytes stored with the move to 「出力済」.

The bytes are made first, part by part and outside of any transaction, because nothing of an approved batch can change
any more; one transaction then stores them, and looks once more whether they may leave. Killed before it, nothing has
left and the work is begun anew; after it, every download is a read of the same bytes, one after the other.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile

from django.db import connection, transaction

from claims.models import Claim
from config import clock
from coupons.sheets import writing
from notifications import outbox
from payouts import zengin
from payouts.batches import accounts, approving, spreadsheet
from payouts.batches.lines import locked_in_any_state
from payouts.models import RefundBatch, RefundLine
from trail.models import AuditEvent
from trail.record import record

State, Work = RefundBatch.State, RefundBatch.Work
CHUNK = 500
IN_MEMORY = 4_000_000  # bytes of a file that is being made
KINDS = ("xlsx", "zengin")
DOWNLOADED = "batch file downloaded"
Progress = Callable[[int], None]


class NotApproved(Exception):
    """Only what a second person has approved leaves."""


class BeingExported(Exception):
    """Somebody has asked for it already: `by`."""

    def __init__(self, by: str):
        super().__init__(by)
        self.by = by


class AlreadyExported(Exception):
    """It has left: `batch` has its files."""

    def __init__(self, batch: RefundBatch):
        super().__init__(batch.number)
        self.batch = batch


class SaidToBeRefused(Exception):
    """Somebody says that the bank refused the file: until that is settled it is neither taken out nor handed in."""


class Void(Exception):
    """The bank did not take this file: nobody takes it out again."""


class TakenBefore(Exception):
    """Somebody has the file, as one kind or the other: `downloads`, the newest last. The bank may have it too."""

    def __init__(self, downloads: list[AuditEvent]):
        super().__init__(len(downloads))
        self.downloads = downloads


class NotTheSame(Exception):
    """A file does not add up to the batch: there is no file."""


def ask(*, batch_id: int, by: str, at: datetime | None = None) -> RefundBatch:
    """Let a worker make the files.

    Raises NotApproved, AlreadyExported, BeingExported; approving.TooLate, SchemeStopped.
    """
    at = at or clock.now()
    with transaction.atomic():
        batch = locked_in_any_state(batch_id)
        if batch.state in RefundBatch.LEAVES:
            raise AlreadyExported(batch)
        if batch.state != State.APPROVED:
            raise NotApproved(batch.state)
        if batch.work == Work.EXPORT:
            raise BeingExported(batch.work_by)
        approving.must_be_in_time(batch, at)
        approving.must_not_be_stopped(batch)
        batch.work, batch.work_by, batch.work_error = Work.EXPORT, by, ""
        batch.work_done, batch.work_total = 0, batch.line_count
        batch.save(update_fields=["work", "work_by", "work_error", "work_done", "work_total"])
        record("batch export asked for", who=by, about=batch)
    return batch


def export(batch: RefundBatch, progress: Progress, at: datetime | None = None) -> bool:
    """Make both files of an approved batch and store them. False if it has left already, or was given up.

    Raises NotTheSame, zengin.CannotBeWritten, SealBroken; approving.TooLate, SchemeStopped: then nothing has left.
    """
    approving.must_be_in_time(batch, at or clock.now())
    approving.must_not_be_stopped(batch)
    with SpooledTemporaryFile(IN_MEMORY) as sheet, SpooledTemporaryFile(IN_MEMORY) as file:
        write_zengin(batch, file)
        write_sheet(batch, sheet, progress)
        sheet.seek(0)
        file.seek(0)
        return store(batch, xlsx=sheet.read(), zengin_file=file.read())


def write_zengin(batch: RefundBatch, out) -> None:
    """Raises NotTheSame: the trailer is counted from what was written, and is the batch's."""
    payer = zengin.Consignor(**{name: batch.consignor[name] for name in approving.KEPT})
    transfers = (accounts.transfer(account, line, batch_number=batch.number) for line, account in _lines(batch))
    end = zengin.LineEnd(batch.consignor["line_end"])
    trailer = zengin.trailer(batch.line_count, batch.total_yen)
    has_trailer = False
    for one in zengin.records(payer, batch.transfer_on, transfers, end):
        has_trailer = has_trailer or one.startswith(trailer)
        out.write(one)
    if not has_trailer:
        raise NotTheSame


def write_sheet(batch: RefundBatch, out, progress: Progress) -> None:
    """Raises NotTheSame."""
    [written] = writing.write(out, spreadsheet.sheet(batch, _counted(_lines(batch), progress)))
    totals = {spreadsheet.COUNTED: batch.line_count, spreadsheet.AMOUNT: batch.total_yen}
    if (written.rows, written.totals) != (batch.line_count, totals):
        raise NotTheSame


def _lines(batch: RefundBatch) -> Iterator[tuple[RefundLine, accounts.Snapshot]]:
    """What leaves, in its order, a part at a time: memory does not grow with the batch."""
    last = 0
    while True:
        part = RefundLine.objects.filter(batch=batch, excluded_at=None, line_no__gt=last).order_by("line_no")
        lines = list(part.only("batch_id", "line_no", "payout_id", "amount_yen", "account_sealed")[:CHUNK])
        if not lines:
            return
        yield from ((line, accounts.opened(line)) for line in lines)
        last = lines[-1].line_no


def _counted(lines: Iterator, progress: Progress) -> Iterator:
    done = 0
    for done, one in enumerate(lines, 1):
        yield one
        if done % CHUNK == 0:
            progress(done)
    progress(done)


def store(batch: RefundBatch, *, xlsx: bytes, zengin_file: bytes, at: datetime | None = None) -> bool:
    """The one moment at which a batch leaves. False if another worker was quicker, or it was given up.

    Raises approving.TooLate, SchemeStopped: the making took long, and things have changed.
    """
    at = at or clock.now()
    with transaction.atomic():
        row = locked_in_any_state(batch.pk)
        if row.state != State.APPROVED or bytes(row.digest) != bytes(batch.digest):
            return False
        approving.must_be_in_time(row, at)
        approving.must_not_be_stopped(row)
        row.state, row.exported_at, row.work, row.leased_until = State.EXPORTED, at, Work.NONE, None
        row.xlsx, row.zengin, row.work_done = xlsx, zengin_file, row.line_count
        row.save(update_fields=["state", "exported_at", "work", "leased_until", "xlsx", "zengin", "work_done"])
        row.refresh_from_db(fields=[f"{kind}_sha256" for kind in KINDS])
        _tell_claimants(row, at)
        sums = {kind: bytes(getattr(row, f"{kind}_sha256")).hex() for kind in KINDS}
        record("batch exported", who=row.work_by, about=row, lines=row.line_count, yen=row.total_yen, **sums)
    return True


# One message a claim, each with its own words, in one statement. Somebody calls where nothing may be written.
TELL = """
    insert into notifications_message (key, channel, "to", template, context, about, scheme, not_before)
    select 'refund-ordered/' || l.payout_id || '/' || %(number)s, k.deliver_by, k.deliver_to, 'refund_ordered',
        jsonb_build_object(
            'language', k.language, 'name', k.name, 'receipt_no', k.receipt_no, 'scheme_slug', %(slug)s::text,
            'amount_yen', l.amount_yen, 'transfer_on', %(transfer_on)s::text, 'payer', %(payer)s::text
        ) || (%(words)s::jsonb -> k.language),
        'payouts.payout/' || l.payout_id, %(slug)s, %(not_before)s
    from payouts_refundline l join payouts_payout p on p.id = l.payout_id join claims_claim k on k.id = p.claim_id
    where l.batch_id = %(batch)s and l.excluded_at is null and k.deliver_by in ('mail', 'sms')
        and (k.channel = 'site' or k.contact_verified_at is not null
            or exists (select from claims_deskclaim d where d.claim_id = k.id and d.approved_at is not null))
    order by l.line_no
    on conflict do nothing
"""


def _tell_claimants(batch: RefundBatch, at: datetime) -> None:
    """When it comes, and under which name it stands in the passbook."""
    with connection.cursor() as cursor:
        cursor.execute(
            TELL,
            {
                "batch": batch.pk,
                "number": batch.number,
                "slug": batch.scheme.slug,
                "transfer_on": clock.midnight(batch.transfer_on).isoformat(),
                "payer": batch.consignor["name"],
                "words": json.dumps({language: batch.scheme.says(language) for language in Claim.Language.values}),
                "not_before": outbox.quiet_hours(at),
            },
        )


def downloads(batch: RefundBatch) -> list[AuditEvent]:
    """Who has fetched which file, the newest last."""
    return list(AuditEvent.objects.filter(about=f"payouts.refundbatch/{batch.pk}", action=DOWNLOADED).order_by("pk"))


def download(*, batch_id: int, kind: str, by: str, reason: str = "") -> tuple[str, bytes]:
    """A file's name and its bytes: the same every time, and each time on the trail, one person after the other.

    Both kinds are the same transfers: whoever comes second, for either, says why.

    Raises NotApproved, Void, SaidToBeRefused, TakenBefore.
    """
    with transaction.atomic():
        rows = RefundBatch.objects.select_for_update(of=("self",), no_key=True)
        batch = rows.only("state", "number", "transfer_on", "refused_by", kind).get(pk=batch_id)
        if batch.state == State.REFUSED:
            raise Void
        if batch.state not in RefundBatch.LEAVES:
            raise NotApproved(batch.state)
        if batch.refused_by:
            raise SaidToBeRefused
        before = downloads(batch)
        if before and not reason.strip():
            raise TakenBefore(before)
        why = {"reason": reason.strip()} if before else {}
        record(DOWNLOADED, who=by, about=batch, kind=kind, **why)
    return file_name(batch, kind), bytes(getattr(batch, kind))


def file_name(batch: RefundBatch, kind: str) -> str:
    """「furikomi_20230517_0001.txt」"""
    return f"furikomi_{batch.transfer_on:%Y%m%d}_{batch.number:04}.{'txt' if kind == 'zengin' else 'xlsx'}"
