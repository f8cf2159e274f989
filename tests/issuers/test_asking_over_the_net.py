"""An issuer over the net: only a clear answer counts, everything else is unknown and asked again with the same key."""

import pytest

from payouts import orders
from payouts.audit import breaches
from payouts.models import PointCode, PointOrder
from tests.issuers.people import AT, asked, code_of, ordered, state_of, wait_in_minutes
from tests.makers import regionpay
from tests.receiving.people import stop

pytestmark = pytest.mark.django_db

DOUBTFUL = ("slow", "500", "reset", "lost", "lost-500", "nonsense", "brackets", "nul", "other-key")


def ledger_of(issuer, order: PointOrder) -> list[dict]:
    return [row for row in issuer.ledger() if row["key"] == str(order.request_key)]


def test_the_code_comes_and_with_it_the_payout_is_paid(over_the_net):
    order = ordered(1000)

    assert orders.settle_orders(AT) == 1

    (row,) = ledger_of(over_the_net, order)
    assert (row["amount_yen"], row["brand"], row["code"]) == (1000, "nanaco", code_of(order))
    assert state_of(order) == ("issued", "paid")
    assert (order.tries, order.provider_ref) == (1, f"R-{order.request_key}")
    assert PointCode.objects.get().order == order
    assert breaches(regionpay(), AT) == {}


def test_the_page_that_confirms_asks_nobody(over_the_net):
    order = ordered()

    assert not orders.settle(order_id=order.pk, at=AT)
    assert (state_of(order), ledger_of(over_the_net, order)) == (("requested", "ordered"), [])


@pytest.mark.parametrize("fault", DOUBTFUL)
def test_what_is_not_clear_is_unknown_and_asked_again_with_the_same_key(over_the_net, fault):
    order = ordered()
    over_the_net.will(fault)

    assert asked() == 0
    assert state_of(order) == ("unknown", "ordered")
    assert asked() == 1

    assert (state_of(order), order.tries) == (("issued", "paid"), 2)
    (row,) = ledger_of(over_the_net, order)
    assert row["code"] == code_of(order)


def test_nobody_at_the_address_is_unknown_too(over_the_net, settings):
    settings.ISSUER_URL = "http://127.0.0.1:9"
    order = ordered()

    assert (asked(), state_of(order), order.last_answer) == (0, ("unknown", "ordered"), "ConnectionRefusedError")


def test_without_an_address_nothing_is_lost(over_the_net, settings):
    settings.ISSUER_URL = ""
    order = ordered()

    assert (asked(), state_of(order)) == (0, ("unknown", "ordered"))


def test_an_issuer_that_died_and_came_back_gives_the_same_code(over_the_net):
    order = ordered()
    over_the_net.will("lost")
    asked()
    (row,) = ledger_of(over_the_net, order)
    over_the_net.stop()
    assert asked() == 0
    over_the_net.come_back()

    assert asked() == 1
    assert code_of(order) == row["code"]


def test_the_janitor_waits_five_minutes_then_an_hour_then_a_day_and_goes_on(over_the_net):
    order = ordered()
    waits = []
    for _ in range(5):
        over_the_net.will("500", "500")
        asked()
        waits.append(wait_in_minutes(order))

    assert waits == [5, 60, 1440, 1440, 1440]
    assert (state_of(order), order.tries) == (("unknown", "ordered"), 5)


def test_before_its_time_nobody_is_asked(over_the_net):
    order = ordered()
    over_the_net.will("500")
    orders.settle_orders(AT)
    orders.settle_orders(AT)

    assert (state_of(order), order.tries) == (("unknown", "ordered"), 1)


def test_an_issuer_that_is_down_costs_three_orders_their_turn_not_all(over_the_net):
    made = [ordered() for _ in range(5)]
    over_the_net.will(*["500"] * 10)

    orders.settle_orders(AT)

    assert sorted(PointOrder.objects.values_list("tries", flat=True)) == [0, 0, 1, 1, 1]
    assert len(made) == 5


def test_clearly_refused_the_person_chooses_again(over_the_net):
    order = ordered()
    over_the_net.will("refuse")

    assert asked() == 0
    assert state_of(order) == ("refused", "open")
    again = orders.order(payout_id=order.payout_id, brand="edy", who="test", at=AT)
    assert (asked(), state_of(again)) == (1, ("issued", "paid"))
    assert again.request_key != order.request_key
    assert breaches(regionpay(), AT) == {}


def test_a_refusal_whose_answer_was_lost_is_learnt_later(over_the_net):
    order = ordered()
    over_the_net.will("lost-refusal")
    asked()
    assert state_of(order) == ("unknown", "ordered")

    asked()
    assert state_of(order) == ("refused", "open")
    assert ledger_of(over_the_net, order)[0]["status"] == "refused"


def test_a_stopped_scheme_asks_nobody(over_the_net):
    order = ordered()
    stop()

    assert (asked(), state_of(order), ledger_of(over_the_net, order)) == (0, ("requested", "ordered"), [])


def test_nothing_the_issuer_said_is_kept_but_what_we_know_of_it(over_the_net):
    order = ordered()
    over_the_net.will("nonsense")
    asked()

    order.refresh_from_db()
    assert order.last_answer == "200 読めない返事"
