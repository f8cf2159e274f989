"""The accounts of a scheme (実績報告) for the prefectures: what was owed and paid, with the evidence of every payment.

All sheets are of one moment: they are read on a connection of their own, in one snapshot, row by row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from coupons.models import Extension, Scheme
from coupons.prefectures import PREFECTURES
from coupons.sheets.writing import Column, Kind, Sheet, Written, write
from payouts.models import Brand
from payouts.models.payout import Method
from payouts.statement import IS_UNDELIVERABLE, ROWS

CHUNK = 2000
OF_PREFECTURE = "(%(prefecture)s = '' or prefecture = %(prefecture)s)"
PATHS = {"member": "手続き不要", "claim": "申請", "": "―"}
GROUNDS = dict(Extension.Ground.choices)
NOT_YET = "unclaimed_yen + waiting_yen + open_yen + ordered_yen + returned_yen"
BY_GROUND = f"""
    select prefecture, ground, path, count(*), sum(owed_yen)::bigint, sum(paid_points_yen)::bigint,
        sum(paid_bank_yen)::bigint, sum({NOT_YET})::bigint,
        sum(lapsed_yen)::bigint, sum(late_yen)::bigint
    from ({ROWS}) r where (owed_yen > 0 or late_yen <> 0) and {OF_PREFECTURE} group by 1, 2, 3 order by 1, 2, 3
"""
BY_ISSUER = f"""
    select r.prefecture, i.no, i.name, count(*), sum(r.owed_yen)::bigint,
        sum(r.paid_points_yen + r.paid_bank_yen)::bigint,
        sum(r.lapsed_yen)::bigint
    from ({ROWS}) r join coupons_coupon c on c.scheme_id = %(scheme)s and c.inquiry_no = r.inquiry_no
    join coupons_issuer i on i.id = c.issuer_id
    where r.owed_yen > 0 and (%(prefecture)s = '' or r.prefecture = %(prefecture)s) group by 1, 2, 3 order by 1, 2
"""
PAYMENTS = """
    select c.prefecture, c.inquiry_no, coalesce(x.ground, ''), i.cause, p.method, i.amount_yen, p.id,
        coalesce(o.settled_at, l.outcome_at), o.brand, coalesce(o.provider_ref, o.request_key::text),
        b.number, l.line_no, b.transfer_on, p.amount_yen
    from payouts_payout p join payouts_payoutitem i on i.payout_id = p.id
    join coupons_coupon c on c.id = i.coupon_id
    left join coupons_extension x on x.coupon_id = c.id
    left join payouts_pointorder o on o.payout_id = p.id and o.state = 'issued'
    left join payouts_refundline l on l.payout_id = p.id and l.excluded_at is null
    left join payouts_refundbatch b on b.id = l.batch_id
    where p.scheme_id = %(scheme)s and p.state = 'paid' and (%(prefecture)s = '' or c.prefecture = %(prefecture)s)
    order by c.prefecture, p.id, c.inquiry_no
"""
LEFT = f"""
    select prefecture, inquiry_no, ground, path, owed_yen, lapsed_yen, case when lapsed_yen = 0 then 0 else (
        select coalesce(sum(e.amount_yen), 0)::bigint
        from payouts_entitlement e join coupons_coupon c on c.id = e.coupon_id
        where c.scheme_id = %(scheme)s and c.inquiry_no = r.inquiry_no and e.lapsed_at is not null
            and {IS_UNDELIVERABLE}
    ) end, returned_yen, late_yen
    from ({ROWS}) r where (lapsed_yen <> 0 or returned_yen <> 0 or late_yen <> 0) and {OF_PREFECTURE}
    order by prefecture, inquiry_no
"""
TRANSFERS = """
    select prefecture, count(*) from (
        select distinct on (p.id) c.prefecture
        from payouts_payout p join payouts_payoutitem i on i.payout_id = p.id
        join coupons_coupon c on c.id = i.coupon_id
        where p.scheme_id = %(scheme)s and p.state = 'paid' and p.method = 'refund' order by p.id, i.id
    ) t where (%(prefecture)s = '' or prefecture = %(prefecture)s) group by 1 order by 1
"""


def yen(heading: str) -> Column:
    return Column(heading, Kind.YEN, 14, is_totalled=True)


def count(heading: str) -> Column:
    return Column(heading, Kind.COUNT, 10, is_totalled=True)


GROUND_COLUMNS = (
    *(Column("都道府県"), Column("補償の根拠"), Column("受け取り方"), count("クーポン"), yen("補償額")),
    *(yen("ポイントで支払"), yen("振込で支払"), yen("まだ届いていない額"), yen("期限切れ"), yen("後から分かった差")),
)
ISSUER_COLUMNS = (
    *(Column("都道府県"), Column("発行店番号"), Column("発行店名", width=30), count("クーポン"), yen("補償額")),
    *(yen("支払済"), yen("期限切れ")),
)
PAYMENT_COLUMNS = (
    *(Column("都道府県"), Column("お問合せ番号", width=20), Column("補償の根拠"), Column("額の決まり方")),
    *(Column("方法"), yen("金額"), Column("支払番号"), Column("届いた日時", Kind.TIME, 18), Column("ポイントの種類")),
    *(Column("発行会社の番号", width=38), Column("振込データ番号"), Column("行"), Column("振込日", Kind.DAY)),
    Column("この支払の合計", Kind.YEN),
)
LEFT_COLUMNS = (
    *(Column("都道府県"), Column("お問合せ番号", width=20), Column("補償の根拠"), Column("受け取り方"), yen("補償額")),
    *(yen("期限切れ"), yen("うち口座が分からず終了"), yen("組戻し"), yen("後から分かった差")),
)
FEE_COLUMNS = (Column("都道府県"), count("振込件数"), Column("1件の手数料", Kind.YEN), yen("手数料"))
CAUSES = {"ledger": "台帳の残額", "decision": "決定（2名）"}


def write_accounts(
    out: BinaryIO, *, scheme: Scheme, at: datetime, prefecture: str = "", fee_yen: int = 0
) -> list[Written]:
    """Write the accounts as xlsx: by ground, by issuer, every payment, what lapsed or differs, fees of transfers.

    `prefecture`: its code, or '' for all. `fee_yen`: what one bank transfer costs; one that is for several prefectures
    counts for that of its first coupon.
    """
    parameters = {"scheme": scheme.pk, "usable_until": scheme.usable_until, "at": at, "prefecture": prefecture}
    with _one_moment() as line:

        def rows(sql: str) -> Iterator[tuple]:
            with line.chunked_cursor() as cursor:
                cursor.execute(sql, parameters)
                while some := cursor.fetchmany(CHUNK):
                    yield from some

        return write(
            out,
            Sheet("総括", GROUND_COLUMNS, map(_ground_row, rows(BY_GROUND))),
            Sheet("発行店別", ISSUER_COLUMNS, map(_named, rows(BY_ISSUER))),
            Sheet("支払の明細", PAYMENT_COLUMNS, map(_payment_row, rows(PAYMENTS))),
            Sheet("期限切れ・組戻し・差", LEFT_COLUMNS, map(_left_row, rows(LEFT))),
            Sheet("振込手数料", FEE_COLUMNS, (_fee_row(row, fee_yen) for row in rows(TRANSFERS))),
        )


@contextmanager
def _one_moment() -> Iterator[BaseDatabaseWrapper]:
    """A second connection on which every query sees the same rows, and changes none."""
    line = connection.copy()
    try:
        line.set_autocommit(False)
        with line.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        yield line
    finally:
        line.close()


def _named(row: tuple) -> list[Any]:
    return [str(PREFECTURES[row[0]]), *row[1:]]


def _ground_row(row: tuple) -> list[Any]:
    prefecture, ground, path, *rest = row
    return [str(PREFECTURES[prefecture]), GROUNDS.get(ground, "―"), PATHS[path], *rest]


def _payment_row(row: tuple) -> list[Any]:
    prefecture, number, ground, cause, method, amount, payout, at, brand, ref, batch, line_no, day, whole = row
    return [
        *(str(PREFECTURES[prefecture]), number, GROUNDS.get(ground, "―"), CAUSES[cause], Method(method).label, amount),
        *(payout, at, Brand(brand).label if brand else "", ref if brand else "", batch, line_no, day, whole),
    ]


def _left_row(row: tuple) -> list[Any]:
    prefecture, number, ground, path, *rest = row
    return [str(PREFECTURES[prefecture]), number, GROUNDS.get(ground, "―"), PATHS[path], *rest]


def _fee_row(row: tuple, fee_yen: int) -> list[Any]:
    prefecture, transfers = row
    return [str(PREFECTURES[prefecture]), transfers, fee_yen, transfers * fee_yen]
