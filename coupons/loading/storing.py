"""What was judged good goes in; what is on record already is compared, and changed only where it may be.

A later file may change a member's contacts and leaving date, and fill in a coupon's member and charging time once.
Everything else under a known key is left as it stands and counted as differing.
"""

from datetime import datetime

from django.db import connection

from coupons.loading.kinds import Kind
from coupons.models import Scheme

# Which differing rows may be taken over, and which columns of them.
MAY_CHANGE = {
    "members": ("true", ("phone", "email", "left_at")),
    "coupons": (
        """(t.prefecture, t.issuer_id, t.face_value_yen, t.issued_at, t.travel_on, t.expires_at)
            = (c.prefecture, c.issuer_id, c.face_value_yen, c.issued_at, c.travel_on, c.expires_at)
        and (t.member_id is null or t.member_id = c.member_id)
        and (t.charged_at is null or t.charged_at = c.charged_at)""",
        ("member_id", "charged_at"),
    ),
}

CONTACT_CHANGED = """contact_changed_at = case
    when (t.phone, t.email) is distinct from (c.phone, c.email) then %(at)s else t.contact_changed_at end"""


def insert(kind: Kind, scheme: Scheme, which: str = "true") -> int:
    """Add the good rows that are not on record and satisfy `which` (SQL on `checked`).

    In the order of an index: files come in any order, and a million look-ups here and there cost more than one sort.
    """
    columns = ", ".join(kind.stored)
    counts_at = (", counts_at", ", occurred_at") if kind.name == "entries" else ("", "")
    return execute(
        f"""
        insert into {kind.table} (scheme_id, {columns}{counts_at[0]})
        select %s, {columns}{counts_at[1]} from checked where fault is null and existing_id is null and ({which})
        order by {"coupon_id, line" if kind.name == "entries" else kind.key_column}
        """,
        [scheme.pk],
    )


def add_issue_entries(scheme: Scheme) -> None:
    """The issue entry of each new coupon comes from the coupon's row (design 7)."""
    execute(
        """
        insert into coupons_entry (scheme_id, coupon_id, entry_no, kind, amount_yen, occurred_at, counts_at)
        select %s, t.id, 'HOSHO-I' || t.inquiry_no, 'issue', t.face_value_yen, t.issued_at, t.issued_at
        from checked c join coupons_coupon t on t.scheme_id = %s and t.inquiry_no = c.inquiry_no
        where c.fault is null and c.existing_id is null
        order by t.id
        """,
        [scheme.pk, scheme.pk],
    )


def contacts_to_change() -> int:
    """How many members of the file will be told elsewhere than until now."""
    [(members,)] = fetch(
        """
        select count(*) from checked c join coupons_member t on t.id = c.existing_id
        where c.fault is null and c.differs and (t.phone, t.email) is distinct from (c.phone, c.email)
        """
    )
    return members


def change(kind: Kind, file: str, at: datetime, who: str) -> int:
    """Take over what a later file may change; each row is trailed with its file and line, not with the values."""
    if kind.name not in MAY_CHANGE:
        return 0
    allowed, columns = MAY_CHANGE[kind.name]
    execute(  # in the order of ids, as everybody locks
        f"select from {kind.table} where id in (select existing_id from checked where fault is null and differs)"
        " order by id for no key update"
    )
    values = [f"{name} = c.{name}" for name in columns]
    if kind.name == "members":
        values.append(CONTACT_CHANGED)
    changed = ", ".join(f"case when old.{name} is distinct from new.{name} then '{name}' end" for name in columns)
    return execute(
        f"""
        with changed as (
            update {kind.table} t set {", ".join(values)}
            from checked c where t.id = c.existing_id and c.fault is null and c.differs and {allowed}
            returning t.id, c.line, array_remove(array[{changed}], null) as columns
        )
        insert into trail_auditevent (at, who, action, about, detail)
        select %(at)s, %(who)s, 'changed by file', %(table)s || id,
            jsonb_build_object('file', %(file)s::text, 'line', line, 'columns', columns)
        from changed
        """,
        {"at": at, "who": who, "table": f"{kind.table.replace('_', '.', 1)}/", "file": file},
    )


def execute(sql: str, parameters: list | dict | None = None) -> int:
    """Run one statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or [])
        return cursor.rowcount


def fetch(sql: str, parameters: list | dict | None = None) -> list[tuple]:
    """The rows of one query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or [])
        return cursor.fetchall()
