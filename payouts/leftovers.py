"""What is left when a scheme ends: yen that lapsed, by prefecture, codes that nobody has looked at, and what the ledger
said too late (design 5).

Nothing here is written off: what heals upwards becomes an entitlement and a payout of its own, by the one formula, and
what heals downwards was paid as announced and is listed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from config import clock
from coupons.models import Scheme
from payouts import statement
from payouts.models import Brand
from payouts.unseen import IS_UNSEEN

LISTED = 500


@dataclass(frozen=True)
class Lapsed:
    """What lapsed in one prefecture."""

    prefecture: str
    coupons: int
    lapsed_yen: int


@dataclass(frozen=True)
class Unseen:
    """Codes of one brand that lie there unseen, and the last day of the first of them to end, if they end."""

    brand: Brand
    payouts: int
    yen: int
    first_ends_on: date | None


@dataclass(frozen=True)
class Late:
    """A coupon of which the ledger by now says more (or, below zero, less) than is owed."""

    coupon_id: int
    inquiry_no: str
    prefecture: str
    owed_yen: int
    late_yen: int


LAPSED = """
    select c.prefecture, count(distinct c.id), sum(e.amount_yen)
    from payouts_entitlement e join coupons_coupon c on c.id = e.coupon_id
    where e.scheme_id = %(scheme)s and e.lapsed_at is not null
    group by c.prefecture order by c.prefecture
"""
LATE = f"""
    select k.id, r.inquiry_no, r.prefecture, r.owed_yen, r.late_yen from ({statement.ROWS}) r
    join coupons_coupon k on k.scheme_id = %(scheme)s and k.inquiry_no = r.inquiry_no
    where r.late_yen <> 0 order by r.inquiry_no limit {LISTED}
"""


def lapsed_by_prefecture(scheme: Scheme) -> list[Lapsed]:
    """Only those where something lapsed."""
    with connection.cursor() as cursor:
        cursor.execute(LAPSED, {"scheme": scheme.pk})
        return [Lapsed(*row) for row in cursor.fetchall()]


UNSEEN = f"""
    select o.brand, count(*), sum(p.amount_yen), min(o.code_expires_on) from payouts_payout p
    join payouts_pointorder o on o.payout_id = p.id and o.state = 'issued'
    where p.scheme_id = %(scheme)s and {IS_UNSEEN} group by o.brand order by o.brand
"""


def never_seen(scheme: Scheme) -> list[Unseen]:
    """Codes at which nobody has looked: paid to the issuer, and of no use to their owners yet."""
    with connection.cursor() as cursor:
        cursor.execute(UNSEEN, {"scheme": scheme.pk})
        return [Unseen(Brand(brand), *sums) for brand, *sums in cursor.fetchall()]


def late_differences(scheme: Scheme, at: datetime | None = None) -> list[Late]:
    """The first five hundred; the sum of all is the statement's `late_yen`."""
    parameters = {"scheme": scheme.pk, "usable_until": scheme.usable_until, "at": at or clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(LATE, parameters)
        return [Late(*row) for row in cursor.fetchall()]
