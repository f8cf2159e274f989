"""A new destination is asked for at the moment the claim's payout is opened: no URL serves at the old one (case 24)."""

import pytest

from claims.models import Claim
from notifications.models import Message
from payouts import destinations, entitlements, opening
from payouts.models import Payout, ReceiveLink
from tests.makers import japan, regionpay
from tests.matching.people import covered
from tests.races.guards import at_once
from tests.review.people import sato, seen, suzuki
from tests.status.people import matched

AT = japan("2023-04-03 12:00")
LATER = japan("2023-04-03 18:00")
NEW = "09000000009"


@pytest.fixture
def claim(own_database) -> Claim:
    """Accepted, and frozen; its payout not yet opened."""
    made = matched(covered())
    entitlements.freeze(made.scheme, AT)
    return made


def ask(claim: Claim):
    where = {"deliver_by": "sms", "deliver_to": NEW, "reason": "本人からの電話"}
    return destinations.ask(claim_id=claim.pk, by=sato(), seen=seen(claim), at=AT, **where)


def open_payouts(at=AT) -> int:
    return opening.open_payouts(regionpay(), at)


def serving() -> list[str]:
    """Where URLs went that may be used now."""
    live = ReceiveLink.objects.filter(revoked_at=None, payout__state="open", payout__held_at=None)
    return list(live.values_list("destination", flat=True))


def test_asked_before_the_opening_nothing_is_opened_until_it_is_settled(claim):
    asked = ask(claim)
    assert (open_payouts(), Message.objects.filter(template="receive_link").count()) == (0, 0)

    destinations.approve(proposal_id=asked.pk, by=suzuki(), at=LATER)
    assert (open_payouts(LATER), serving()) == (1, [NEW])
    assert Message.objects.get(template="receive_link").to == NEW


def test_sent_back_it_opens_to_where_it_was(claim):
    asked = ask(claim)
    destinations.send_back(proposal_id=asked.pk, by=suzuki(), answer="本人と確認できない", at=LATER)
    assert (open_payouts(LATER), serving()) == (1, [claim.deliver_to])


def test_asked_while_it_is_opened_it_is_held(claim):
    waited, asking = at_once(open_payouts, lambda: ask(claim))
    assert (waited, asking.error) == (True, None)
    assert (Payout.objects.get().held_for, serving()) == (asking.result, [])


def test_opened_while_it_is_asked_nothing_is_opened(claim):
    waited, opened = at_once(lambda: ask(claim), open_payouts)
    assert (waited, opened.error, Payout.objects.count()) == (True, None, 0)


@pytest.mark.parametrize("opens_first", [True, False])
def test_without_the_claim_s_lock_the_url_serves_at_the_old_place(claim, monkeypatch, opens_first):
    """Each reads before the other has written."""
    monkeypatch.setattr(destinations, "_locked", lambda pk: Claim.objects.select_related("scheme").get(pk=pk))
    both = [open_payouts, lambda: ask(claim)]
    _, later = at_once(*both) if opens_first else at_once(*reversed(both))
    assert later.error is None
    assert serving() == [claim.deliver_to]
