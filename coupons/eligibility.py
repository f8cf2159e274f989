"""Case (A): which coupons are extended without anybody asking (notice 1.A, 2.A1).

The rule is its conditions and nothing else: the set of covered coupons is their AND, and `explain` asks the same
conditions of one coupon.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, QuerySet

from config import clock
from coupons import changes
from coupons.balances import balance_before
from coupons.models import Change, Coupon, Entry, Extension, Scheme
from trail import duties
from trail.record import record

RULE = "A/2023-03-13"


@dataclass(frozen=True)
class Condition:
    """One condition of case (A): a test on coupons (see `_facts`), and what to say where it holds or fails."""

    name: str
    holds: Q
    met: str
    unmet: str
    clause: str


CONDITIONS = (
    Condition(
        name="expiry_is_the_affected_one",
        holds=Q(expires_at=F("scheme__affected_expires_at")),
        met="もとの有効期限は、障害の日の23:59です。",
        unmet="もとの有効期限が、障害の日の23:59ではありません。",
        clause="notice 1.A、question 2",
    ),
    Condition(
        name="a_yen_was_left_after_the_first_extension",
        holds=Q(left_after_first_extension__gte=1),
        met="最初の延長が終わったとき、残額がありました。",
        unmet="最初の延長が終わったとき、残額がありませんでした。",
        clause="notice 1.A",
    ),
)
CASE_A = Q()
for _condition in CONDITIONS:
    CASE_A &= _condition.holds


@dataclass(frozen=True)
class Finding:
    """What one condition says of one coupon."""

    condition: Condition
    holds: bool


def covered_by_a(scheme: Scheme) -> QuerySet[Coupon]:
    """The coupons of `scheme` for which every condition holds."""
    return _facts(scheme).filter(CASE_A)


def explain(coupon: Coupon) -> list[Finding]:
    """Each condition of case (A) and whether it holds for `coupon`, in the order of the notice."""
    answers = {c.name: ExpressionWrapper(c.holds, output_field=BooleanField()) for c in CONDITIONS}
    row = _facts(coupon.scheme).filter(pk=coupon.pk).annotate(**answers).values(*answers).get()
    return [Finding(condition, row[condition.name]) for condition in CONDITIONS]


def extend(scheme: Scheme, at: datetime | None = None) -> int:
    """Extend every coupon of case (A) that is not yet, and take back what a late file has proved wrong.

    Due from the end of the first extension on; any number of times. Returns how many extensions came or went.
    """
    at = at or clock.now()
    if at < scheme.first_extension_until:
        return 0
    with transaction.atomic():
        duties.alone("extend", scheme.pk)
        made, gone = _make_missing(scheme, at), _take_back(scheme, at)
        if made or gone:
            record("extended", who="duty:extend", about=scheme, rule=RULE, made=made, taken_back=gone)
        return made + gone


def no_longer_holding(scheme: Scheme) -> QuerySet[Extension]:
    """Extensions of case (A) that a late file proved wrong after regionPAY was told: they stay, and are listed."""
    return Extension.objects.filter(scheme=scheme, ground=Extension.Ground.A).exclude(
        coupon__in=covered_by_a(scheme).values("pk")
    )


def _facts(scheme: Scheme) -> QuerySet[Coupon]:
    return Coupon.objects.filter(scheme=scheme).annotate(
        left_after_first_extension=balance_before(OuterRef("scheme__first_extension_until"))
    )


def _make_missing(scheme: Scheme, at: datetime) -> int:
    missing, parameters = (
        covered_by_a(scheme).filter(extension=None).order_by("pk").values_list("pk").query.sql_with_params()
    )
    return _count(
        f"""
        with made as (
            insert into coupons_extension (scheme_id, coupon_id, ground, until, rule, made_at)
            select %s, missing.id, 'A', %s, %s, %s from ({missing}) as missing (id)
            on conflict (coupon_id) do nothing
            returning scheme_id, coupon_id, until, made_at
        )
        insert into coupons_change (scheme_id, key, kind, coupon_id, until, made_at)
        select scheme_id, 'HOSHO-E' || coupon_id, 'extension', coupon_id, until, made_at from made
        on conflict (key) do nothing
        """,
        [scheme.pk, scheme.usable_until, RULE, at, *parameters],
    )


def _take_back(scheme: Scheme, at: datetime) -> int:
    """Remove (A) extensions that no longer hold, with their Changes, while regionPAY was not told of them.

    A file that nobody has downloaded yet is set aside for it. A coupon that was restored meanwhile stays covered: the
    decision found it covered and made no extension of its own.
    """
    changes.one_after_another(scheme)
    told = Change.objects.filter(kind=Change.Kind.EXTENSION, told_at__isnull=False).values("coupon")
    restored = Entry.objects.filter(kind=Entry.Kind.REINSTATEMENT).values("coupon")
    wrong = no_longer_holding(scheme).exclude(coupon__in=restored)
    in_a_file = Change.objects.filter(kind=Change.Kind.EXTENSION, told_at=None, file__isnull=False)
    changes.set_aside(in_a_file.filter(coupon__in=wrong.values("coupon")), who="duty:extend", at=at)
    gone, parameters = wrong.exclude(coupon__in=told).values_list("pk").query.sql_with_params()
    return _count(
        f"""
        with gone as (delete from coupons_extension where id in ({gone}) returning coupon_id)
        delete from coupons_change c using gone where c.coupon_id = gone.coupon_id and c.kind = 'extension'
        """,
        parameters,
    )


def _count(sql: str, parameters: list | tuple) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount
