"""A file's rows into a staging table, and one statement that judges them all."""

from collections.abc import Callable

from django.db import connection

from coupons.loading.kinds import Kind
from coupons.loading.reading import Table, blocks
from coupons.loading.report import LISTED, Finding, Findings
from coupons.models import Scheme

# `fault` in the table `checked`: null = good, otherwise the place of the fault in Kind.faults, or one of these.
REPEATED = -1  # the same row again: unchanged
OTHER_CONTENT = -2
NO_ECHO = -3
BAD_CANCELLATION = -4
DIFFERS_FROM_OURS = -5
BLANK = "''"


def stage(table: Table, progress: Callable[[int], None]) -> Findings:
    """COPY the file into `stage`. Returns the lines that are no rows at all."""
    names = [column or f"ignored_{place}" for place, column in enumerate(table.columns)]
    broken = Findings()
    rows = 0
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists stage, checked, warned")
        cursor.execute(
            f"create temp table stage (line int, {', '.join(f'{name} text' for name in names)}) on commit drop"
        )
        with cursor.copy(f"copy stage (line, {', '.join(names)}) from stdin (format csv, force_not_null *)") as copy:
            for block in blocks(table):
                copy.write("".join(block.text))
                if block.broken:
                    room = LISTED - len(broken.listed)
                    listed = (Finding(line, "row", reason) for line, reason in block.broken[:room])
                    broken.add(listed, count=len(block.broken))
                rows += len(block.text)
                progress(rows)
    return broken


def judge(table: Table, scheme: Scheme) -> None:
    """Judge every staged row: makes the table `checked` with typed columns, `fault`, `existing_id` and `differs`."""
    parameters = {
        "scheme": scheme.pk,
        "inquiry_no_pattern": scheme.inquiry_no_pattern,
        "affected_expires_at": scheme.affected_expires_at,
        "usable_until": scheme.usable_until,
    }
    with connection.cursor() as cursor:
        cursor.execute("set local time zone 'Asia/Tokyo'")  # times without a zone are Japan time
        cursor.execute(_judgement(table.kind, table), parameters)
        # Django reads every time as its connection's own zone: whatever is read later in this transaction needs that.
        cursor.execute("select set_config('timezone', %s, true)", [connection.timezone_name])
        cursor.execute("create temp table warned (line int, warning smallint) on commit drop")
        cursor.execute("analyze checked")


def _judgement(kind: Kind, table: Table) -> str:
    """The statement behind `judge`. `offset 0` keeps each level's work from being done again by the next."""
    tidy = ", ".join(
        f"{column.tidy.format(column.name if column.name in table.columns else BLANK)} as {column.name}"
        for column in kind.columns
    )
    faults = " ".join(f"when {sql} then {place}" for place, (_, sql, _) in enumerate(kind.faults))
    typed = ", ".join(
        f"case when fault is null then {sql} end as {name}" for name, sql in (kind.stored | kind.extra).items()
    )
    return f"""
        create temp table checked on commit drop as
        select judged.*, null::int as same_as, known.id as existing_id, {_differs(kind)} as differs
        from (
            select line, fault, {typed}
            from (
                select *, (case {faults} end)::smallint as fault
                from (select line, {tidy} from stage offset 0) tidy
                {kind.looked_up}
                offset 0
            ) asked
            offset 0
        ) judged
        left join {kind.table} known
            on known.scheme_id = %(scheme)s and known.{kind.key_column} = judged.{kind.key_column}
    """


def _differs(kind: Kind) -> str:
    """SQL: the row says something else than what is stored under its key."""
    judged = ", ".join(f"judged.{name}" for name in kind.stored)
    known = ", ".join(f"known.{name}" for name in kind.stored)
    differs = f"row({judged}) is distinct from row({known})"
    if kind.name == "entries":
        # An echo repeats our own reinstatement at regionPAY's time; a cancellation is also what it cancels.
        differs = f"""case when known.kind = 'reinstatement'
            then (judged.coupon_id, judged.kind, judged.amount_yen) is distinct from
                 (known.coupon_id, known.kind, known.amount_yen)
            else {differs} or judged.cancels <> coalesce(
                (select entry_no from coupons_entry cancelled where cancelled.id = known.cancels_id), '') end"""
    return f"known.id is not null and ({differs})"


def find_repeated(kind: Kind) -> None:
    """Among the good rows, one key twice: the same content again is nothing new, other content is refused."""
    content = ", ".join(f"checked.{name}" for name in (*kind.stored, *(["cancels"] if "cancels" in kind.extra else [])))
    key = kind.key_column
    statement = f"""
        with twice as (select {key} from checked where fault is null group by {key} having count(*) > 1),
        ranked as (
            select line, row({content}) as content, first_value(row({content})) over same_key as first,
                first_value(line) over same_key as first_line
            from checked join twice using ({key}) where fault is null
            window same_key as (partition by {key} order by line)
        )
        update checked set same_as = first_line,
            fault = case when content is distinct from first then {OTHER_CONTENT} else {REPEATED} end
        from ranked where ranked.line = checked.line and ranked.line <> first_line
    """
    with connection.cursor() as cursor:
        cursor.execute(statement)
