"""Saying what a cancellation that names no payment belongs to, where we gave a payment of the coupon back (case 29).

Two persons say it, whatever it is: an answer stands for ever, and each moves yen. If it is of what we gave back, that
is reversed, because the shop's own cancellation stands: the payment is given back once; where the yen are out already,
used in shops or on a payout, it is reversed all the same. If it is of something else, both are paid. It stands here
because the reversal does (payouts/incident_undoing.py).
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from claims.doubtful import given_back
from claims.models import Incident, IncidentPayment
from config import clock
from coupons.models import CancellationAnswer, CancellationOpinion, Coupon, Entry, Scheme
from coupons.reinstatement import MoreThanTaken
from payouts import entitlements, incident_undoing
from trail import persons
from trail.record import record


class NotInQuestion(Exception):
    """Somebody has said it already, or nothing of the coupon is given back any more."""


class NotItsPayment(Exception):
    """A payment that is not one of the coupon's."""


class SaidAlready(Exception):
    """One has said so oneself, and another is to say the same."""


class NoReason(Exception):
    """What it belongs to is said with what shows it."""


def in_question(scheme: Scheme) -> QuerySet[Entry]:
    """The cancellations that wait for a person, the oldest first."""
    entries = Entry.objects.filter(pk__in=_ids(scheme)).select_related("coupon__scheme", "store")
    return entries.order_by("occurred_at", "pk")


def opinions(cancelled: Entry) -> list[CancellationOpinion]:
    """What each person has said of it last, the first first, as long as the coupon's ledger is what it was then."""
    said = {one.who: one for one in _said(cancelled).order_by("pk")}
    return sorted(said.values(), key=lambda one: one.pk)


def settle(
    *, entry_id: int, payment_id: int | None, why: str, by: User, at: datetime | None = None
) -> CancellationAnswer | CancellationOpinion:
    """The cancellation belongs to `payment_id`, or (None) to no payment that was given back: an opinion, until another
    person says the same. Then what reports of (B) gave back of that payment beyond what it took is reversed; where
    nothing is, both stand and will be paid.

    Raises NotInQuestion, NotItsPayment, NoReason, SaidAlready, MoreThanTaken, leases.WithAColleague.
    """
    at = at or clock.now()
    if not why.strip():
        raise NoReason
    with transaction.atomic():
        cancelled = Entry.objects.select_related("scheme").get(pk=entry_id)
        entitlements.lock(cancelled.scheme_id)
        Coupon.objects.select_for_update(of=("self",), no_key=True).get(pk=cancelled.coupon_id)
        if entry_id not in _ids(cancelled.scheme):
            raise NotInQuestion
        payment = _payment_of(cancelled, payment_id) if payment_id is not None else None
        said = {"entry": cancelled, "payment": payment, "why": why.strip(), "who": by.get_username(), "at": at}
        first = next((one for one in opinions(cancelled) if _seconds(one, payment_id, by)), None)
        if first is None:
            return _noted(said)
        if payment:
            _make_room(cancelled, payment, why, by, at)
        return _answered(said, first.who)


def _seconds(one: CancellationOpinion, payment_id: int | None, by: User) -> bool:
    return one.payment_id == payment_id and not persons.are_one(one.who, by.get_username())


def _said(cancelled: Entry) -> QuerySet[CancellationOpinion]:
    rows = CancellationOpinion.objects.filter(entry=cancelled, newest_entry=_newest(cancelled))
    return rows.select_related("payment__store")


def _newest(cancelled: Entry) -> Entry:
    return Entry.objects.filter(coupon=cancelled.coupon_id).latest("pk")


def _ids(scheme: Scheme) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("select entry_id from cancellation_in_question where scheme_id = %s", [scheme.pk])
        return [pk for (pk,) in cursor.fetchall()]


def _payment_of(cancelled: Entry, payment_id: int) -> Entry:
    payment = Entry.objects.filter(pk=payment_id, coupon=cancelled.coupon_id, kind=Entry.Kind.PAYMENT).first()
    if payment is None:
        raise NotItsPayment
    return payment


def _make_room(cancelled: Entry, payment: Entry, why: str, by: User, at: datetime) -> None:
    """What reports gave back of the payment gives way, the latest first, until the cancellation has room."""
    reports = Incident.objects.filter(payments__payment=payment, payments__reversal=None)
    for report in list(reports.distinct().order_by("-pk")):
        too_much = given_back([payment.pk])[payment.pk] + cancelled.amount_yen + payment.amount_yen
        if too_much <= 0:
            break
        incident_undoing.give_way(incident_id=report.pk, payment_id=payment.pk, yen=too_much, why=why, by=by, at=at)


def takes_back(opinion: CancellationOpinion) -> bool:
    """Whether it is of a payment that we gave back, and there is no room for both: then ours gives way."""
    of, back = opinion.payment, _given_back_by_reports(opinion.payment_id)
    return bool(back) and given_back([of.pk])[of.pk] + opinion.entry.amount_yen > -of.amount_yen


def _given_back_by_reports(payment_id: int | None) -> int:
    standing = IncidentPayment.objects.filter(payment=payment_id, reversal=None)
    return standing.aggregate(yen=Coalesce(Sum("amount_yen"), 0))["yen"]


def _noted(said: dict) -> CancellationOpinion:
    """Raises SaidAlready, MoreThanTaken."""
    cancelled, payment = said["entry"], said["payment"]
    if any(one.who == said["who"] and one.payment == payment for one in opinions(cancelled)):
        raise SaidAlready
    if payment:
        by_shops = given_back([payment.pk])[payment.pk] - _given_back_by_reports(payment.pk)
        if by_shops + cancelled.amount_yen > -payment.amount_yen:
            raise MoreThanTaken
    opinion = CancellationOpinion.objects.create(**said, newest_entry=_newest(cancelled))
    record("opinion on a cancellation", who=said["who"], about=cancelled, payment=payment and payment.pk)
    return opinion


def _answered(said: dict, first_who: str) -> CancellationAnswer:
    try:
        with transaction.atomic():
            answer = CancellationAnswer.objects.create(**said, first_who=first_who)
    except IntegrityError as refusal:
        if refusal.__cause__.diag.constraint_name == "no_more_is_given_back_than_was_taken":
            raise MoreThanTaken from refusal
        raise
    payment = said["payment"] and said["payment"].pk
    record("cancellation settled", who=said["who"], about=said["entry"], payment=payment)  # why: on the answer
    return answer
