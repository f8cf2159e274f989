"""Cases of (B) at its edges: the last minute, May, after recovery, both cases at once, a shop that cancels too."""

import pytest

from claims import incident_deciding
from claims.models import Incident
from coupons import eligibility
from coupons.loading.run import load
from coupons.models import Extension
from notifications import outbox
from notifications.models import Message
from payouts import orders, releasing
from payouts.audit import breaches
from payouts.models import Entitlement, Payout
from payouts.statement import totals
from tests.incidents.people import approved, balance, decided, reported, sakura, seen, ume
from tests.makers import code, coupon, hanako, japan, line, opened, owed, pay, regionpay, shop_says, staff, told

pytestmark = pytest.mark.django_db


def confirmed(on, kind: str = "paid_twice", **more) -> Incident:
    return shop_says(reported(on, kind, **more))


def test_case_7_approved_at_the_last_moment_is_in_the_balance_of_the_next_freeze():
    """That it was committed after the first run: tests/races/test_attack_08."""
    on = sakura(member=hanako(regionpay()))
    of = confirmed(on)
    owed(on, at="2023-04-01 00:00")
    approved(of, "2023-03-31 23:50")
    owed(on, at="2023-04-01 00:10")

    assert Entitlement.objects.get().amount_yen == 2500
    assert Message.objects.get(template="incident_approved").not_before == outbox.quiet_hours(japan("2023-03-31 23:50"))


def test_case_8_a_paper_holder_in_may():
    on = sakura()
    of = confirmed(on, at="2023-04-28 15:00")
    owed(on, at="2023-05-10 00:00")
    approved(of, "2023-05-10 12:00")
    (payout,) = opened(on, at="2023-05-25 12:00")

    assert (payout.amount_yen, payout.claim.name, payout.claim.channel) == (2500, "桜", "desk")
    assert payout.receive_until >= japan("2023-06-08 12:00")
    assert breaches(regionpay(), japan("2023-05-25 12:00")) == {}


def test_case_26_a_deduction_after_recovery_is_listed_and_marked_and_takes_two():
    on = coupon(yen=3000, last_minute="2023-02-25 23:59", member=hanako(regionpay()))
    pay(on, 1000, "2023-02-25 00:20")
    made = decided(confirmed(on, "cash_and_deducted"))

    assert (made.why_two, made.state, balance(on)) == (["window"], "waiting", 2000)

    waiting = {"decision_id": made.pk, "by": staff("approver"), "seen": seen(made.incident)}
    incident_deciding.approve(**waiting, at=japan("2023-03-12 11:00"))
    (payout,) = opened(on)

    assert (balance(on), Extension.objects.get().ground) == (3000, "B1")
    assert (payout.amount_yen, breaches(regionpay(), japan("2023-04-05 12:00"))) == (3000, {})


def test_case_27_of_both_cases_the_ground_stays_a_and_it_counts_once():
    on = ume(member=hanako(regionpay()), last_minute="2023-02-24 23:59")
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))
    approved(confirmed(on, "cash_and_deducted"))
    (payout,) = opened(on)

    assert Extension.objects.get().ground == "A"
    assert payout.amount_yen == 2000


def test_case_29_a_shop_cancels_by_itself_what_was_given_back(tmp_path):
    """One that names nothing: tests/stories/test_case_29_naming_nothing.py."""
    on = ume(member=hanako(regionpay()))
    of = approved(confirmed(on, "cash_and_deducted"))
    taken = of.payments.get().payment
    rows = ["取引番号,お問合せ番号,種別,金額,日時,店舗番号,元取引番号"]
    rows.append(f"X1,{on.inquiry_no},取消,1000,2023-03-20 10:00:00,S1,{taken.entry_no}")
    (tmp_path / "entries.csv").write_text("\n".join(rows))

    report = load(scheme=regionpay(), paths=[tmp_path / "entries.csv"])["entries.csv"]

    # It would be the same money twice: reported as a difference.
    assert (report.added, report.differing, balance(on)) == (0, 1, 2000)
    opened(on)
    assert breaches(regionpay(), japan("2023-04-03 00:00")) == {}


def test_what_is_reported_and_not_decided_does_not_lapse():
    on, other, sent = coupon(), coupon(), coupon(member=hanako(regionpay()))
    reported(on, "paid_twice", at="2023-05-20 10:00")
    reported(sent, "paid_twice", at="2023-05-20 10:00")
    opened(sent)
    told()

    releasing.lapse(regionpay(), japan("2023-06-01 00:00"))

    assert dict(Entitlement.objects.values_list("coupon", "lapsed_at")) == {
        on.pk: None,
        sent.pk: None,
        other.pk: japan("2023-06-01 00:00"),
    }
    assert Payout.objects.get().state == "open"


@pytest.mark.parametrize("when", ["2023-03-26 10:00", "2023-04-02 10:00"])
def test_who_asked_for_the_bank_is_paid_by_bank(when):
    on = sakura()
    own = line(on, method="refund", filed="2023-03-25 10:00")
    approved(confirmed(on), when)
    (payout,) = opened(on, at="2023-05-15 12:00")

    assert (payout.method, payout.claim, payout.amount_yen) == ("refund", own.claim, 2500)


def test_by_points_to_the_last_yen():
    on = sakura(member=hanako(regionpay()))
    approved(confirmed(on))
    (payout,) = opened(on)
    told()
    code("edy", payout.amount_yen)
    at = japan("2023-04-05 12:00")
    orders.order(payout_id=payout.pk, brand="edy", who="test", at=at)
    orders.settle_orders(at)

    sums = totals(regionpay(), at)
    assert (sums["paid_points_yen"], sums["check_yen"], sums["late_yen"]) == (2500, 0, 0)
