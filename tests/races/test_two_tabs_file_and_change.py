"""One tab files the claim while another is about to save a page of it: what was filed stands."""

from django.db import transaction
from django.test import Client

from claims import drafts, filing
from claims.models import Claim
from tests.claiming.walking import Walker
from tests.races.guards import Background


def test_a_page_saved_while_the_claim_is_filed_leads_to_the_receipt(own_database):
    walker = Walker(Client())
    walker.arrive("review")
    draft = walker.draft
    with transaction.atomic():
        drafts.lock(draft)
        change = Background(lambda: walker.good("you", name="沖縄 次郎"))
        assert change.is_waiting()
        filing.file(draft=draft)
    assert change.join().error is None
    assert (walker.at, walker.status, Claim.objects.get().name) == ("done", 200, "沖縄 花子")
