"""Two clerks, and claims that need a person."""

from uuid import uuid4

from django.contrib.auth.models import User

from claims import cases, matching
from claims.desk_claims import OnBehalf
from claims.models import CallNote, Claim, ClaimLine, Proposal
from notifications.models import Message
from notifications.render import render
from tests.makers import japan, regionpay, staff
from tests.matching.people import NOON, STRANGER, covered, filed

AT = japan("2023-04-11 12:00")
LATER = japan("2023-04-12 12:00")
BECAUSE = "発行店の記録で確かめた"
DAUGHTER = OnBehalf(of="沖縄 太郎", relation="長女", evidence="戸籍謄本の写し（4月10日受領）")


def sato() -> User:
    return staff("sato")


def suzuki() -> User:
    return staff("suzuki")


def in_review(*coupons, **more) -> ClaimLine:
    """A claim whose only line a person has to look at: matched, and in doubt."""
    claim = filed(*coupons, **more)
    matching.match_claims(NOON)
    return claim.lines.get()


def wrong_number(**more) -> ClaimLine:
    return in_review("999999999999", **more)


def second_of_two() -> tuple[ClaimLine, ClaimLine]:
    """太郎's accepted line, and the line of a second contact for the same coupon."""
    made = covered()
    first = filed(made)
    matching.match_claims(NOON)
    second = filed(made, by=STRANGER)
    matching.match_claims(NOON)
    return first.lines.get(), second.lines.get()


def seen(line: ClaimLine | Claim) -> str:
    """What a page made just now sends along with its forms."""
    return str(cases.version(line if isinstance(line, Claim) else line.claim))


def noted_call(at: str) -> CallNote:
    """Somebody called, and a clerk wrote it down."""
    values = {"scheme": regionpay(), "clerk": "sato", "disposition": "informed", "text": ""}
    return CallNote.objects.create(at=japan(at), form_nonce=uuid4(), **values)


def again(line: ClaimLine) -> ClaimLine:
    return ClaimLine.objects.get(pk=line.pk)


def stands(line: ClaimLine) -> tuple[str, str]:
    now = again(line)
    return now.state, now.reason


def the_proposal() -> Proposal:
    return Proposal.objects.get(state="waiting")


def texts(to: str, template: str = "claim_checked") -> list[str]:
    """What somebody was told, oldest first."""
    return [render(message).text for message in Message.objects.filter(to=to, template=template).order_by("pk")]
