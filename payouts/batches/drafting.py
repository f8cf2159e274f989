"""Drafts of batches: which open refunds are next, and a draft built of them in parts that each stand or fall whole.

A draft is asked for by a person or made by the duty on bank business days; a worker builds it. One is built at a time
in a scheme: whoever presses second is told which batch has the refunds.
"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, Max, OuterRef

from claims.models import BankAccount
from config import clock
from coupons.models import Scheme
from payouts import disputes, entitlements
from payouts.batches import accounts, checks, days
from payouts.models import Payout, RefundBatch, RefundLine
from trail import duties
from trail.record import record

State, Work = RefundBatch.State, RefundBatch.Work
CHUNK = 1_000
WHO = "duty:build_refund_batches"
MOST_LINES = 9_999  # where the scheme says nothing else

# p = an open refund that nothing keeps back: no hold, no dispute, no live line, no claimant who is being asked.
IS_NEXT = f"""
    p.scheme_id = %(scheme)s and p.method = 'refund' and p.state = 'open' and p.held_at is null
    and p.opened_at < %(cut_off)s and (%(prefecture)s = '' or k.prefecture = %(prefecture)s) and k.withdrawn_at is null
    and not exists (select from payouts_refundline out where out.payout_id = p.id and out.excluded_at is null)
    and not exists (select from payouts_accountrequest asked where asked.claim_id = k.id and asked.answered_at is null)
    and not {disputes.HAS_A_DISPUTE}
"""
NEXT = f"""
    from payouts_payout p join claims_claim k on k.id = p.claim_id join claims_bankaccount a on a.claim_id = k.id
    where {IS_NEXT}
"""
# What was left out of this very batch does not come back into it.
TO_ADD = f"""
    select p.id {NEXT} and not exists (
        select from payouts_refundline before where before.payout_id = p.id and before.batch_id = %(batch)s
    ) order by p.id limit %(limit)s for no key update of p
"""


class NotBegun(Exception):
    """Refunds begin on `refunds_from` (notice 2.R: mid-May)."""


class SchemeStopped(Exception):
    """Nothing of the scheme leaves just now."""


class NotABankDay(Exception):
    """Banks do not transfer on that day, or it is too soon: `earliest` is the next that will do."""

    def __init__(self, earliest: date):
        super().__init__(earliest)
        self.earliest = earliest


class TooFarAhead(Exception):
    """The file would not say which year is meant, or accounts are erased before: `latest` is the last day that will do.

    The header has month and day only; refunds end when the scheme's personal data, the accounts, are erased.
    """

    def __init__(self, latest: date):
        super().__init__(latest)
        self.latest = latest


class BeingBuilt(Exception):
    """Another draft is being built: `batch`."""

    def __init__(self, batch: RefundBatch):
        super().__init__(batch.number)
        self.batch = batch


class NothingToTransfer(Exception):
    """No refund is left to be transferred. `batches`: where those are that somebody else has put into one."""

    def __init__(self, batches: list[RefundBatch]):
        super().__init__([batch.number for batch in batches])
        self.batches = batches


def waiting(scheme: Scheme, *, cut_off: datetime, prefecture: str = "") -> tuple[int, int]:
    """How many refunds would be taken into a batch now, and their yen."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select count(*), coalesce(sum(p.amount_yen), 0) {NEXT}",
            {"scheme": scheme.pk, "cut_off": cut_off, "prefecture": prefecture},
        )
        count, yen = cursor.fetchone()
    return count, int(yen)


def earliest(scheme: Scheme, at: datetime) -> date:
    """The first transfer date whose file the bank still takes tomorrow."""
    consignor = getattr(scheme, "consignor", None)
    return days.bank_day(at.astimezone(clock.JAPAN).date(), (consignor.days_before if consignor else 1) + 1)


def latest(scheme: Scheme, at: datetime) -> date:
    """The last transfer date that a file can name, while the scheme still has its accounts."""
    today, erased_on = (one.astimezone(clock.JAPAN).date() for one in (at, scheme.keep_personal_data_until))
    return min(today + timedelta(days=days.MOST_DAYS_AHEAD), erased_on - timedelta(days=1))


def ask(
    *,
    scheme: Scheme,
    by: str,
    transfer_on: date,
    cut_off: datetime | None = None,
    prefecture: str = "",
    at: datetime | None = None,
) -> RefundBatch:
    """A draft of what was opened before `cut_off` (now, if none is given), for a worker to build.

    Raises NotBegun, SchemeStopped, NotABankDay, TooFarAhead, BeingBuilt, NothingToTransfer.
    """
    at = at or clock.now()
    cut_off = min(cut_off or at, at)
    with transaction.atomic():
        entitlements.lock(scheme.pk)
        _must_be_open(Scheme.objects.get(pk=scheme.pk), at)
        if not days.is_bank_day(transfer_on) or transfer_on < earliest(scheme, at):
            raise NotABankDay(earliest(scheme, at))
        if transfer_on > latest(scheme, at):
            raise TooFarAhead(latest(scheme, at))
        if being_built := RefundBatch.objects.filter(scheme=scheme, work=Work.BUILD).first():
            raise BeingBuilt(being_built)
        count, yen = waiting(scheme, cut_off=cut_off, prefecture=prefecture)
        if not count:
            raise NothingToTransfer(_where_they_are(scheme, cut_off, prefecture))
        return _begin(
            scheme, by=by, transfer_on=transfer_on, cut_off=cut_off, prefecture=prefecture, total=count, yen=yen
        )


def draft(scheme: Scheme, at: datetime | None = None) -> int:
    """The duty: on each bank business day from `refunds_from`, one draft of what is open. How many were begun."""
    at = at or clock.now()
    today = at.astimezone(clock.JAPAN).date()
    if not days.is_bank_day(today) or at < scheme.refunds_from:
        return 0
    with transaction.atomic():
        duties.alone("build_refund_batches", scheme.pk)
        drafted = RefundBatch.objects.filter(scheme=scheme, made_by=WHO, made_at__gte=clock.midnight(today))
        if drafted.exists():
            return 0
        transfer_on = max(days.bank_day(today, days.DAYS_AHEAD), earliest(scheme, at))
        try:
            ask(scheme=scheme, by=WHO, transfer_on=transfer_on, at=at)
        except (SchemeStopped, TooFarAhead, BeingBuilt, NothingToTransfer):
            return 0
    return 1


def _must_be_open(scheme: Scheme, at: datetime) -> None:
    if at < scheme.refunds_from:
        raise NotBegun
    if scheme.stopped_at:
        raise SchemeStopped


def _where_they_are(scheme: Scheme, cut_off: datetime, prefecture: str) -> list[RefundBatch]:
    """Every batch that holds what was asked for and is not credited yet, the newest first."""
    held = RefundLine.objects.filter(batch=OuterRef("pk"), excluded_at=None, payout__opened_at__lt=cut_off)
    held = held.filter(payout__state__in=[Payout.State.OPEN, Payout.State.ORDERED])
    if prefecture:
        held = held.filter(payout__claim__prefecture=prefecture)
    rows = RefundBatch.objects.filter(Exists(held), scheme=scheme)
    return list(rows.defer("xlsx", "zengin").order_by("-number"))


def _begin(scheme: Scheme, *, by: str, total: int, yen: int, **values) -> RefundBatch:
    last = RefundBatch.objects.filter(scheme=scheme).aggregate(number=Max("number"))["number"] or 0
    values |= {"work": Work.BUILD, "work_by": by, "work_total": min(total, most_lines(scheme))}
    batch = RefundBatch.objects.create(scheme=scheme, number=last + 1, made_by=by, **values)
    record("batch begun", who=by, about=batch, refunds=total, yen=yen, transfer_on=values["transfer_on"].isoformat())
    return batch


def most_lines(scheme: Scheme) -> int:
    consignor = getattr(scheme, "consignor", None)
    return consignor.most_lines if consignor else MOST_LINES


def build(batch: RefundBatch) -> bool:
    """Add the next part to a draft that is being built. Whether there is more to do for it.

    Killed in the middle, the part is not there, and the next call adds it. What is over the bank's limit goes into a
    further batch.
    """
    with transaction.atomic():
        entitlements.lock(batch.scheme_id)
        rows = RefundBatch.objects.select_for_update(of=("self",), no_key=True).defer("xlsx", "zengin")
        batch = rows.select_related("scheme").get(pk=batch.pk)
        if batch.work != Work.BUILD or batch.state != State.DRAFT:
            return False
        there = batch.lines.aggregate(last=Max("line_no"))["last"] or 0
        room = max(0, most_lines(batch.scheme) - there)  # somebody may have lowered it meanwhile
        added = 0 if batch.scheme.stopped_at else _add(batch, there, min(CHUNK, room))
        batch.work_done = there + added
        is_more = added == CHUNK and room > CHUNK
        if not is_more:
            batch.work = Work.NONE
        batch.save(update_fields=["work", "work_done"])
        if not is_more:
            _finish(batch)
        return is_more


def _add(batch: RefundBatch, there: int, limit: int) -> int:
    parameters = {"scheme": batch.scheme_id, "cut_off": batch.cut_off, "prefecture": batch.prefecture}
    with connection.cursor() as cursor:
        cursor.execute(TO_ADD, parameters | {"batch": batch.pk, "limit": limit})
        ids = [pk for (pk,) in cursor.fetchall()]
    payouts = list(Payout.objects.filter(pk__in=ids).order_by("pk"))
    found = BankAccount.objects.filter(claim__in=[payout.claim_id for payout in payouts]).select_related("claim")
    known = accounts.snapshots(found)
    lines = [
        RefundLine(
            batch=batch,
            line_no=number,
            payout=payout,
            amount_yen=payout.amount_yen,
            account_sealed=accounts.sealed(known[payout.claim_id], batch_id=batch.pk, payout_id=payout.pk),
        )
        for number, payout in enumerate(payouts, start=there + 1)
    ]
    RefundLine.objects.bulk_create(lines)
    checks.check([line.pk for line in lines])
    return len(lines)


def _finish(batch: RefundBatch) -> None:
    """It is built: what did not fit goes into the next one; accounts that several lines have are known only now."""
    checks.check_the_whole(batch)
    live = batch.lines.filter(excluded_at=None)
    yen = sum(live.values_list("amount_yen", flat=True))
    found = {finding.value: count for finding, count in checks.counts(batch).items() if count}
    record("batch built", who=batch.made_by, about=batch, lines=live.count(), yen=yen, findings=found)
    count, yen = waiting(batch.scheme, cut_off=batch.cut_off, prefecture=batch.prefecture)
    if batch.work_done and count and not batch.scheme.stopped_at and batch.work_done >= most_lines(batch.scheme):
        same = {"transfer_on": batch.transfer_on, "cut_off": batch.cut_off, "prefecture": batch.prefecture}
        try:
            with transaction.atomic():
                _begin(batch.scheme, by=batch.made_by, total=count, yen=yen, **same)
        except IntegrityError:  # somebody else has begun one in between, and takes these too
            return
