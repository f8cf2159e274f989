"""The ledger's own questions at loading: cancellations, echoes of our reinstatements, payments that look odd."""

from datetime import datetime

from django.db import IntegrityError, transaction

from coupons.loading import storing
from coupons.loading.checking import BAD_CANCELLATION, DIFFERS_FROM_OURS, NO_ECHO, REPEATED
from coupons.loading.kinds import ENTRIES
from coupons.models import Scheme

OUT_OF_VALIDITY = 1
BEYOND_BALANCE = 2
CANCELS_OURS = 3
ECHO_DIFFERS = 5
NAMES_NOTHING = 6

NEW_CANCELLATION = "c.fault is null and c.existing_id is null and c.kind = 'cancellation'"
INSERT_CANCELLATIONS = f"""
    insert into coupons_entry
        (scheme_id, coupon_id, entry_no, kind, amount_yen, occurred_at, counts_at, store_id, cancels_id)
    select %(scheme)s, c.coupon_id, c.entry_no, c.kind, c.amount_yen, c.occurred_at,
        coalesce(p.counts_at, c.occurred_at), c.store_id, p.id
    from checked c left join coupons_entry p on c.cancels <> '' and p.scheme_id = %(scheme)s and p.entry_no = c.cancels
    where {NEW_CANCELLATION} and {{which}}
    order by c.coupon_id, c.line
"""
ECHOES = "select * from checked where fault is null and kind = 'reinstatement' and existing_id is not null"


def refuse(scheme: Scheme) -> None:
    """A reinstatement must be ours already; a cancellation that names something must name a payment of its own coupon.

    The payment may be further on in the file. To be asked again when repeated rows are known: it may be one of those.
    """
    storing.execute(
        f"""
        update checked c set fault = {NO_ECHO}
        where fault is null and kind = 'reinstatement'
        and not exists (select from coupons_entry e where e.id = c.existing_id and e.kind = 'reinstatement')
        """
    )
    storing.execute(
        f"""
        update checked c set fault = {BAD_CANCELLATION}
        where fault is null and existing_id is null and cancels <> '' and not exists (
            select from coupons_entry p
            where p.scheme_id = %(scheme)s and p.entry_no = c.cancels and p.kind = 'payment'
                and p.coupon_id = c.coupon_id
        ) and not exists (
            select from checked p
            where p.fault is null and p.entry_no = c.cancels and p.kind = 'payment' and p.coupon_id = c.coupon_id
        )
        """,
        {"scheme": scheme.pk},
    )


def store(scheme: Scheme) -> int:
    """Add the good entries: all others first, then cancellations, which may point forward in the file."""
    added = storing.insert(ENTRIES, scheme, "kind <> 'cancellation'")
    _lock_the_coupons_of_cancellations()
    delicate = _delicate_cancellations(scheme)
    plain = INSERT_CANCELLATIONS.format(which="not c.line = any(%(delicate)s)")
    added += storing.execute(plain, {"scheme": scheme.pk, "delicate": delicate})
    if delicate:
        storing.execute("create index on checked (line)")
        added += sum(_insert_one(scheme, line) for line in delicate)
        _refuse_repetitions_of_the_refused()
    return added


def take_echoes(at: datetime) -> None:
    """An echo that agrees acknowledges its change, if that was told; one that says something else is noted on it.

    The second is warned of, too. Our own entry stands as it is, so nothing is counted twice whatever the echo says.
    """
    storing.execute(
        f"""
        update coupons_change x set acknowledged_at = %(at)s from ({ECHOES}) echo
        where x.entry_id = echo.existing_id and not echo.differs and x.told_at is not null and x.acknowledged_at is null
        """,
        {"at": at},
    )
    storing.execute(
        f"""
        with noted as (
            update coupons_change x
            set differs_at = %(at)s, difference = 'regionPAYの明細では、お問合せ番号 ' || t.inquiry_no || '、'
                || to_char(echo.amount_yen, 'FM999,999,999') || '円です。'
            from ({ECHOES}) echo join coupons_coupon t on t.id = echo.coupon_id
            where x.entry_id = echo.existing_id and echo.differs
            returning echo.line
        )
        insert into warned select line, {ECHO_DIFFERS} from noted
        """,
        {"at": at},
    )


def warn(scheme: Scheme) -> None:
    """Note in `warned` what looks odd: new payments out of the coupon's validity or beyond its balance (design 7), and
    cancellations that may be of what we gave back: refused, or, if they name nothing, in question (case 29).
    """
    storing.execute(
        f"""
        insert into warned select line, {OUT_OF_VALIDITY} from checked c
        where fault is null and existing_id is null and (too_early or (too_late and not exists (
            select from coupons_extension x where x.coupon_id = c.coupon_id and c.occurred_at < x.until)))
        """
    )
    # Materialized: with old statistics the planner would work out every balance anew for each row of the file.
    storing.execute(
        f"""
        insert into warned
        with touched as materialized (
            select distinct coupon_id from checked where fault is null and existing_id is null and kind = 'payment'
        ),
        overdrawn as materialized (
            select e.coupon_id from touched join coupons_entry e using (coupon_id)
            join coupons_coupon c on c.id = e.coupon_id
            group by e.coupon_id, c.face_value_yen having sum(least(e.amount_yen, 0)) < -c.face_value_yen
        ),
        running as materialized (
            select entry_no, kind, sum(amount_yen) over (partition by coupon_id order by occurred_at, id) as balance
            from coupons_entry join overdrawn using (coupon_id)
        )
        select line, {BEYOND_BALANCE} from running join checked using (entry_no)
        where running.kind = 'payment' and balance < 0 and fault is null and existing_id is null
        """
    )
    storing.execute(f"insert into warned select line, {CANCELS_OURS} from checked where fault = {DIFFERS_FROM_OURS}")
    storing.execute(
        f"""
        insert into warned select c.line, {NAMES_NOTHING} from checked c
        join coupons_entry e on e.scheme_id = %(scheme)s and e.entry_no = c.entry_no
        join cancellation_in_question q on q.entry_id = e.id
        where {NEW_CANCELLATION} and c.cancels = ''
        """,
        {"scheme": scheme.pk},
    )


def _lock_the_coupons_of_cancellations() -> None:
    """By id, as everywhere: a reinstatement at the desk comes before what follows, or waits."""
    storing.fetch(
        f"""
        with locked as (
            select id from coupons_coupon where id in (select coupon_id from checked c where {NEW_CANCELLATION})
            order by id for no key update
        )
        select count(*) from locked
        """
    )


def _delicate_cancellations(scheme: Scheme) -> list[int]:
    """Lines the ledger's guard may refuse: more than the payment took, or on a coupon that we restored.

    They go in one by one, so that the guard itself says which; all others go in together.
    """
    rows = storing.fetch(
        f"""
        with new as (select line, coupon_id, cancels, amount_yen from checked c where {NEW_CANCELLATION}),
        overdone as (
            select p.id, p.entry_no from coupons_entry p
            join (select cancels, sum(amount_yen) as yen from new where cancels <> '' group by cancels) n
                on p.scheme_id = %(scheme)s and p.entry_no = n.cancels
            where n.yen + coalesce((select sum(x.amount_yen) from coupons_entry x where x.cancels_id = p.id), 0)
                > -p.amount_yen
        )
        select line from new where cancels in (select entry_no from overdone)
            or coupon_id in (select coupon_id from coupons_entry where kind = 'reinstatement')
        order by line
        """,
        {"scheme": scheme.pk},
    )
    return [line for (line,) in rows]


def _insert_one(scheme: Scheme, line: int) -> int:
    parameters = {"scheme": scheme.pk, "line": line}
    try:
        with transaction.atomic():
            return storing.execute(INSERT_CANCELLATIONS.format(which="c.line = %(line)s"), parameters)
    except IntegrityError:
        storing.execute(_mark_refused(), parameters)
        return 0


def _mark_refused() -> str:
    """More than the shop's own cancellations may undo is a fault; what only our restoration leaves no room for is a
    difference for people to settle (case 29)."""
    return f"""
        update checked c set fault = case when c.cancels <> '' and (
            select c.amount_yen + coalesce(sum(x.amount_yen), 0) > -p.amount_yen
            from coupons_entry p left join coupons_entry x on x.cancels_id = p.id
            where p.scheme_id = %(scheme)s and p.entry_no = c.cancels group by p.id
        ) then {BAD_CANCELLATION} else {DIFFERS_FROM_OURS} end
        where line = %(line)s
    """


def _refuse_repetitions_of_the_refused() -> None:
    """A row that repeats a refused one is as little on record as the first."""
    storing.execute(
        f"""
        update checked c set fault = first.fault from checked first
        where c.fault = {REPEATED} and first.line = c.same_as and first.fault is not null
        """
    )
