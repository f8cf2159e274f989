"""An issuer's file of codes, matched with our orders by key: every row is right, or nothing of the file is taken.

Faults are told by line and column and never repeat a code. The same file once more changes nothing. That a code is not
given waits for a second person; a code that comes for a refused order is kept apart.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from psycopg.errors import UniqueViolation

from config import clock
from coupons.loading.report import Finding
from coupons.sheets.opening import Limits
from coupons.sheets.reading import read
from payouts.brands import BrandCard, cards
from payouts.codes import mark_of, sealed_for_order, sealed_for_stock
from payouts.issuers import outcomes, refusing
from payouts.issuers.file_rows import HEADINGS, Line, repeated, understood
from payouts.issuers.lists import A_LIST
from payouts.models import Payout, PointCode, PointOrder, QuarantinedAnswer, Way
from trail.models import AuditEvent
from trail.record import record

LIMITS = Limits(rows=A_LIST)
Why, State = QuarantinedAnswer.Why, PointOrder.State
NOT_LISTED = ("key", "この申込番号は、どの注文リストにもありません。")
STOPPED = ("key", "この制度の支払は、いま止まっています。再開してから取り込んでください。")
AT_THIS_MOMENT = ("", "同じ番号が、いま別のファイルで取り込まれました。もう一度取り込むと、どの行かが分かります。")
HAS_ITS_CODE = ("refused", "この申込には、番号がもう入っています。")
WORDS = {
    Why.AMOUNT: ("amount", "申込の金額とちがいます。"),
    Why.BRAND: ("brand", "申込の種類とちがいます。"),
    Why.EXPIRY: ("expires_on", "有効期限が早すぎます。"),
    Why.KNOWN: ("code", "前に届いた番号です。"),
    Why.SECOND: ("code", "この申込には、別の番号がもう入っています。"),
}


class FileRefused(Exception):
    """Nothing of the file was taken; `findings` say at which line and column why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__("nothing was taken")
        self.findings = sorted(findings, key=lambda finding: finding.line)


@dataclass(frozen=True)
class Taken:
    """What a file changed: orders that got their code; what waits for a second person, because the file says that the
    code is not given; codes kept apart, because their order was refused; and how many rows were known already.
    """

    issued: int
    asked: int
    apart: int
    known: int


def take(*, data: bytes, name: str, who: str, at: datetime | None = None) -> Taken:
    """Take in an issuer's file (CSV or xlsx). Raises FileRefused, coupons.sheets.opening.Unreadable."""
    at = at or clock.now()
    table = read(data, HEADINGS, LIMITS)
    lines, faulty = understood(table.rows)
    try:
        with transaction.atomic():
            orders = _locked([line.key for line in lines])
            known = _known([line for line in lines if line.answer])
            findings = [*table.faults, *faulty, *repeated(lines), *_unfit(lines, orders, known, at)]
            if findings:
                raise FileRefused(findings)
            taken = _take([(line, orders[line.key]) for line in lines], known, name, who, at)
            record("codes delivered", who=who, about="payouts.pointcode", file=name, **asdict(taken))
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise FileRefused([Finding(1, *AT_THIS_MOMENT)]) from error
    return taken


def _take(pairs: list[tuple[Line, PointOrder]], known: dict, name: str, who: str, at: datetime) -> Taken:
    new = [(line, order) for line, order in pairs if order.state in outcomes.LIVE]
    given = [(line, order) for line, order in new if line.answer]
    _issue(given, at)
    said = [refusing.Said(order, line.refused) for line, order in new if line.answer is None]
    asked = refusing.ask_by_file(said, file=name, who=who, at=at)
    new_to_it = [(line, order) for line, order in pairs if line.answer and order.pk not in known.get(_mark(line), ())]
    late = [(line, order) for line, order in new_to_it if _is_late(line, order)]
    for line, order in late:
        outcomes.keep_apart(order, line.answer, Why.LATE, at)
    return Taken(len(given), asked, len(late), len(pairs) - len(given) - asked - len(late))


def _is_late(line: Line, order: PointOrder) -> bool:
    return line.answer is not None and order.state == State.REFUSED


def _locked(keys: list[UUID]) -> dict[UUID, PointOrder]:
    """The orders with these keys and their payouts, locked as everywhere: the payouts first, by id."""
    wanted = PointOrder.objects.filter(request_key__in=keys)
    payouts = Payout.objects.filter(pk__in=wanted.values("payout")).select_related("scheme").order_by("pk")
    by_id = {payout.pk: payout for payout in payouts.select_for_update(of=("self",), no_key=True)}
    orders = {}
    for order in wanted.order_by("pk").select_for_update(of=("self",), no_key=True):
        order.payout = by_id[order.payout_id]
        orders[order.request_key] = order
    return orders


def _unfit(lines: list[Line], orders: dict[UUID, PointOrder], known: dict, at: datetime) -> list[Finding]:
    """What the file says that our orders do not."""
    schemes = {order.payout.scheme for order in orders.values()}
    as_set = {(scheme.pk, card.brand): card for scheme in schemes for card in cards(scheme)}
    found = [(line, _fault(line, orders.get(line.key), as_set, known, at)) for line in lines]
    return [Finding(line.line, *fault) for line, fault in found if fault]


def _fault(line: Line, order: PointOrder | None, as_set: dict, known: dict, at: datetime) -> tuple[str, str] | None:
    """The column and the words of what is wrong with a line."""
    if order is None or order.way != Way.LIST or order.order_list_id is None:
        return NOT_LISTED
    if order.state in outcomes.LIVE and order.payout.scheme.stopped_at:
        return STOPPED
    if line.answer is None:
        return HAS_ITS_CODE if order.state == State.ISSUED else None
    is_its_own = known.get(_mark(line), set()) <= {order.pk}
    if _is_late(line, order) or (order.state == State.ISSUED and is_its_own and _mark(line) in known):
        return None
    card: BrandCard = as_set[order.payout.scheme_id, order.brand]
    why = outcomes.misfit(order, line.answer, card, at)
    if why is None and not is_its_own:
        why = Why.KNOWN
    return WORDS[why] if why else None


def _known(lines: list[Line]) -> dict[bytes, set[int | None]]:
    """The codes of the file that came before, by their mark, with the orders they came for (None: in stock)."""
    marks = [_mark(line) for line in lines]
    stored = PointCode.objects.filter(code_fingerprint__in=marks).values_list("code_fingerprint", "order")
    apart = QuarantinedAnswer.objects.filter(code_fingerprint__in=marks).values_list("code_fingerprint", "order")
    known = defaultdict(set)
    for mark, order in [*apart, *stored]:
        known[bytes(mark)].add(order)
    return known


def _mark(line: Line) -> bytes:
    return mark_of(line.answer.brand, line.answer.code)


# Together, because ten thousand one by one would hold their locks for a minute.
ISSUE = """
    update payouts_pointorder o set
        state = 'issued', settled_at = %(at)s, code_sealed = n.sealed, code_expires_on = n.expires_on
    from unnest(%(ids)s::bigint[], %(sealed)s::bytea[], %(expire)s::date[]) as n (id, sealed, expires_on)
    where o.id = n.id
"""


def _issue(pairs: list[tuple[Line, PointOrder]], at: datetime) -> None:
    """Each order gets its code; with that its payout is paid."""
    PointCode.objects.bulk_create([_stored(line.answer, order, at) for line, order in pairs], batch_size=2_000)
    parameters = {
        "at": at,
        "ids": [order.pk for _, order in pairs],
        "sealed": [sealed_for_order(line.answer.code, order.pk) for line, order in pairs],
        "expire": [line.answer.expires_on for line, _ in pairs],
    }
    with connection.cursor() as cursor:
        cursor.execute(ISSUE, parameters)
    Payout.objects.filter(pk__in=[order.payout_id for _, order in pairs]).update(state=Payout.State.PAID)
    AuditEvent.objects.bulk_create([_noted(order) for _, order in pairs], batch_size=2_000)


def _stored(answer, order: PointOrder, at: datetime) -> PointCode:
    mark = mark_of(answer.brand, answer.code)
    return PointCode(
        brand=answer.brand,
        face_value_yen=answer.amount_yen,
        code_sealed=sealed_for_stock(answer.code, mark),
        code_fingerprint=mark,
        expires_on=answer.expires_on,
        loaded_at=at,
        order=order,
    )


def _noted(order: PointOrder) -> AuditEvent:
    detail = {"brand": order.brand, "amount_yen": order.payout.amount_yen}
    return AuditEvent(who=outcomes.WHO, action="issued", about=f"payouts.payout/{order.payout_id}", detail=detail)
