"""A clerk asks for another destination in the moment in which the report that has filed the claim is undone."""

from claims import cases
from claims.models import Claim, Proposal
from payouts import destinations
from payouts.incident_undoing import undo
from tests.incidents.people import approved, reported, sakura, seen
from tests.makers import japan, shop_says, staff
from tests.races.guards import at_once


def test_what_was_asked_first_does_not_wait_for_ever_on_a_claim_that_is_gone(own_database):
    of = approved(shop_says(reported(sakura(), "paid_twice")), "2023-03-12 10:00")
    claim, mark, by = Claim.objects.get(), seen(of), {name: staff(name) for name in ("clerk", "reviewer")}
    place = {"deliver_by": "sms", "deliver_to": "09033330008", "reason": "番号が変わった"}
    ask = {"claim_id": claim.pk, "by": by["clerk"], "seen": str(cases.version(claim)), "at": japan("2023-03-13 10:00")}
    gone = {"incident_id": of.pk, "why": "別の店", "by": by["reviewer"], "seen": mark, "at": japan("2023-03-13 10:00")}

    waited, later = at_once(lambda: destinations.ask(**ask, **place), lambda: undo(**gone))

    assert (waited, later.error, Proposal.objects.get().state) == (True, None, "refused")
    assert Claim.objects.get().withdrawn_at == japan("2023-03-13 10:00")
