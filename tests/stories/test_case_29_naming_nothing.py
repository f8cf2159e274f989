"""Case 29 with a cancellation that names no payment: it may be of what we gave back, so nothing is paid until a person
has said what it belongs to.
"""

import pytest
from django.db import IntegrityError, connection

from claims import incident_deciding
from claims.models import Incident
from coupons.loading.run import load
from coupons.models import CancellationAnswer, CancellationOpinion, Coupon, Entry
from payouts import opening, releasing, unnamed_cancellations
from payouts.audit import breaches
from payouts.models import Entitlement, Payout
from payouts.statement import totals
from tests.incidents.people import approved, balance, decided, proposed, reported, seen, ume
from tests.makers import cancel_unnamed, coupon, hanako, japan, opened, owed, pay, regionpay, shop_says, staff, told
from tests.races.guards import drop_trigger, refusal

pytestmark = pytest.mark.django_db

OPENED = "2023-04-03 12:00"
AT = japan("2023-04-10 10:00")
RULE = "what_a_cancellation_is_of_two_persons_say"


def of_ume(**more) -> Incident:
    """1,000 yen of hers were deducted and given back: 2,000 of 3,000 are left."""
    on = ume(**more or {"member": hanako(regionpay())})
    return approved(shop_says(reported(on, "cash_and_deducted")))


def comes_in(tmp_path, on: Coupon, yen: int = 1000, at: str = "2023-03-20 10:00:00") -> list[str]:
    """regionPAY's file with the shop's cancellation; what the loader warns of."""
    rows = ["取引番号,お問合せ番号,種別,金額,日時,店舗番号,元取引番号", f"X1,{on.inquiry_no},取消,{yen},{at},S1,"]
    (tmp_path / "entries.csv").write_text("\n".join(rows))
    report = load(scheme=regionpay(), paths=[tmp_path / "entries.csv"])["entries.csv"]
    assert report.added == 1
    return [finding.reason for finding in report.warnings.listed]


def said(payment: Entry | None, by: str = "sato") -> CancellationAnswer | CancellationOpinion:
    cancelled = Entry.objects.get(kind="cancellation", cancels=None)
    given = {"why": "店に電話で確認", "by": staff(by), "at": AT}
    return unnamed_cancellations.settle(entry_id=cancelled.pk, payment_id=payment and payment.pk, **given)


def settled(payment: Entry | None) -> None:
    """By one person, or by two where it takes two."""
    if isinstance(said(payment), CancellationOpinion):
        said(payment, "suzuki")


def waiting() -> list[str]:
    return [one.entry_no for one in unnamed_cancellations.in_question(regionpay())]


def opened_again(at: str = "2023-04-10 12:00") -> list[int]:
    owed(*Coupon.objects.all(), at=at)
    opening.open_payouts(regionpay(), japan(at))
    assert breaches(regionpay(), japan(at)) == {}
    return list(Payout.objects.order_by("pk").values_list("amount_yen", flat=True))


@pytest.mark.parametrize("holder", ["member", "paper"])
def test_it_is_warned_of_listed_and_not_paid(tmp_path, holder):
    of = of_ume(**{} if holder == "member" else {"member": None})
    warnings = comes_in(tmp_path, of.coupon)

    assert (len(warnings), "人が決めるまで" in warnings[0], waiting()) == (1, True, ["X1"])
    assert opened(of.coupon, at=OPENED) == []
    assert breaches(regionpay(), japan("2023-04-06 12:00")) == {}
    assert totals(regionpay(), japan(OPENED))["waiting_yen"] == 3000


def test_of_what_was_given_back_it_is_given_back_once(tmp_path):
    of = of_ume()
    taken = of.payments.get().payment
    comes_in(tmp_path, of.coupon)
    settled(taken)

    of.refresh_from_db()
    assert (balance(of.coupon), of.state, waiting()) == (2000, "confirmed", [])
    assert opened_again() == [2000]


def test_of_another_payment_both_stand(tmp_path):
    of = of_ume()
    comes_in(tmp_path, of.coupon)
    settled(of.coupon.entries.filter(kind="payment").earliest("pk"))

    assert (balance(of.coupon), waiting(), opened_again()) == (3000, [], [3000])


def test_of_none_both_stand(tmp_path):
    of = of_ume()
    comes_in(tmp_path, of.coupon)
    settled(None)

    assert (waiting(), opened_again()) == ([], [3000])


def test_that_comes_when_the_restored_yen_are_paid_it_waits_alone(tmp_path):
    """Found to be of what was given back, the payout stays as announced and nothing is added to it."""
    of = of_ume()
    opened(of.coupon, at=OPENED)
    told()
    comes_in(tmp_path, of.coupon)
    assert opened_again("2023-04-06 12:00") == [2000]

    settled(of.payments.get().payment)

    assert opened_again() == [2000]
    assert Entitlement.objects.count() == 1


def test_before_the_restoration_it_is_in_question_from_the_restoration_on(tmp_path):
    on = ume(member=hanako(regionpay()))
    assert comes_in(tmp_path, on) == []
    assert waiting() == []

    approved(shop_says(reported(on, "cash_and_deducted")))

    assert (waiting(), opened(on, at=OPENED)) == (["X1"], [])


def test_found_to_be_of_the_payment_it_leaves_nothing_of_it_to_give_back(tmp_path):
    of = of_ume()
    taken = of.payments.get().payment
    comes_in(tmp_path, of.coupon, yen=400)
    settled(taken)

    made = decided(of, "2023-04-10 11:00", choices={taken.pk: 600})
    assert (proposed(of), made.state, made.why_two) == ({taken.pk: 600}, "waiting", ["typed"])
    given = {"seen": seen(of), "by": staff("approver"), "at": japan("2023-04-10 11:10")}
    incident_deciding.approve(decision_id=made.pk, **given)
    assert balance(of.coupon) == 2000


@pytest.mark.parametrize(("used", "left"), [(2500, -500), (3000, -1000)])
def test_used_in_shops_meanwhile_two_persons_say_so_and_nothing_more_is_paid(tmp_path, used, left):
    """What is in the ledger is true: the payment was given back once, and more was used than there was."""
    of = of_ume()
    taken = of.payments.get().payment
    comes_in(tmp_path, of.coupon)
    pay(of.coupon, used, "2023-03-25 12:00")

    assert isinstance(said(taken), CancellationOpinion)
    assert (waiting(), balance(of.coupon)) == (["X1"], 3000 - used)
    with pytest.raises(unnamed_cancellations.SaidAlready):
        said(taken)
    made = said(taken, "suzuki")

    of.refresh_from_db()
    assert (made.payment, made.first_who, made.who) == (taken, "sato", "suzuki")
    assert (waiting(), balance(of.coupon), of.state, opened_again()) == ([], left, "confirmed", [])


def test_of_none_it_would_have_been_paid_although_it_is_not_owed(tmp_path):
    """Why the answer above is needed: 500 yen of the balance are left, and are what was given back twice."""
    of = of_ume()
    comes_in(tmp_path, of.coupon)
    pay(of.coupon, 2500, "2023-03-25 12:00")
    settled(None)

    assert opened_again() == [500]


def test_from_the_freeze_on_it_adds_nothing_and_asks_nothing(tmp_path):
    of = of_ume()
    assert comes_in(tmp_path, of.coupon, at="2023-04-01 00:00:00") == []

    assert (waiting(), opened_again()) == ([], [2000])


def test_what_is_in_question_does_not_lapse(tmp_path):
    of = of_ume(member=None)
    comes_in(tmp_path, of.coupon)
    Incident.objects.get().coupon.claimline_set.update(state="withdrawn")
    owed(of.coupon)
    releasing.lapse(regionpay(), japan("2023-06-02 00:00"))

    assert Entitlement.objects.get().lapsed_at is None


def test_nor_does_the_url_that_was_sent_before_it_came(tmp_path):
    of = of_ume()
    [payout] = opened(of.coupon, at=OPENED)
    told()
    comes_in(tmp_path, of.coupon)
    over = japan("2023-06-02 00:00")

    releasing.lapse(regionpay(), over)
    assert Payout.objects.get().state == "open"
    settled(None)
    releasing.lapse(regionpay(), over)
    told("2023-06-02 09:00")
    assert Payout.objects.get(pk=payout.pk).receive_until == japan("2023-06-17 00:00")
    releasing.lapse(regionpay(), japan("2023-06-17 00:00"))
    assert Payout.objects.get(pk=payout.pk).state == "lapsed"


REFUSALS = {
    "of a payment of another coupon": unnamed_cancellations.NotItsPayment,
    "without a reason": unnamed_cancellations.NoReason,
    "that is settled": unnamed_cancellations.NotInQuestion,
}


@pytest.mark.parametrize("how", REFUSALS)
def test_what_is_refused(tmp_path, how):
    of = of_ume()
    comes_in(tmp_path, of.coupon)
    cancelled = Entry.objects.get(entry_no="X1")
    given = {"entry_id": cancelled.pk, "payment_id": None, "why": "店に確認", "by": staff("sato"), "at": AT}
    if how == "that is settled":
        settled(None)
    other = {"payment_id": pay(coupon(), 100, "2023-02-24 18:00").pk} if "another" in how else {}
    why = {"why": " "} if "without" in how else {}

    with pytest.raises(REFUSALS[how]):
        unnamed_cancellations.settle(**given | other | why)


def rows() -> tuple[Entry, Entry, Entry]:
    """A cancellation that names nothing, its coupon's payment, and a payment elsewhere."""
    on = coupon()
    paid = pay(on, 500, "2023-02-24 18:00")
    return cancel_unnamed(on, 500, "2023-03-01 10:00"), paid, pay(coupon(), 500, "2023-02-24 18:00")


def answer(entry: Entry, payment: Entry | None, **more) -> CancellationAnswer:
    """As two have said it."""
    given = {"entry": entry, "payment": payment, "why": "店", "at": AT}
    if not more:
        CancellationOpinion.objects.create(who="suzuki", newest_entry=entry, **given)
    return CancellationAnswer.objects.create(who="sato", **given | (more or {"first_who": "suzuki"}))


def test_the_database_refuses_what_no_person_may_say():
    cancelled, paid, elsewhere = rows()
    more = cancel_unnamed(cancelled.coupon, 1, "2023-03-02 10:00")
    answer(cancelled, paid)

    assert refusal(lambda: answer(paid, None)) == "an_answer_is_about_a_cancellation_that_names_nothing"
    assert refusal(lambda: answer(more, elsewhere)) == "an_answer_names_a_payment_of_its_own_coupon"
    assert refusal(lambda: answer(more, paid)) == "no_more_is_given_back_than_was_taken"
    with pytest.raises(IntegrityError, match="append-only|stays|forbid"), connection.cursor() as cursor:
        cursor.execute("update coupons_cancellationanswer set why = 'x'")


def test_the_database_believes_two_persons_only():
    cancelled, paid, _elsewhere = rows()
    for payment in (None, paid):
        for first in ("", "sato", "suzuki"):  # nobody, oneself, somebody who has said nothing
            assert refusal(lambda of=payment, who=first: answer(cancelled, of, first_who=who)) == (RULE)
    made = CancellationOpinion.objects.create(
        entry=cancelled, payment=paid, why="店", who="suzuki", at=AT, newest_entry=cancelled
    )
    assert refusal(lambda: answer(cancelled, None, first_who="suzuki")) == RULE
    assert "opinions_are_append_only" in refusal(made.delete)
    answer(cancelled, paid, first_who="suzuki")


def test_without_the_trigger_it_would_be_given_back_twice_and_the_audit_says_so():
    cancelled, paid, _elsewhere = rows()
    more = cancel_unnamed(cancelled.coupon, 500, "2023-03-02 10:00")
    drop_trigger("an_answer_gives_back_no_more_than_was_taken", "coupons_cancellationanswer")
    answer(cancelled, paid)
    answer(more, paid)

    assert "no more is given back than a payment took" in breaches(regionpay(), AT)
