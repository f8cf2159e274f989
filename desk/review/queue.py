"""「審査待ち」: the lines that a person has to decide, by age; and what else waits for people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Now as RealNow
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from claims.models import ClaimLine, OpenCase, Proposal
from config import clock
from desk.review.case import WAITS_DAYS, due_at
from desk.review.pages import page
from notifications import by_hand
from trail.needs import needs

A_PAGE = 50
SOON = timedelta(days=2)
Reason = ClaimLine.Reason
REASONS = (Reason.NUMBER, Reason.CONFLICT, Reason.IN_APP, Reason.MANY, Reason.STAFF, Reason.DESK)
SENT_BACK = "sent_back"
FILTERS = [*[(each.value, each.label) for each in REASONS], (SENT_BACK, "2人目が差し戻した")]
DUE = {"over": "期限をすぎた", "soon": "2日以内に期限"}


@dataclass(frozen=True)
class Waiting:
    """A line of the queue."""

    line: ClaimLine
    number_ends: str
    reason: str
    days: int
    due_at: datetime
    is_over: bool
    with_whom: str


@needs("desk.review")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The oldest first, filtered by reason and by deadline: after seven days the rest of the claim goes without it."""
    at = clock.now()
    reason, due = request.GET.get("reason", ""), request.GET.get("due", "")
    lines = _by_deadline(in_review(), due, at)
    counts = dict(lines.order_by().values_list("reason").annotate(Count("pk")))
    chosen = _sent_back(lines) if reason == SENT_BACK else lines.filter(reason=reason) if reason in REASONS else lines
    found = counts | {SENT_BACK: _sent_back(lines).count()}
    start = _start(request)
    rows = list(chosen[start : start + A_PAGE + 1])
    return page(
        request,
        "desk/review/queue.html",
        title="審査待ち",
        rows=_shown(rows[:A_PAGE], at),
        reasons=[(value, label, found.get(value, 0)) for value, label in FILTERS],
        all_of_them=sum(counts.values()),
        reason=reason,
        due=due,
        dues=DUE.items(),
        after=start + A_PAGE if len(rows) > A_PAGE else None,
        second=Proposal.objects.filter(state=Proposal.State.WAITING).count(),
        letters=by_hand.due("letter", at).count(),
        calls=by_hand.due("call", at).count(),
    )


def in_review() -> QuerySet[ClaimLine]:
    """What a person has to decide, the oldest claim first."""
    lines = ClaimLine.objects.filter(state=ClaimLine.State.REVIEW, claim__withdrawn_at=None)
    return lines.select_related("claim").order_by("claim__filed_at", "pk")


def _sent_back(lines: QuerySet[ClaimLine]) -> QuerySet[ClaimLine]:
    """Taken on the phone, and no second person is asked: they sent it back, or found it changed."""
    asked = Proposal.objects.filter(claim=OuterRef("claim"), deed=Proposal.Deed.TAKE, state=Proposal.State.WAITING)
    return lines.filter(~Exists(asked), reason=Reason.DESK)


def _by_deadline(lines: QuerySet[ClaimLine], due: str, at: datetime) -> QuerySet[ClaimLine]:
    waits = timedelta(days=WAITS_DAYS)
    if due == "over":
        return lines.filter(claim__filed_at__lte=at - waits)
    if due == "soon":
        return lines.filter(claim__filed_at__gt=at - waits, claim__filed_at__lte=at - waits + SOON)
    return lines


def _start(request: HttpRequest) -> int:
    typed = request.GET.get("after", "")
    return int(typed) if typed.isdecimal() and len(typed) < 7 else 0


def _shown(lines: list[ClaimLine], at: datetime) -> list[Waiting]:
    claims = {line.claim_id for line in lines}
    opened = OpenCase.objects.filter(claim__in=claims, until__gt=RealNow()).select_related("clerk")
    clerks = {case.claim_id: case.clerk.get_username() for case in opened}
    return [
        Waiting(
            line=line,
            number_ends=line.stated_no[-4:],
            reason=Reason(line.reason).label if line.reason in Reason else line.reason,
            days=(at - line.claim.filed_at).days,
            due_at=due_at(line.claim),
            is_over=at >= due_at(line.claim),
            with_whom=clerks.get(line.claim_id, ""),
        )
        for line in lines
    ]
