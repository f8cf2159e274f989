"""What a clerk asks of a second person and hears back, on the claim's own screen: the case is for reviewers.

The destination changed and a claim by phone asked again (their deeds are in review_deeds), one's own taken back, and a
list of what one has asked.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from claims import cases
from claims.models import Claim, ClaimLine, Incident, IncidentDecision, Proposal, RouteChange
from desk.review.forms import AnswerForm, DestinationForm
from desk.review.pages import REFUSALS, page, words_for
from desk.review.waiting import APPROVING, Deed
from trail.needs import needs

OF_CLERKS = (Deed.TAKE, Deed.DESTINATION)
State = Proposal.State
MOST = 100


@dataclass(frozen=True)
class Asked:
    """What was asked of a second person, where it stands, and whether this clerk asked it."""

    proposal: Proposal
    is_own: bool

    @property
    def is_waiting(self) -> bool:
        return self.proposal.state == State.WAITING


@dataclass(frozen=True)
class Part:
    """The claim's screen: what was asked last of each kind, and what may be asked now."""

    asked: list[Asked]
    may_ask_again: bool
    destination: DestinationForm | None
    withdrawal: AnswerForm


def of_claim(claim: Claim, by: User, typed: DestinationForm | None = None) -> Part:
    """For whoever takes claims on the phone. `typed`: a form that was not right."""
    last = [_last(claim, deed) for deed in OF_CLERKS]
    asked = [Asked(one, one.made_by_id == by.pk) for one in last if one and one.state != State.APPROVED]
    waiting = {one.proposal.deed for one in asked if one.is_waiting}
    return Part(
        asked=asked,
        may_ask_again=Deed.TAKE not in waiting and _stands_for_a_second_person(claim),
        destination=None if Deed.DESTINATION in waiting or claim.withdrawn_at else _destination(claim, typed),
        withdrawal=AnswerForm(),
    )


def _last(claim: Claim, deed: str) -> Proposal | None:
    rows = Proposal.objects.filter(claim=claim, deed=deed).select_related("made_by", "settled_by")
    return rows.order_by("-pk").first()


def _stands_for_a_second_person(claim: Claim) -> bool:
    return claim.lines.filter(state=ClaimLine.State.REVIEW, reason=ClaimLine.Reason.DESK).exists()


def _destination(claim: Claim, typed: DestinationForm | None) -> DestinationForm:
    seen = str(cases.version(claim))
    if typed is None:
        return DestinationForm(initial={"seen": seen})
    typed.data = typed.data.copy()
    typed.data["seen"] = seen  # what is on the screen now
    return typed


def sent_back_to(by: User) -> QuerySet[Proposal]:
    """What this clerk asked and got back, the newest first, until the same is asked anew or nothing is left to ask."""
    later = Proposal.objects.filter(claim=OuterRef("claim"), deed=OuterRef("deed"), pk__gt=OuterRef("pk"))
    ended = Proposal.objects.filter(made_by=by, deed__in=OF_CLERKS, state__in=[State.REFUSED, State.VOID])
    by_another = Q(claim__withdrawn_at=None) & ~Q(settled_by=by)
    return ended.filter(~Exists(later)).filter(by_another | _gone_with_its_report())


def _gone_with_its_report() -> Q:
    """Its claim went when the report was undone that had filed it (payouts/incident_undoing.py), also by this clerk. It
    is asked anew by putting the report's contact right, or of the claim that it files next.
    """
    report = OuterRef("claim__desk__incident")
    undone = IncidentDecision.objects.filter(incident=report, undone_at=OuterRef("claim__withdrawn_at"))
    corrected = RouteChange.objects.filter(
        incident=report, what=RouteChange.What.CONTACT, at__gte=OuterRef("settled_at")
    )
    asked_anew = Proposal.objects.filter(claim__desk__incident=report, deed=OuterRef("deed"), pk__gt=OuterRef("pk"))
    went_with_it = Q(settled_at__gte=F("claim__withdrawn_at")) & Exists(undone)
    is_over = Q(claim__desk__incident__state__in=[Incident.State.DECLINED, Incident.State.CLOSED])
    return went_with_it & ~is_over & ~Exists(corrected) & ~Exists(asked_anew)


@needs("desk.claim")
@require_safe
def asked_by_me(request: HttpRequest) -> HttpResponse:
    """「自分が頼んだもの」: what was sent back, with the answer, and what still waits."""
    mine = Proposal.objects.filter(made_by=request.user, deed__in=OF_CLERKS, state=State.WAITING)
    return page(
        request,
        "desk/review/asked.html",
        title="2人目に頼んだもの",
        sent_back=sent_back_to(request.user).select_related("claim", "settled_by").order_by("-settled_at")[:MOST],
        waiting=mine.select_related("claim").order_by("made_at", "pk")[:MOST],
        most=MOST,
    )


@needs("desk.claim")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「取り下げる」, of what one has asked oneself."""
    asked = get_object_or_404(Proposal, pk=pk, made_by=request.user, deed__in=OF_CLERKS)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "取り下げる理由を入力してください。")
        return redirect("desk_claim", asked.claim_id)
    try:
        APPROVING[Deed(asked.deed)].send_back(proposal_id=pk, by=request.user, answer=form.cleaned_data["answer"])
    except REFUSALS as refusal:
        for words in words_for(refusal):
            messages.error(request, words)
    else:
        messages.success(request, "頼んだことを取り下げました。")
    return redirect("desk_claim", asked.claim_id)
