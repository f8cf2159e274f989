"""The review in a browser: every page of it in every state, for whoever is logged in."""

from collections.abc import Callable

from claims import leases
from claims.models import Proposal
from config import clock
from payouts import grants, holds, on_behalf
from tests.filing.drafts_made import draft
from tests.makers import hanako, opened, regionpay, staff
from tests.matching.people import STRANGER, covered
from tests.review.people import BECAUSE, DAUGHTER, in_review, sato, second_of_two, seen, wrong_number
from tests.review.screens import address
from tests.review.test_grants import paid_to_the_first
from tests.review.test_letters_and_calls import call, letter


def queue_with_all_kinds() -> str:
    second_of_two()
    in_review(covered(member=hanako(regionpay())), by=STRANGER, method="refund")
    return address("")


def empty_queue() -> str:
    return address("")


def case_of_nobody() -> str:
    return address("case", wrong_number().claim_id)


def case_of_mine() -> str:
    """A number in doubt, its records, and every form open to me."""
    covered(inquiry_no="123456789012")
    line = in_review("123456789021")
    leases.take(line.claim, by=sato())
    return address("case", line.claim_id)


def case_with_doubts() -> str:
    line = in_review(covered(member=hanako(regionpay())), by=STRANGER, method="refund", prefecture="47")
    leases.take(line.claim, by=sato())
    return address("case", line.claim_id)


def case_of_a_colleague() -> str:
    line = wrong_number()
    leases.take(line.claim, by=staff("suzuki"))
    return address("case", line.claim_id)


def case_contested() -> str:
    first, second = second_of_two()
    opened(first.coupon, at="2023-04-11 10:00")
    leases.take(second.claim, by=sato())
    return address("case", second.claim_id)


def case_paid_to_another() -> str:
    _made, line = paid_to_the_first()
    leases.take(line.claim, by=sato())
    return address("case", line.claim_id)


def case_with_a_hold() -> str:
    first, second = second_of_two()
    type(second).objects.filter(pk=second.pk).update(state="declined")
    (payout,) = opened(first.coupon, at="2023-04-11 10:00")
    holds.hold(payout_id=payout.pk, by=staff("suzuki"), reason="なりすましの疑い")
    leases.take(first.claim, by=sato())
    return address("case", first.claim_id)


def waiting() -> str:
    on_behalf.take(draft=draft(), by=staff("suzuki"))
    return address("waiting")


def grant_to_approve() -> str:
    _made, line = paid_to_the_first()
    asked = grants.ask(
        line_id=line.pk, by=staff("suzuki"), seen=seen(line), amount_yen=3000, evidence=BECAUSE, at=clock.now()
    )
    return address("proposal", asked.pk)


def own_proposal() -> str:
    on_behalf.take(draft=draft(), by=sato())
    return address("proposal", Proposal.objects.get().pk)


def refund_to_approve() -> str:
    """By phone, for somebody else, without a code: all that is to be compared."""
    on_behalf.take(draft=draft("refund"), by=staff("suzuki"), on_behalf=DAUGHTER)
    return address("proposal", Proposal.objects.get().pk)


def claim_sent_back() -> str:
    """The clerk's own screen of it, with the answer and what can be asked now."""
    claim = on_behalf.take(draft=draft(), by=sato())
    on_behalf.send_back(
        proposal_id=claim.proposals.get().pk, by=staff("ito"), answer="番号をもう一度うかがってください"
    )
    return f"/admin/desk/claim/{claim.pk}/"


def asked_by_me() -> str:
    claim_sent_back()
    on_behalf.take(draft=draft(delivery={"deliver_by": "sms", "deliver_to": "09012345679"}), by=sato())
    return address("asked")


def claim_taken() -> str:
    return address("taken", on_behalf.take(draft=draft(), by=sato()).pk)


def taking_points() -> str:
    return address("take", "points")


def taking_refund() -> str:
    return address("take", "refund")


def letters() -> str:
    letter()
    return address("letters")


def letters_on_paper() -> str:
    letter()
    letter()
    return address("letters_print")


def calls_on_paper() -> str:
    call()
    return address("calls_print")


def one_letter() -> str:
    return address("letter", letter().pk)


def one_call() -> str:
    return address("call", call().pk)


STATES: dict[str, Callable[[], str]] = {
    making.__name__: making
    for making in (
        queue_with_all_kinds,
        empty_queue,
        case_of_nobody,
        case_of_mine,
        case_with_doubts,
        case_of_a_colleague,
        case_contested,
        case_paid_to_another,
        case_with_a_hold,
        waiting,
        grant_to_approve,
        own_proposal,
        refund_to_approve,
        claim_sent_back,
        asked_by_me,
        claim_taken,
        taking_points,
        taking_refund,
        letters,
        letters_on_paper,
        calls_on_paper,
        one_letter,
        one_call,
    )
}
