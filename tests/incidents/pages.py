"""Case (B) in a browser: every page of it in every state, each for who works on it there; `sato` reviews."""

from collections.abc import Callable

from django.urls import reverse

from claims import leases
from claims.models import Incident, StoreAttempt
from payouts import unnamed_cancellations
from tests.desk_screens.people import in_the_app
from tests.incidents.people import approved, decided, proposed, reported, sakura, ume
from tests.makers import cancel_unnamed, hanako, incident, japan, line, pay, regionpay, shop_says, staff
from tests.matching.people import covered


def at(of: Incident) -> str:
    return reverse("desk_incident", args=[of.pk])


def member() -> dict:
    return {"member": hanako(regionpay())}


def taking() -> str:
    return reverse("desk_incident_take")


def taking_of_a_coupon() -> str:
    return f"{taking()}?coupon={in_the_app().pk}"


def empty_list() -> str:
    return reverse("desk_incidents")


def full_list() -> str:
    for of in (incident(None), reported(ume(**member()), "cash_and_deducted"), incident(sakura(), kind="other")):
        shop_says(of, "")
    return empty_list()


def unknown_coupon() -> str:
    return at(incident(None, stated_yen=1000, paid_around="18時ごろ", story="アプリを閉じたら二重になっていた"))


def confirming() -> str:
    of = shop_says(reported(sakura(**member()), "paid_twice"), "")
    attempt = {
        "store": of.store,
        "by": "phone",
        "outcome": "absent",
        "clerk": staff("clerk"),
        "at": japan("2023-03-10 15:00"),
    }
    StoreAttempt.objects.create(confirmation=of.confirmation, note="営業は10時から", **attempt)
    return at(of)


def to_decide() -> str:
    """桜's, beside another coupon of hers, with a payment after recovery."""
    who = member()
    on = sakura(**who)
    pay(on, 300, "2023-02-25 00:20")
    other = sakura(**who)
    line(covered())
    assert other
    return at(shop_says(reported(on, "paid_twice")))


def nobody_to_pay() -> str:
    return at(shop_says(reported(sakura(), "paid_twice", phone="0988880001")))


def waiting_for_another(by: str = "suzuki") -> str:
    of = shop_says(reported(sakura(**member()), "paid_twice"))
    payment = next(iter(proposed(of)))
    decided(of, choices={payment: 400}, by=by)
    return at(of)


def waiting_own() -> str:
    return waiting_for_another("sato")


def already_approved() -> str:
    return at(approved(shop_says(reported(sakura(**member()), "paid_twice"))))


def refuted() -> str:
    return at(shop_says(reported(sakura(), "paid_twice"), "differs"))


def inquiry() -> str:
    return at(incident(ume(**member()), kind="other", story="チャージできなかった"))


def cancellations_in_question() -> str:
    on = approved(shop_says(reported(sakura(**member()), "paid_twice"))).coupon
    cancel_unnamed(on, 500, "2023-03-20 10:00")
    return reverse("desk_cancellations")


def said_by_one() -> str:
    page = cancellations_in_question()
    cancelled = unnamed_cancellations.in_question(regionpay()).latest("pk")
    unnamed_cancellations.settle(entry_id=cancelled.pk, payment_id=None, why="店に電話で確認", by=staff("suzuki"))
    return page


def said_of_several_by_one() -> str:
    page = cancellations_in_question()
    cancelled = unnamed_cancellations.in_question(regionpay()).latest("pk")
    payments = cancelled.coupon.entries.filter(kind="payment").order_by("pk")[1:]
    shares = dict(zip((one.pk for one in payments), (300, 200), strict=True))
    given = {"payment_id": None, "shares": shares, "why": "店に電話で確認", "by": staff("suzuki")}
    unnamed_cancellations.settle(entry_id=cancelled.pk, **given)
    return page


def with_a_colleague() -> str:
    page = to_decide()
    leases.take(Incident.objects.latest("pk"), by=staff("suzuki"))
    return page


def my_own_case() -> str:
    page = to_decide()
    leases.take(Incident.objects.latest("pk"), by=staff("sato"))
    return page


# Who works on it: the role whose page is looked at, and no other.
STATES: dict[str, tuple[str, Callable[[], str]]] = {
    making.__name__: (role, making)
    for role, making in (
        ("clerk", taking),
        ("clerk", taking_of_a_coupon),
        ("clerk", empty_list),
        ("clerk", full_list),
        ("clerk", unknown_coupon),
        ("clerk", confirming),
        ("reviewer", to_decide),
        ("reviewer", nobody_to_pay),
        ("approver", waiting_for_another),
        ("reviewer", waiting_own),
        ("reviewer", already_approved),
        ("reviewer", refuted),
        ("clerk", inquiry),
        ("reviewer", with_a_colleague),
        ("reviewer", my_own_case),
        ("reviewer", cancellations_in_question),
        ("reviewer", said_of_several_by_one),
        ("approver", said_by_one),
    )
}
