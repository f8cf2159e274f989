"""What a worker does for batches: the row says what, and how far it is; any worker goes on where another was killed.

A lease on unmoved time keeps two workers from doing the same twice over; if they do all the same, only one of them
moves the batch.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now as RealNow

from config.sealing import SealBroken
from payouts import zengin
from payouts.batches import approving, checks, drafting, exporting, lines
from payouts.models import RefundBatch
from trail import duties
from trail.record import record

Work = RefundBatch.Work
LEASE = timedelta(seconds=60)
WHY = {  # nothing has left; the words of the others are their own
    exporting.NotTheSame: "ファイルの件数か金額が、承認された内容と違います。",
    approving.TooLate: "この振込指定日のファイルを銀行に出す時刻を、すぎました。",
    drafting.SchemeStopped: "この制度の支払が、止まっています。",
    zengin.CannotBeWritten: "",
    SealBroken: "",
}


def work() -> int:
    """Do all that waits. How many parts or files were made."""
    waiting = RefundBatch.objects.exclude(work=Work.NONE).order_by("pk").values_list("pk", flat=True)
    return duties.each(work_on, list(waiting))


def work_on(batch_id: int) -> int:
    """Do what waits for one batch, if nobody is at it."""
    if not _lease(batch_id):
        return 0
    done = 0
    batch = RefundBatch.objects.defer("xlsx", "zengin").select_related("scheme").get(pk=batch_id)
    if batch.work == Work.BUILD:
        done = 1
        while drafting.build(batch):
            done += 1
            _extend(batch_id)
    elif batch.work == Work.CHECK:
        done = _check(batch)
    elif batch.work == Work.EXPORT:
        done = _export(batch)
    RefundBatch.objects.filter(pk=batch_id, exported_at=None).update(leased_until=None)
    return done


def _check(batch: RefundBatch) -> int:
    ids = list(batch.lines.filter(excluded_at=None).order_by("line_no").values_list("pk", flat=True))
    for start in range(0, len(ids), drafting.CHUNK):
        checks.check(ids[start : start + drafting.CHUNK])
        _note(batch.pk, min(len(ids), start + drafting.CHUNK))
    checks.check_the_whole(batch)
    with transaction.atomic():
        done = RefundBatch.objects.filter(pk=batch.pk, work=Work.CHECK).update(work=Work.NONE)
        if done:
            live = batch.lines.filter(excluded_at=None)
            yen = sum(live.values_list("amount_yen", flat=True))
            found = {finding.value: count for finding, count in checks.counts(batch).items() if count}
            record("batch checked", who=batch.work_by, about=batch, lines=live.count(), yen=yen, findings=found)
    return done


def _export(batch: RefundBatch) -> int:
    """What cannot be written, or may not leave any more, is said on the row; nothing has left, and it may be asked for
    again or given up."""
    try:
        return int(exporting.export(batch, lambda done: _note(batch.pk, done)))
    except tuple(WHY) as refusal:
        why = WHY[type(refusal)] or str(refusal)
    with transaction.atomic():
        changed = RefundBatch.objects.filter(pk=batch.pk, work=Work.EXPORT).update(work=Work.NONE, work_error=why[:300])
        if changed:
            record("batch not exported", who=batch.work_by, about=batch, reason=why)
    return 0


def _lease(batch_id: int) -> bool:
    """Take the work of a batch for a minute, unless somebody has it."""
    free = Q(leased_until=None) | Q(leased_until__lt=RealNow())
    rows = RefundBatch.objects.filter(free, pk=batch_id).exclude(work=Work.NONE)
    return bool(rows.update(leased_until=RealNow() + LEASE))


def _extend(batch_id: int) -> None:
    RefundBatch.objects.filter(pk=batch_id, exported_at=None).update(leased_until=RealNow() + LEASE)


def _note(batch_id: int, done: int) -> None:
    """How far it is, for the page; and a minute more."""
    values = {"work_done": done, "leased_until": RealNow() + LEASE}
    RefundBatch.objects.filter(pk=batch_id, exported_at=None).update(**values)


def ask_to_check(batch_id: int, *, by: str) -> None:
    """Let a worker look at a draft again, by today's list of banks. Raises lines.NotADraft, BeingWorkedOn."""
    with transaction.atomic():
        batch = lines.locked(batch_id)
        batch.work, batch.work_by, batch.work_done = Work.CHECK, by, 0
        batch.work_total = batch.lines.filter(excluded_at=None).count()
        batch.save(update_fields=["work", "work_by", "work_done", "work_total"])
