"""梅 and 桜, the shop, and who decides."""

from collections.abc import Iterable
from datetime import date

from claims import confirming, incident_deciding
from claims.doubtful import doubtful
from claims.models import Incident, IncidentDecision
from config import clock
from coupons.models import Coupon, Entry
from tests.makers import coupon, hanako, incident, japan, pay, regionpay, shop_says, staff

TAKEN, ANSWERED = "2023-03-10 11:00", "2023-03-11 11:00"
MARCH, APRIL = "2023-03-12 10:00", "2023-04-03 10:00"
OWN_NUMBER = "09022220008"
TO_THE_CALLER = {"email": "", "deliver_by": "sms", "deliver_to": OWN_NUMBER}


def ume(**more) -> Coupon:
    """3,000 yen: 1,000 spent at noon, 1,000 deducted at 18:00 though 梅 paid cash; 1,000 left. Not of case (A)."""
    made = coupon(**{"last_minute": "2023-02-25 23:59"} | more)
    pay(made, 1000, "2023-02-24 12:10")
    pay(made, 1000, "2023-02-24 18:00")
    return made


def sakura(**more) -> Coupon:
    """3,000 yen: 桜 pressed three times for 500 yen, within half a minute; 1,500 left. Not of case (A)."""
    made = coupon(**{"last_minute": "2023-02-25 23:59"} | more)
    for second in ("02:11", "02:20", "02:37"):
        pay(made, 500, f"2023-02-24 18:{second}")
    return made


def reported(on: Coupon, kind: str, **more) -> Incident:
    """As the clerk took it: of 梅 with the sum she named."""
    stated = {"stated_yen": 1000} if kind == "cash_and_deducted" else {}
    return incident(on, kind=kind, **stated | more)


def shop_is_silent(of: Incident) -> Incident:
    """Three attempts on three days, as a clerk notes them; then a supervisor decides on regionPAY's records."""
    for day in ("10", "13", "14"):
        given = {"by": staff("clerk"), "next_on": date(2023, 3, 15), "at": japan(f"2023-03-{day} 15:00")}
        confirming.not_reached(store_id=of.store_id, **given)
    given = {"evidence": "同額の決済が3件", "by": staff("supervisor"), "at": japan("2023-03-14 16:00")}
    confirming.decide_on_records(incident_id=of.pk, **given)
    of.refresh_from_db()
    return of


def shop_answers(of: Incident, says: str) -> Incident:
    """On the telephone: `agrees` or `differs`."""
    answer = confirming.Answer(of.pk, says, store_yen=1000, evidence="レジの控え")
    given = {"person": "店長 山城", "by": staff("clerk"), "at": japan("2023-03-11 11:00")}
    confirming.record_call(store_id=of.store_id, answers=[answer], **given)
    of.refresh_from_db()
    return of


def proposed(of: Incident) -> dict[int, int]:
    return {one.payment.pk: one.left_yen for one in doubtful(of) if one.is_proposed}


def seen(of: Incident) -> str:
    """What a page made just now sends along with its forms."""
    return incident_deciding.version(Incident.objects.get(pk=of.pk))


def decided(of: Incident, at: str = MARCH, by: str = "reviewer", **more) -> IncidentDecision:
    """The proposal is taken as it is."""
    given = {"choices": proposed(of), "reason": "店の記録と一致", "seen": seen(of), "at": japan(at), "by": staff(by)}
    return incident_deciding.decide(incident_id=of.pk, **given | more)


def approved(of: Incident, at: str = MARCH, **more) -> Incident:
    """Decided, and approved by a second person where that takes two."""
    made = decided(of, at, **more)
    if made.state == "waiting":
        incident_deciding.approve(decision_id=made.pk, by=staff("approver"), seen=seen(of), at=japan(at))
    of.refresh_from_db()
    return of


def balance(on: Coupon) -> int:
    return sum(Entry.objects.filter(coupon=on).values_list("amount_yen", flat=True))


def kinds(on: Coupon) -> Iterable[str]:
    return list(Entry.objects.filter(coupon=on).order_by("pk").values_list("kind", flat=True))


def now_is(at: str) -> None:
    clock.move_to(japan(at))


def given_back() -> Incident:
    """桜 in the app, approved; it is 12 March."""
    of = approved(shop_says(reported(sakura(member=hanako(regionpay())), "paid_twice")))
    now_is("2023-03-12 12:00")
    return of


def approve(made: IncidentDecision, by: str, **more) -> IncidentDecision:
    given = {"seen": seen(made.incident), "at": japan(MARCH)} | more
    return incident_deciding.approve(decision_id=made.pk, by=staff(by), **given)


def of_a_colleague(**more) -> Incident:
    """桜's paper coupon: the clerk took the call, and the shop agrees. 1,000 yen."""
    return of_a_colleague_on(sakura(**more))


def of_a_colleague_on(on) -> Incident:
    return shop_says(reported(on, "paid_twice"))
