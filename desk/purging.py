"""Erasing people when keep_personal_data_until is over, and keeping the money; what is held about one person.

Nobody is erased whose yen is not settled, whose claim or report is not decided, or whom a legal hold names; nor are the
bank files that such a person stands in. Everything happens in one transaction, at whose end the statement must say what
it said at its beginning. The guards of append-only rows let a purge pass, and nothing else (0002_purge.sql).
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from claims.models import Draft, OneTimeCode
from config import clock
from coupons.models import Scheme
from desk.personal import TABLES, Personal
from payouts import statement
from trail import duties
from trail.models import AuditEvent, LegalHold
from trail.record import record

EVERY = timedelta(days=1)
DONE = "erased personal data"
PEOPLE = {"claim": "claims_claim", "member": "coupons_member", "incident": "claims_incident"}
LABELS = {"claim": "claims.claim", "member": "coupons.member", "incident": "claims.incident"}
# Who is not settled: a payout that has not ended, yen that waits for one, a line or report undecided.
UNSETTLED = {
    "claim": """
        exists (select from payouts_payout p where p.claim_id = t.id and p.state in ('open', 'ordered'))
        or exists (
            select from claims_claimline l where l.claim_id = t.id and (
                l.state in ('filed', 'review')
                or l.state in ('accepted', 'granted') and exists (
                    select from payouts_entitlement e
                    where e.coupon_id = l.coupon_id and e.payout_id is null and e.lapsed_at is null
                )
            )
        )
    """,
    "member": """
        exists (select from payouts_payout p where p.member_id = t.id and p.state in ('open', 'ordered'))
        or exists (
            select from coupons_coupon c join payouts_entitlement e on e.coupon_id = c.id
            where c.member_id = t.id and e.payout_id is null and e.lapsed_at is null
        )
    """,
    "incident": "t.decided_at is null",
}
# Who is erased is looked up for each row of each table, in a hash. In 4 MB there is none of 200,000 people: then each
# row would be compared with each of them, and a purge of 300,000 would not end.
ROOM = "set local work_mem = '256MB'"
HELD = "exists (select from trail_legalhold h where h.ended_at is null and h.about = '{label}/' || t.id)"


class NotYet(Exception):
    """Personal data of this scheme is kept until its date."""


class OnHold(Exception):
    """A legal hold names the whole scheme."""


class MoneyChanged(Exception):
    """The statement would not be what it was: nothing was erased."""


def purge(scheme: Scheme, at: datetime | None = None, *, who: str, dry: bool = False) -> dict[str, Any]:
    """Erase everybody of `scheme` who may be. `rows`: how many of each table; `kept`: people, by why they were not.

    With `dry` the same is done and taken back. Raises NotYet, OnHold, MoneyChanged.
    """
    at = at or clock.now()
    if at < scheme.keep_personal_data_until:
        raise NotYet(scheme.keep_personal_data_until)
    if LegalHold.objects.filter(about=f"coupons.scheme/{scheme.pk}", ended_at=None).exists():
        raise OnHold(scheme.slug)
    with transaction.atomic():
        duties.alone("purge", scheme.pk)
        before = statement.totals(scheme, at)
        kept = _choose(scheme)
        _take_back(scheme, at)
        rows = _erase(scheme)
        _forget_choice()
        if statement.totals(scheme, at) != before:
            raise MoneyChanged(scheme.slug)
        report = {"rows": {table: count for table, count in rows.items() if count}, "kept": kept}
        record(DONE, who=who, about=scheme, **report)
        transaction.set_rollback(dry)
    return report


def purge_when_due(scheme: Scheme, at: datetime | None = None) -> int:
    """Once a day from the date on. How many rows were erased; 0 while there is nothing to do or a hold forbids it."""
    at = at or clock.now()
    done_today = AuditEvent.objects.filter(action=DONE, about=f"coupons.scheme/{scheme.pk}", at__gt=at - EVERY)
    if at < scheme.keep_personal_data_until or done_today.exists():
        return 0
    try:
        return sum(purge(scheme, at, who="duty:purge")["rows"].values())
    except OnHold:
        return 0


def held_about(kind: str, row_id: int, *, who: str) -> dict[str, list[dict[str, Any]]]:
    """Every personal column of one claim, member or incident, by table; what is sealed stays so. Trailed."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in PEOPLE:
            cursor.execute(f"create temporary table person_{name} (id bigint primary key) on commit drop")
        cursor.execute(f"insert into person_{kind} values (%s)", [row_id])
        found = {table.table: rows for table in TABLES if table.of and (rows := _read(cursor, table))}
        _forget_choice()
        record("handed out personal data", who=who, about=f"{LABELS[kind]}/{row_id}", tables=list(found))
    return found


def _choose(scheme: Scheme) -> dict[str, int]:
    """Fill the temporary tables with who is erased; how many are kept, and why."""
    kept = {}
    with connection.cursor() as cursor:
        cursor.execute(ROOM)
        for name, table in PEOPLE.items():
            why = f"case when {UNSETTLED[name]} then 'unsettled' when {HELD.format(label=LABELS[name])} then 'held' end"
            cursor.execute(
                f"create temporary table person_{name} on commit drop as"
                f" select t.id, {why} as why from {table} t where t.scheme_id = %s",
                [scheme.pk],
            )
            cursor.execute(f"delete from person_{name} where why is not null returning why")
            for (reason,) in cursor.fetchall():
                kept[f"{name} {reason}"] = kept.get(f"{name} {reason}", 0) + 1
    return kept


def _forget_choice() -> None:
    """At once, not at the end of whatever transaction this runs in."""
    with connection.cursor() as cursor:
        cursor.execute(f"drop table {', '.join(f'person_{name}' for name in PEOPLE)}")


def _take_back(scheme: Scheme, at: datetime) -> None:
    """What never left has nowhere to go any more, and a URL opens nothing after its reader's data is gone."""
    whose = {one.table: _whose(one) for one in TABLES}
    with connection.cursor() as cursor:
        cursor.execute(
            "update notifications_message t set state = 'cancelled'"
            f" where state = 'queued' and ({whose['notifications_message']})",
            _parameters(scheme),
        )
        cursor.execute(
            "update payouts_receivelink t set revoked_at = %(at)s"
            f" where revoked_at is null and ({whose['payouts_receivelink']})",
            _parameters(scheme) | {"at": at},
        )


def _erase(scheme: Scheme) -> dict[str, int]:
    """Blank every column of everybody chosen; how many rows of each table."""
    rows = {"claims_draft": Draft.objects.filter(scheme=scheme).delete()[0]}
    rows["claims_onetimecode"] = OneTimeCode.objects.filter(scheme=scheme).delete()[0]
    with connection.cursor() as cursor:
        cursor.execute("select set_config('hosho.purging', %s, true)", [str(scheme.pk)])
        for table in TABLES:
            new = {column: value.format(f'"{column}"') for column, value in table.columns.items()}
            sets = ", ".join(f'"{column}" = {value}' for column, value in new.items())
            differs = " or ".join(f't."{column}" is distinct from {value}' for column, value in new.items())
            cursor.execute(
                f"update {table.table} t set {sets} where ({_whose(table)}) and ({differs})", _parameters(scheme)
            )
            rows[table.table] = cursor.rowcount
        cursor.execute("select set_config('hosho.purging', '', true)")
    return rows


def _whose(table: Personal) -> str:
    return " or ".join(f"({part})" for part in (table.of, table.besides) if part)


def _parameters(scheme: Scheme) -> dict[str, Any]:
    return {"scheme": scheme.pk, "slug": scheme.slug}


def _read(cursor: Any, table: Personal) -> list[dict[str, Any]]:
    columns = ", ".join(f't."{column}"' for column in table.columns)
    cursor.execute(f"select {columns} from {table.table} t where {table.of}", {})
    return [
        {
            name: "sealed" if isinstance(value, bytes | memoryview) else value
            for name, value in zip(table.columns, row, strict=True)
        }
        for row in cursor.fetchall()
    ]
