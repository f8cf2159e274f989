"""What has changed in a batch since it was checked, and since approval was asked for before: for the second person.

Lines only ever leave a batch, so what has changed is which are out, why and by whom; and what the checks find now.
"""

from dataclasses import dataclass
from datetime import datetime

from payouts.batches import checks
from payouts.models import RefundBatch, RefundLine
from trail.models import AuditEvent

CHECKED = ("batch built", "batch checked")
SUBMITTED = ("batch submitted",)


@dataclass(frozen=True)
class Difference:
    """Between then (`who`, `at`: lines and yen) and now: `out`, and each check that finds another number."""

    what: str
    at: datetime
    who: str
    lines: int
    yen: int
    out: list[RefundLine]
    findings: list[tuple[str, int, int]]

    @property
    def out_yen(self) -> int:
        return sum(line.amount_yen for line in self.out)


def of(batch: RefundBatch) -> list[Difference]:
    """Since the last check, and, of a batch that was submitted before, since then. The second oldest news first."""
    events = AuditEvent.objects.filter(about=f"payouts.refundbatch/{batch.pk}").order_by("pk")
    submitted = list(events.filter(action__in=SUBMITTED))
    before = submitted[:-1] if batch.state == RefundBatch.State.SUBMITTED else submitted
    found = [
        ("最後の点検", events.filter(action__in=CHECKED).last()),
        ("前に承認を頼んだとき", before[-1] if before else None),
    ]
    return [_since(batch, what, event, events) for what, event in found if event]


def _since(batch: RefundBatch, what: str, event: AuditEvent, events) -> Difference:
    later = events.filter(action="line excluded", pk__gt=event.pk).values_list("detail__line", flat=True)
    out = batch.lines.exclude(excluded_at=None).filter(line_no__in=list(later)).order_by("line_no")
    return Difference(
        what=what,
        at=event.at,
        who=event.who,
        lines=event.detail["lines"],
        yen=event.detail["yen"],
        out=list(out),
        findings=_other_findings(batch, event),
    )


def _other_findings(batch: RefundBatch, event: AuditEvent) -> list[tuple[str, int, int]]:
    """Name, then, now; of a check that left its numbers on the trail."""
    if "findings" not in event.detail:
        return []
    then = event.detail["findings"]
    now = checks.counts(batch)
    return [(one.label, then.get(one.value, 0), count) for one, count in now.items() if then.get(one.value, 0) != count]
