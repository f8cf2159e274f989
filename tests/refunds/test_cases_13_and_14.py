"""Cases 13 and 14 to the bank's file: points or a transfer, never both, whichever tab is quicker."""

import pytest

from claims import matching
from payouts import opening, orders
from payouts.audit import breaches
from payouts.batches import drafting
from payouts.models import Payout, RefundLine
from tests.makers import hanako, japan, opened, regionpay, told
from tests.matching.people import covered, filed
from tests.races.guards import Background
from tests.refunds import bank_reader, people
from tests.stories.claims_told import duties

HERS = "hanako@example.jp"


def hanako_has_a_url() -> Payout:
    """花子's points are ready to be received, and she has been told."""
    on = covered(member=hanako(regionpay()), yen=3000)
    [points] = opened(on)
    told()
    return points


def asks_for_the_bank(points: Payout, at: str) -> None:
    """She files for a refund of the same coupon, from her registered mail."""
    on = points.items.get().coupon
    people.account(filed(on, by=HERS, method="refund", filed_at=japan(at), contact_verified_at=japan(at)))


def live() -> list[tuple[str, str, int]]:
    kept = Payout.objects.exclude(state__in=["void", "returned"])
    return list(kept.order_by("pk").values_list("method", "state", "amount_yen"))


@pytest.mark.django_db
def test_case_14_the_url_dies_and_the_refund_goes_to_the_bank_once():
    people.house(japan("2023-04-20 10:00"))
    points = hanako_has_a_url()
    asks_for_the_bank(points, "2023-04-20 10:00")
    duties("2023-04-20 10:05")
    assert live() == [("refund", "open", 3000)]
    assert points.links.get().revoked_at is not None
    with pytest.raises(orders.ReceivingIsOver):
        orders.order(payout_id=points.pk, brand="nanaco", who="test")

    duties("2023-05-15 10:00")
    batch = people.exported()

    found = bank_reader.read(bytes(batch.zengin))
    assert (found.count, found.total_yen, live()) == (1, 3000, [("refund", "ordered", 3000)])
    assert breaches(regionpay()) == {}


@pytest.mark.django_db
def test_case_13_points_taken_while_the_claim_is_looked_at_leave_nothing_for_the_bank():
    people.house(japan("2023-04-20 10:00"))
    points = hanako_has_a_url()
    asks_for_the_bank(points, "2023-04-20 10:00")
    orders.order(payout_id=points.pk, brand="nanaco", who="test", at=japan("2023-04-20 10:01"))
    duties("2023-04-20 10:05")
    duties("2023-05-15 10:00")

    with pytest.raises(drafting.NothingToTransfer):
        people.drafted()
    assert (live(), RefundLine.objects.count()) == ([("points", "ordered", 3000)], 0)
    assert breaches(regionpay()) == {}


@pytest.mark.parametrize("first", ["points", "bank"])
def test_points_chosen_in_another_tab_while_the_refund_claim_is_filed(own_database, first):
    """Both at the same moment: one of them leaves, and the other learns of it."""
    people.house(japan("2023-04-20 10:00"))
    points = hanako_has_a_url()

    def choose() -> None:
        orders.order(payout_id=points.pk, brand="nanaco", who="tab")

    def file() -> None:
        asks_for_the_bank(points, "2023-04-20 10:00")
        matching.match_claims()
        opening.open_payouts(regionpay())

    deeds = [choose, file] if first == "points" else [file, choose]
    both = [Background(deed) for deed in deeds]
    errors = [one.join().error for one in both]
    duties("2023-04-20 10:05")

    assert {type(error) for error in errors} <= {type(None), orders.ReceivingIsOver}
    assert live() in ([("points", "ordered", 3000)], [("refund", "open", 3000)])
    assert breaches(regionpay()) == {}
