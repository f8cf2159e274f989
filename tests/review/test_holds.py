"""What a person holds and lets go, and what starts a stopped scheme again; the days of it were ours."""

import pytest

from payouts import disputes, holds, orders, releasing
from payouts.models import Brand, Payout
from tests.makers import coupon, hanako, japan, opened, regionpay, told
from tests.races.guards import refusal
from tests.review.people import AT, sato, second_of_two, suzuki
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
LAST_DAY = japan("2023-05-30 12:00")
DAYS_ENOUGH = japan("2023-06-14 00:00")


@pytest.fixture
def payout() -> Payout:
    return opened(coupon(member=hanako(regionpay())))[0]


def hold(payout, **more) -> None:
    holds.hold(payout_id=payout.pk, **{"by": sato(), "reason": "なりすましの疑い", "at": AT, **more})


def let_go(payout, **more) -> None:
    holds.let_go(payout_id=payout.pk, **{"by": suzuki(), "reason": "ご本人と確認", "at": LAST_DAY, **more})


def again(payout) -> Payout:
    return Payout.objects.get(pk=payout.pk)


def test_who_holds_it_and_why(payout):
    hold(payout)
    held = again(payout)
    assert (held.held_at, held.held_by, held.hold_reason) == (AT, "sato", "なりすましの疑い")
    event = AuditEvent.objects.get(action="held")
    assert (event.who, event.detail) == ("sato", {"reason": "なりすましの疑い"})


def test_what_is_held_is_not_taken(payout):
    hold(payout)
    with pytest.raises(orders.OnHold):
        orders.order(payout_id=payout.pk, brand=Brand.NANACO, who="test", at=AT)


def test_nor_does_it_lapse(payout):
    hold(payout)
    told()
    releasing.lapse(regionpay(), japan("2023-06-20 00:00"))
    assert again(payout).state == "open"


def test_nor_past_the_program(payout):
    hold(payout)
    assert refusal(lambda: Payout.objects.filter(pk=payout.pk).update(state="ordered")) == (
        "a_held_payout_is_not_ordered_and_does_not_lapse"
    )


def test_let_go_there_are_days_enough(payout):
    hold(payout)
    let_go(payout)
    free = again(payout)
    assert (free.held_at, free.held_by, free.receive_until) == (None, "", DAYS_ENOUGH)
    assert AuditEvent.objects.get(action="hold ended").detail == {"reason": "ご本人と確認"}


def test_it_is_held_once(payout):
    hold(payout)
    with pytest.raises(holds.IsHeld):
        hold(payout, by=suzuki())


@pytest.mark.parametrize("deed", [hold, let_go])
def test_not_without_a_reason(payout, deed):
    with pytest.raises(holds.NoReason):
        deed(payout, reason="　")


def test_what_nobody_holds(payout):
    with pytest.raises(holds.NotHeld):
        let_go(payout)


def test_what_was_ordered_is_not_held(payout):
    orders.order(payout_id=payout.pk, brand=Brand.NANACO, who="test", at=AT)
    with pytest.raises(holds.NothingToHold):
        hold(payout)


def test_a_dispute_ends_by_deciding_it():
    first, second = second_of_two()
    type(second).objects.filter(pk=second.pk).update(conflicts_with=None)
    (payout,) = opened(first.coupon, at="2023-04-11 10:00")
    type(second).objects.filter(pk=second.pk).update(conflicts_with=first)
    disputes.hold_and_let_go(regionpay(), AT)
    with pytest.raises(holds.HeldByADispute):
        let_go(payout)


class TestTheWholeScheme:
    def stopped(self):
        scheme = regionpay()
        scheme.stopped_at, scheme.stopped_reason = AT, "照合表が合わない"
        scheme.save()
        return scheme

    def test_it_starts_again_and_everybody_has_days_enough(self, payout):
        scheme = self.stopped()
        assert holds.start_again(scheme_id=scheme.pk, by=sato(), reason="ファイルを直した", at=LAST_DAY) == 1
        scheme.refresh_from_db()
        assert (scheme.stopped_at, scheme.stopped_reason) == (None, "ファイルを直した")
        assert again(payout).receive_until == DAYS_ENOUGH
        event = AuditEvent.objects.get(action="started again")
        assert (event.who, event.detail["payouts"]) == ("sato", 1)

    def test_nobody_loses_days_by_it(self, payout):
        scheme, before = self.stopped(), payout.receive_until
        assert holds.start_again(scheme_id=scheme.pk, by=sato(), reason="直した", at=AT) == 0
        assert again(payout).receive_until == before

    def test_only_what_is_stopped(self, payout):
        with pytest.raises(holds.NotStopped):
            holds.start_again(scheme_id=regionpay().pk, by=sato(), reason="直した", at=AT)

    def test_not_without_a_reason(self, payout):
        with pytest.raises(holds.NoReason):
            holds.start_again(scheme_id=self.stopped().pk, by=sato(), reason="", at=AT)
