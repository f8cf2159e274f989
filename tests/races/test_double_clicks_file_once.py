"""Twenty identical clicks on 「この内容で申請する」 are one claim; the database knows it by the draft's nonce."""

from claims import filing
from claims.models import Claim, ClaimLine, Draft
from config import clock
from notifications.models import Message
from tests.filing.drafts_made import proved
from tests.makers import japan
from tests.races.guards import Background, refusal


def test_twenty_clicks_at_once_are_one_claim_and_get_the_same_answer(own_database):
    clock.move_to(japan("2023-04-02 10:00"))
    made = proved()
    runs = [Background(lambda: filing.file(draft=Draft.objects.get(pk=made.pk))) for _ in range(20)]
    answers = {run.join().result.receipt_no for run in runs}
    assert (len(answers), Claim.objects.count(), ClaimLine.objects.count()) == (1, 1, 1)
    assert Message.objects.filter(template="claim_filed").count() == 1


def test_the_nonce_refuses_a_second_claim_whatever_the_program_believes(db):
    clock.move_to(japan("2023-04-02 10:00"))
    claim = filing.file(draft=proved())
    claim.pk, claim.receipt_no = None, "A-0000-0000-0"
    assert refusal(claim.save) == "claims_claim_form_nonce_key"
