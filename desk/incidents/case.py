"""An incident as a reviewer sees it: what was reported beside the records, the payments in question, who is paid."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Sum

from claims import incident_claims, incident_deciding, incident_telling
from claims.doubtful import Doubtful, beside, doubtful
from claims.incident_asking_again import ANSWERED
from claims.incident_reopening import ENDED
from claims.models import Claim, Incident, IncidentDecision, StoreAttempt, StoreConfirmation
from claims.normalise import phone_shown
from config import clock
from config.clock import JAPAN
from config.dates import day, last_minute, minute
from coupons.doubles import Double
from coupons.models import Coupon, Entry
from coupons.prefectures import PREFECTURES
from desk.call import masked
from desk.review.case import Compared
from notifications.templatetags.wording import grouped
from payouts.models import PayoutItem
from trail.models import AuditEvent
from trail.words import word

HISTORY = 30
WHY_NOBODY = (
    "申請がなく、ご案内できるアプリの会員（メールか携帯電話の登録がある方）も、届け先もありません。"
    "お客様に届け先を伺い、連絡先に入力してから認定してください。"
)


@dataclass(frozen=True)
class Shown:
    """A payment as a line; `yen` of it were or are to be given back."""

    payment: Entry
    yen: int = 0

    @property
    def when(self) -> str:
        """With its second: where it was pressed twice, that is what matters."""
        return f"{minute(self.payment.occurred_at)}:{self.payment.occurred_at.astimezone(JAPAN):%S}"

    @property
    def shop(self) -> str:
        return self.payment.store.name if self.payment.store else "（店舗の記録なし）"

    @property
    def taken_yen(self) -> int:
        return -self.payment.amount_yen

    @property
    def number_ends(self) -> str:
        return self.payment.coupon.inquiry_no[-4:]


@dataclass(frozen=True)
class IncidentCase:
    """One incident. `asked`: what waits for a second person; `standing`: what it gave back and was not undone."""

    incident: Incident
    seen: str
    facts: list[Compared]
    payments: list[Doubtful]
    beside: list[tuple[Double, list[Shown]]]
    balance_yen: int
    confirmation: StoreConfirmation | None
    attempts: list[StoreAttempt]
    waiting: IncidentDecision | None
    asked: list[Shown]
    standing: list[Shown]
    payee: str
    decided: list[IncidentDecision]
    history: list[str]

    @property
    def why_two(self) -> list[str]:
        return [IncidentDecision.Why(why).label for why in self.waiting.why_two] if self.waiting else []

    @property
    def balance_after(self) -> int:
        return self.balance_yen + (self.waiting.total_yen if self.waiting else 0)

    @property
    def is_undecided(self) -> bool:
        return self.incident.state in Incident.UNDECIDED

    @property
    def waits_for_the_shop(self) -> bool:
        return not self.is_inquiry and self.incident.state in (Incident.State.OPEN, Incident.State.CONFIRMING)

    @property
    def may_be_asked_again(self) -> bool:
        return self.waiting is None and self.incident.state in ANSWERED

    @property
    def may_be_reopened(self) -> bool:
        return self.incident.state in ENDED and clock.now() < self.incident.scheme.receive_until

    @property
    def is_inquiry(self) -> bool:
        return self.incident.kind == Incident.Kind.OTHER

    @property
    def may_be_approved(self) -> bool:
        """As far as one can see: claims/incident_deciding.py has the last word, under its locks."""
        ready = self.incident.state == Incident.State.CONFIRMED or (self.is_inquiry and self.is_undecided)
        return ready and self.waiting is None and bool(self.payments)


def case(incident: Incident, *, shows_numbers: bool) -> IncidentCase:
    """Everything about one incident; inquiry numbers whole or masked (question 16). Reads, and changes nothing."""
    waiting = incident.decisions.select_related("made_by").filter(state=IncidentDecision.State.WAITING).first()
    confirmation = StoreConfirmation.objects.select_related("settled_by").filter(incident=incident).first()
    attempts = confirmation.attempts.select_related("clerk", "store").order_by("at", "pk") if confirmation else []
    standing = incident.payments.filter(reversal=None).select_related("payment__store").order_by("pk")
    return IncidentCase(
        incident=incident,
        seen=incident_deciding.version(incident),
        facts=_compared(incident, grouped if shows_numbers else masked.number),
        payments=doubtful(incident),
        beside=[(double, [Shown(entry) for entry in entries]) for double, entries in beside(incident)],
        balance_yen=balance(incident.coupon),
        confirmation=confirmation,
        attempts=list(attempts),
        waiting=waiting,
        asked=_asked(waiting) if waiting else [],
        standing=[Shown(one.payment, one.amount_yen) for one in standing],
        payee=payee_words(incident),
        decided=_decided(incident),
        history=_history(incident),
    )


def _decided(incident: Incident) -> list[IncidentDecision]:
    """What was decided before, with what each of the persons gave as the reason; the newest first."""
    people = ("made_by", "settled_by", "undone_by")
    rows = incident.decisions.exclude(state=IncidentDecision.State.WAITING).select_related(*people)
    return list(rows.order_by("-pk"))


def _asked(waiting: IncidentDecision) -> list[Shown]:
    payments = Entry.objects.select_related("store").in_bulk([choice["payment"] for choice in waiting.choices])
    return [Shown(payments[choice["payment"]], choice["yen"]) for choice in waiting.choices]


def balance(coupon: Coupon | None) -> int:
    return Entry.objects.filter(coupon=coupon).aggregate(yen=Sum("amount_yen"))["yen"] or 0 if coupon else 0


def payee_words(incident: Incident) -> str:
    """Who gets what is not used in shops."""
    if incident.coupon is None:
        return ""
    if not incident_claims.needs_a_claim(incident):
        to = {"member": "アプリの会員", "refund": "申請者（銀行振込）", "claim": "申請者"}
        elsewhere = "。届け先は、お申し出の連絡先とちがいます" if incident_claims.goes_elsewhere(incident) else ""
        return to[incident_telling.paid_to(incident)] + elsewhere
    channel, _to = incident_telling.where(incident)
    if channel == Claim.DeliverBy.CALL:
        return WHY_NOBODY
    return f"お申し出の方（認定と同時に申請を作ります。{Claim.DeliverBy(channel).label}）"


def contact(incident: Incident, *, is_clear: bool) -> list[tuple[str, str]]:
    """How the caller is reached, for those who work on it; masked for those who only look."""
    channel, to = incident_telling.where(incident)
    by = Claim.DeliverBy(channel).label
    if not is_clear:
        return [
            ("お名前", masked.name(incident.name)),
            ("折り返し", masked.phone(incident.phone)),
            ("ご案内", f"{by} {masked.contact(to)}"),
        ]
    kana = f"（{incident.name_kana}）" if incident.name_kana else ""
    return [
        ("お名前", f"{incident.name}{kana}"),
        ("折り返し", phone_shown(incident.phone)),
        ("ご案内", f"{by} {phone_shown(to) if to.isdecimal() else to}"),
    ]


def _compared(incident: Incident, number: Callable[[str], str]) -> list[Compared]:
    coupon, store = incident.coupon, incident.store
    expiry = day(incident.stated_expires_on) if incident.stated_expires_on else ""
    known = [
        Compared(
            "お問合せ番号",
            number(incident.stated_no),
            number(coupon.inquiry_no) if coupon else "記録にありません",
            (coupon is None or incident.stated_no != coupon.inquiry_no) if incident.stated_no else None,
        ),
        Compared("有効期限（もと）", expiry, last_minute(coupon.expires_at) if coupon else "", _differs(incident)),
        Compared(
            "都道府県",
            PREFECTURES[incident.prefecture],
            PREFECTURES[coupon.prefecture] if coupon else "",
            incident.prefecture != coupon.prefecture if coupon else None,
        ),
        Compared("利用店舗", incident.stated_store, store.name if store else "", None if store else True),
        Compared("支払った時刻（頃）", incident.paid_around, ""),
        Compared("金額", f"{incident.stated_yen:,}円" if incident.stated_yen else "", ""),
        Compared("お申し出の内容", incident.story, ""),
    ]
    return [fact for fact in known if fact.stated or fact.recorded]


def _differs(incident: Incident) -> bool | None:
    if incident.coupon is None or incident.stated_expires_on is None:
        return None
    return day(incident.stated_expires_on) not in last_minute(incident.coupon.expires_at)


def _history(incident: Incident) -> list[str]:
    events = AuditEvent.objects.filter(about=f"claims.incident/{incident.pk}").exclude(action="looked at")
    newest = list(events.order_by("-pk")[:HISTORY])
    return [f"{minute(event.at)}　{event.who}　{word(event.action)}" for event in reversed(newest)]


def is_on_a_payout(incident: Incident) -> bool:
    """A hint for the screen: undoing asks again, under the lock (payouts/incident_undoing.py)."""
    return PayoutItem.objects.filter(coupon=incident.coupon_id, payout__state__in=["open", "ordered", "paid"]).exists()
