"""Where messages go is changed by two persons; the URL that was sent does not serve meanwhile."""

import pytest

from claims import cases, telling
from claims.models import Claim, Proposal
from desk.review.pages import words_for
from notifications.models import Message
from payouts import destinations, holds, orders
from payouts.models import Brand, Payout, ReceiveLink
from payouts.telling import follow, unreachable
from tests.issuers.people import by_way
from tests.makers import regionpay, told
from tests.matching.people import TARO, covered, filed
from tests.review.people import AT, LATER, sato, seen, suzuki
from tests.status.people import opened

pytestmark = pytest.mark.django_db
MISTYPED, RIGHT = "taroo@example.jp", "09000000002"


@pytest.fixture
def claim() -> Claim:
    made = opened(covered(), by=MISTYPED)
    told("2023-04-10 14:00")
    return made


def ask(claim, **more):
    values = {"by": sato(), "seen": seen(claim), "deliver_by": "sms", "deliver_to": RIGHT, "reason": "本人からの電話"}
    return destinations.ask(claim_id=claim.pk, at=AT, **values | more)


def approve(asked):
    return destinations.approve(proposal_id=asked.pk, by=suzuki(), at=LATER)


def live_links() -> list[tuple]:
    return list(ReceiveLink.objects.filter(revoked_at=None).values_list("channel", "destination"))


def test_the_url_does_not_serve_until_it_is_decided(claim):
    ask(claim)
    with pytest.raises(orders.OnHold):
        orders.order(payout_id=Payout.objects.get().pk, brand=Brand.NANACO, who="test", at=AT)


def test_a_new_url_goes_to_the_new_place_and_the_old_one_is_dead(claim):
    approve(ask(claim))
    assert live_links() == [("sms", RIGHT)]
    assert Payout.objects.get().held_at is None
    last = Message.objects.filter(template="receive_link").latest("pk")
    assert (last.channel, last.to, last.state) == ("sms", RIGHT, "queued")


def test_what_still_waits_for_the_old_place_is_not_sent():
    claim = opened(covered(), by=MISTYPED)
    approve(ask(claim))
    assert not Message.objects.filter(to=MISTYPED, template="receive_link").exclude(state="cancelled").exists()


def test_whoever_was_proved_there_is_told(claim):
    approve(ask(claim))
    assert Message.objects.get(template="destination_changed").to == MISTYPED


def test_a_place_nobody_proved_is_told_nothing(claim):
    Claim.objects.update(contact_verified_at=None)
    approve(ask(claim))
    assert not Message.objects.filter(template="destination_changed").exists()


def test_it_counts_as_proved_no_longer(claim):
    approve(ask(claim))
    claim.refresh_from_db()
    assert (claim.deliver_to, claim.contact_verified_at) == (RIGHT, None)


def test_what_two_persons_changed_on_a_claim_by_phone_is_written_to(claim):
    """It was proved on the call before; that it is no longer must not make every word a call."""
    Claim.objects.update(channel="desk")
    approve(ask(claim))
    claim.refresh_from_db()
    assert telling.where(claim) == ("sms", RIGHT)


def test_sent_back_all_is_as_it_was(claim):
    asked = ask(claim)
    destinations.send_back(proposal_id=asked.pk, by=suzuki(), answer="本人と確認できない", at=LATER)
    assert live_links() == [("mail", MISTYPED)]
    assert Payout.objects.get().held_at is None


def test_changed_meanwhile_it_is_void(claim):
    asked = ask(claim)
    Claim.objects.update(name="次郎")
    assert approve(asked).state == "void"
    assert live_links() == [("mail", MISTYPED)]


def test_where_it_goes_already(claim):
    with pytest.raises(destinations.NothingNew):
        ask(claim, deliver_by="mail", deliver_to=MISTYPED)


def test_points_are_not_told_by_calls(claim):
    with pytest.raises(destinations.NotSoFor):
        ask(claim, deliver_by="call", deliver_to="0980000001")


def test_not_without_a_reason(claim):
    with pytest.raises(holds.NoReason):
        ask(claim, reason="")


def test_not_from_an_old_page(claim):
    before = seen(claim)
    Claim.objects.update(deliver_to=TARO)
    with pytest.raises(cases.ChangedMeanwhile):
        ask(claim, seen=before)


def test_a_person_s_own_hold_stays(claim):
    Payout.objects.update(held_at=AT, held_by="tanaka", hold_reason="疑い")
    approve(ask(claim))
    assert Payout.objects.get().held_by == "tanaka"


def test_a_claim_with_nothing_open():
    claim = filed(covered())
    approve(ask(claim))
    assert Claim.objects.get().deliver_to == RIGHT


def order_points() -> None:
    by_way("list")
    orders.order(payout_id=Payout.objects.get().pk, brand=Brand.NANACO, who="test", at=AT)


def test_while_points_are_ordered_it_stays_and_nobody_is_asked(claim):
    order_points()
    with pytest.raises(destinations.PointsAreComing):
        ask(claim)
    assert (Proposal.objects.count(), Claim.objects.get().deliver_to) == (0, MISTYPED)


def test_what_was_asked_before_is_not_approved_while_points_are_ordered(claim):
    Payout.objects.update(held_at=AT, held_by="tanaka", hold_reason="疑い")
    asked = ask(claim)
    Payout.objects.update(held_at=None, held_by="", hold_reason="")
    order_points()
    with pytest.raises(destinations.PointsAreComing):
        approve(asked)
    assert (Claim.objects.get().deliver_to, live_links()) == (MISTYPED, [("mail", MISTYPED)])


def test_the_refusal_has_words_on_the_screen():
    [words] = words_for(destinations.PointsAreComing())
    assert "いまは送り先を変えられません" in words


def test_what_fails_there_goes_nowhere_by_itself(claim):
    """The phone on record was tried by nobody, and may be what the claimant moved away from."""
    Claim.objects.update(phone=RIGHT)
    approve(ask(claim, deliver_by="mail", deliver_to="new@example.jp"))
    told("2023-04-20 13:30")
    Message.objects.filter(to="new@example.jp", template="receive_link").update(state="undeliverable", error="550")

    assert follow(regionpay(), LATER) == 0
    assert live_links() == [("mail", "new@example.jp")]
    assert list(unreachable()) == [Payout.objects.get()]
