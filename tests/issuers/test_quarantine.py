"""What an issuer answers and cannot be right is shown to nobody; a person settles it with a reason."""

import pytest
from django.db import connection
from django.test import Client

from payouts import orders
from payouts.audit import breaches
from payouts.issuers import outcomes, quarantine, refusing
from payouts.issuers.answers import Issued, Refused, Unknown
from payouts.models import BrandSetting, Payout, PointOrder, QuarantinedAnswer
from tests.issuers.people import AT, asked, by_way, code_of, ordered, state_of
from tests.makers import code, japan, regionpay
from tests.races.guards import drop_trigger, refusal
from tests.receiving.people import choice, let_in, link, said
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

How = QuarantinedAnswer.How


def answer(order: PointOrder, plain: str = "N-1", **other) -> Issued:
    """As the issuer should answer, but for `other`."""
    return Issued(**{"code": plain, "brand": order.brand, "amount_yen": order.payout.amount_yen} | other)


def settled(how: str = How.AGAIN, **other) -> QuarantinedAnswer:
    kept = QuarantinedAnswer.objects.latest("pk")
    values = {"answer_id": kept.pk, "how": how, "who": "taro", "reason": "発行会社のメール 4/6", "at": AT} | other
    return quarantine.settle(**values)


@pytest.mark.parametrize(
    ("fault", "why"),
    [("wrong-amount", "amount"), ("wrong-brand", "brand"), ("early", "expiry"), ("known-code", "known")],
)
def test_it_is_kept_apart_and_nobody_asks_again(over_the_net, fault, why):
    first = ordered()
    asked()
    order = ordered()
    over_the_net.will(fault)

    assert asked() == 0
    assert asked() == 0

    kept = QuarantinedAnswer.objects.get()
    assert (kept.order, kept.why, state_of(order), order.tries) == (order, why, ("unknown", "ordered"), 1)
    assert (order.code_sealed, state_of(first)) == (None, ("issued", "paid"))
    assert b"NANACO" not in bytes(kept.code_sealed)
    assert breaches(regionpay(), AT) == {}


def test_its_owner_sees_that_it_is_being_prepared_and_no_code(over_the_net, client: Client):
    to = link()
    let_in(client, to)
    client.post("/r/review/", choice(to))
    over_the_net.will("wrong-amount")
    asked()

    page = said(client.get("/r/"))
    assert "準備" in page
    assert "NANACO-" not in page + said(client.get("/r/code/", follow=True))


def test_asked_again_with_the_same_key_once_the_issuer_put_it_right(over_the_net):
    order = ordered()
    over_the_net.will("wrong-amount")
    asked()

    settled(How.AGAIN)

    assert asked() == 1
    assert (state_of(order), order.tries) == (("issued", "paid"), 2)
    event = AuditEvent.objects.get(action="quarantine settled")
    assert (event.who, event.detail["how"], event.detail["reason"]) == ("taro", "again", "発行会社のメール 4/6")


def test_the_issuer_took_it_back_and_the_person_chooses_again(over_the_net):
    order = ordered()
    over_the_net.will("wrong-amount")
    asked()

    settled(How.REFUSED)
    refusing.approve(refusal_id=order.refusals.get().pk, who="hana", at=AT)

    assert state_of(order) == ("refused", "open")
    again = orders.order(payout_id=order.payout_id, brand="nanaco", who="test", at=AT)
    assert (asked(), state_of(again)) == (1, ("issued", "paid"))


def test_a_late_code_for_a_refused_order_is_kept_apart():
    order = ordered()
    outcomes.refuse(order_id=order.pk, who="issuer", reason="no", at=AT)

    assert not outcomes.take(order_id=order.pk, answer=answer(order), at=AT)

    assert (QuarantinedAnswer.objects.get().why, state_of(order)) == ("late", ("refused", "open"))
    with pytest.raises(quarantine.NotForThis):
        settled(How.AGAIN)
    settled(How.NOTED)
    assert list(quarantine.to_settle()) == []


def test_a_second_code_for_an_order_is_kept_apart_and_the_first_stays():
    order = ordered()
    assert outcomes.take(order_id=order.pk, answer=answer(order, "N-1"), at=AT)
    assert outcomes.take(order_id=order.pk, answer=answer(order, "N-1"), at=AT)

    assert outcomes.take(order_id=order.pk, answer=answer(order, "N-2"), at=AT)

    assert (QuarantinedAnswer.objects.get().why, code_of(order)) == ("second", "N-1")


@pytest.mark.parametrize("known", ["in stock", "another order's", "in quarantine", "the issuer's number"])
def test_a_code_that_came_before_is_nobody_elses(known):
    order, other = ordered(), ordered()
    plain, more = "N-1", {}
    if known == "in stock":
        code("nanaco", 1000, "N-1")
    elif known == "another order's":
        outcomes.take(order_id=other.pk, answer=answer(other, "N-1"), at=AT)
    elif known == "in quarantine":
        outcomes.take(order_id=other.pk, answer=answer(other, "N-1", amount_yen=1), at=AT)
    else:
        outcomes.take(order_id=other.pk, answer=answer(other, "N-0", provider_ref="R-1"), at=AT)
        more = {"provider_ref": "R-1"}

    assert not outcomes.take(order_id=order.pk, answer=answer(order, plain, **more), at=AT)

    assert QuarantinedAnswer.objects.get(order=order).why == "known"
    assert state_of(order) == ("unknown", "ordered")


def test_two_codes_that_an_issuer_mixed_up_are_given_once_it_has_put_them_right():
    one, other = ordered(1000), ordered(2000)
    outcomes.take(order_id=one.pk, answer=answer(other, "N-2"), at=AT)
    outcomes.take(order_id=other.pk, answer=answer(one, "N-1"), at=AT)
    first, second = quarantine.to_settle()
    assert (first.why, second.why) == ("amount", "amount")

    for kept in (first, second):
        settled(answer_id=kept.pk)
    for order, plain in ((one, "N-1"), (other, "N-2")):
        assert not outcomes.take(order_id=order.pk, answer=answer(order, plain), at=AT)
        assert order.quarantined.latest("pk").why == "known"  # it came for the other: the issuer is asked once more
    for kept in quarantine.to_settle():
        settled(answer_id=kept.pk)
    for order, plain in ((one, "N-1"), (other, "N-2")):
        assert outcomes.take(order_id=order.pk, answer=answer(order, plain), at=AT)
    assert (code_of(one), code_of(other), breaches(regionpay(), AT)) == ("N-1", "N-2", {})


@pytest.mark.parametrize(
    "came", [{"brand": "suica"}, {"amount_yen": 1}, {"brand": "edy"}], ids=["no brand of ours", "amount", "brand"]
)
@pytest.mark.parametrize("is_settled", [False, True])
def test_what_came_for_another_is_not_given_whatever_was_wrong_with_it_there(came, is_settled):
    one, other = ordered(1000), ordered(2000)
    outcomes.take(order_id=one.pk, answer=answer(one, "N-1", **came), at=AT)
    if is_settled:
        settled(How.AGAIN)

    assert not outcomes.take(order_id=other.pk, answer=answer(other, "N-1"), at=AT)

    assert [kept.why for kept in other.quarantined.all()] == ["known"]
    if is_settled:  # and it is still the first one's, once its issuer has put it right
        assert outcomes.take(order_id=one.pk, answer=answer(one, "N-1"), at=AT)
        settled(answer_id=other.quarantined.get().pk)
        assert not outcomes.take(order_id=other.pk, answer=answer(other, "N-1"), at=AT)
        assert (code_of(one), state_of(other)) == ("N-1", ("unknown", "ordered"))


def test_the_issuers_number_of_what_was_kept_apart_is_nobody_elses():
    one, other = ordered(1000), ordered(2000)
    outcomes.take(order_id=one.pk, answer=answer(one, "N-1", amount_yen=9, provider_ref="R-1"), at=AT)

    assert not outcomes.take(order_id=other.pk, answer=answer(other, "N-2", provider_ref="R-1"), at=AT)

    assert other.quarantined.get().why == "known"


def test_two_answers_without_the_issuers_number_are_two():
    one, other = ordered(1000), ordered(2000)
    outcomes.take(order_id=one.pk, answer=answer(one, "N-1", amount_yen=9), at=AT)

    assert outcomes.take(order_id=other.pk, answer=answer(other, "N-2"), at=AT)


def test_what_was_learned_of_too_late_is_given_once_two_persons_ask_for_fewer_days():
    """Issued in time, and known weeks later, it ends too early however often one asks: the way out is the setting."""
    order = ordered()
    code_of_30_days = answer(order, expires_on=japan("2023-05-05 12:00").date())
    later = japan("2023-04-20 12:00")
    outcomes.take(order_id=order.pk, answer=code_of_30_days, at=later)
    settled()
    outcomes.take(order_id=order.pk, answer=code_of_30_days, at=later)
    assert [kept.why for kept in order.quarantined.all()] == ["expiry", "expiry"]

    BrandSetting.objects.filter(brand="nanaco").update(code_days_min=15)
    settled()
    assert outcomes.take(order_id=order.pk, answer=code_of_30_days, at=later)
    assert (code_of(order), breaches(regionpay(), later)) == ("N-1", {})
    assert order.quarantined.filter(settled_at=None).count() == 0


def test_an_issuer_that_says_no_after_all_is_believed_its_code_stays_apart(over_the_net):
    """The issuer's own word under the same key is worth as much as at the first asking; no clerk can say it."""
    order = ordered()
    over_the_net.will("wrong-amount")
    asked()
    settled()
    outcomes.take(order_id=order.pk, answer=Refused("out of stock"), at=AT)

    assert (state_of(order), PointOrder.objects.get().refused_by) == (("refused", "open"), "issuer")
    kept = QuarantinedAnswer.objects.get()
    assert (kept.how, kept.why) == ("again", "amount")
    late = answer(order, "N-2")
    assert not outcomes.take(order_id=order.pk, answer=late, at=AT)
    assert (QuarantinedAnswer.objects.latest("pk").why, breaches(regionpay(), AT)) == ("late", {})


def test_what_others_answer_about_a_settled_order_changes_nothing():
    order = ordered()
    outcomes.take(order_id=order.pk, answer=answer(order), at=AT)

    assert outcomes.take(order_id=order.pk, answer=Unknown("late"), at=AT)
    assert outcomes.take(order_id=order.pk, answer=Refused("late"), at=AT)
    assert state_of(order) == ("issued", "paid")


def test_settling_needs_a_reason_and_is_done_once():
    by_way("http")
    order = ordered()
    outcomes.take(order_id=order.pk, answer=answer(order, amount_yen=1), at=AT)

    with pytest.raises(quarantine.NoReason):
        settled(reason="  ")
    with pytest.raises(quarantine.NotForThis):
        settled(How.NOTED)
    settled()
    with pytest.raises(quarantine.AlreadySettled):
        settled()


def test_while_it_is_open_the_database_issues_nothing_beside_it():
    order = ordered()
    outcomes.take(order_id=order.pk, answer=answer(order, amount_yen=1), at=AT)
    issue = lambda: PointOrder.objects.update(state="issued", code_sealed=b"x", settled_at=AT)

    assert refusal(issue) == "nothing_is_issued_beside_an_answer_in_quarantine"
    settled()
    issue()
    assert Payout.objects.get().state == "ordered"


def test_what_came_stays_as_it_came():
    order = ordered()
    outcomes.take(order_id=order.pk, answer=answer(order, amount_yen=1), at=AT)
    change = lambda: QuarantinedAnswer.objects.update(amount_yen=1000)

    assert refusal(change) == "an_answer_in_quarantine_is_settled_once"
    assert refusal(lambda: QuarantinedAnswer.objects.all().delete()) == "an_answer_in_quarantine_is_settled_once"
    assert refusal(lambda: QuarantinedAnswer.objects.update(settled_at=AT)) == (
        "a_quarantined_answer_is_settled_by_somebody_with_a_reason"
    )
    settled()
    assert refusal(lambda: QuarantinedAnswer.objects.update(reason="other")) == (
        "an_answer_in_quarantine_is_settled_once"
    )
    drop_trigger("an_answer_in_quarantine_is_settled_once", "payouts_quarantinedanswer")
    change()
    assert QuarantinedAnswer.objects.get().amount_yen == 1000


@pytest.mark.parametrize(
    ("table", "guard"),
    [
        ("payouts_quarantinedanswer cascade", "quarantine_is_never_emptied"),
        ("payouts_orderlist, payouts_pointorder cascade", "lists_are_never_emptied"),
        ("payouts_orderrefusal", "refusals_are_never_emptied"),
    ],
)
def test_neither_quarantine_nor_lists_nor_refusals_are_emptied(table, guard):
    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"truncate {table}")

    assert guard in refusal(empty)
