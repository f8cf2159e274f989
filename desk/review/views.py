"""A case on the screen, and who has it open. What is decided there is in review_deeds."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from claims import leases
from claims.leases import WithAColleague
from claims.models import Claim
from config import clock
from desk.call.views import claim_page
from desk.review.case import Case, CaseLine, case
from desk.review.forms import AcceptForm, AskForm, DeclineForm, DestinationForm, GrantForm, SecondWinsForm
from desk.review.pages import event_words, minutes_left, page, with_whom
from payouts.status.outlook import contact
from trail.models import AuditEvent
from trail.needs import needs
from trail.record import record

FORMS = {
    "accept": AcceptForm,
    "decline": DeclineForm,
    "ask": AskForm,
    "second": SecondWinsForm,
    "grant": GrantForm,
    "destination": DestinationForm,
}
HISTORY = 30


@needs("desk.review")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A claim in review."""
    return case_page(request, found(pk))


@needs("desk.review")
@require_POST
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """「対応を始める」; with `over` also from a colleague."""
    claim = found(pk)
    try:
        leases.take(claim, by=request.user, takes_over="over" in request.POST)
    except WithAColleague as refusal:
        return case_page(request, claim, status=409, refused=[with_whom(refusal.opened)])
    return redirect("desk_review_case", claim.pk)


@needs("desk.review")
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「対応を終える」"""
    leases.give_back(found(pk), by=request.user)
    messages.success(request, "対応を終えました。")
    return redirect("desk_review")


def found(pk: int) -> Claim:
    return get_object_or_404(Claim.objects.select_related("scheme", "stay", "account", "desk__taken_by"), pk=pk)


def case_page(
    request: HttpRequest,
    claim: Claim,
    *,
    status: int = 200,
    refused: list[str] | None = None,
    typed: tuple[str, int, Form] | None = None,
) -> HttpResponse:
    """The case as it is now; that it was looked at is on the trail. Who may not review is told on the claim's screen.

    `typed`: a form that was not right, with its deed and row; nothing typed in it is lost.
    """
    if not request.user.has_perm("desk.review"):
        return _told_on_the_claim(request, claim, refused or [], typed)
    record("looked at", who=request.user.get_username(), about=claim)
    known = case(claim, clock.now())
    is_mine = known.opened is not None and known.opened.clerk_id == request.user.pk
    forms = [(one, _forms(one, known, typed)) for one in known.lines] if is_mine else []
    return page(
        request,
        "desk/review/case.html",
        status=status,
        title=f"申請 {claim.receipt_no}",
        case=known,
        claim=claim,
        contact=contact(claim),
        is_mine=is_mine,
        minutes_left=minutes_left(known.opened) if known.opened else 0,
        unsent=_unsent(typed, forms, is_mine),
        colleague=with_whom(known.opened) if known.opened and not is_mine else "",
        lines=forms or [(one, {}) for one in known.lines],
        destination=_form("destination", claim.pk, known, typed, {"deliver_by": claim.deliver_by}) if is_mine else None,
        history=[event_words(event) for event in _history(known)],
        refused=refused or [],
        has_faults=bool(typed and typed[2].errors),
    )


def _told_on_the_claim(
    request: HttpRequest, claim: Claim, refused: list[str], typed: tuple[str, int, Form] | None
) -> HttpResponse:
    """Why it was not done, with what was typed for another destination; the rest is typed in the case alone."""
    if typed and typed[0] == "destination":
        return claim_page(request, claim.pk, destination=typed[2], refused=refused, status=409 if refused else 200)
    for words in refused:
        messages.error(request, words)
    return redirect("desk_claim", claim.pk)


def _unsent(typed: tuple[str, int, Form] | None, forms: list[tuple[CaseLine, dict]], is_mine: bool) -> list[tuple]:
    """What was typed into a form that the page has no more: a colleague took over, or decided it meanwhile."""
    shown = [form for _one, deeds in forms for form in deeds.values()]
    if typed is None or typed[2] in shown or (typed[0] == "destination" and is_mine):
        return []
    values = [(field.label, field.value()) for field in typed[2].visible_fields()]
    return [(label, "、".join(value) if isinstance(value, list) else value) for label, value in values if value]


def _forms(one: CaseLine, known: Case, typed: tuple[str, int, Form] | None) -> dict[str, Form]:
    """Only what can be done with the line now; the template asks by name."""
    deeds = []
    if one.is_to_decide:
        deeds = ["second", "decline", "ask"] if one.is_contested else ["accept", "decline", "ask"]
    if one.may_be_granted and one.waiting is None:
        deeds.append("grant")
    return {deed: _form(deed, one.line.pk, known, typed) for deed in deeds}


def _form(deed: str, pk: int, known: Case, typed: tuple[str, int, Form] | None, initial: dict | None = None) -> Form:
    if typed and typed[:2] == (deed, pk):
        form = typed[2]
        form.data = form.data.copy()
        form.data["seen"] = known.seen  # what is on the screen now
        return form
    offered = {"doubts": next(one.doubts for one in known.lines if one.line.pk == pk)} if deed == "accept" else {}
    return FORMS[deed](initial={"seen": known.seen} | (initial or {}), auto_id=f"id_{deed}_{pk}_%s", **offered)


def _history(known: Case) -> list[AuditEvent]:
    about = [f"claims.claim/{known.claim.pk}", *[f"claims.claimline/{one.line.pk}" for one in known.lines]]
    about += [f"payouts.payout/{payout.pk}" for payout in known.payouts]
    events = AuditEvent.objects.filter(about__in=about).exclude(action="looked at")
    return list(reversed(events.order_by("-pk")[:HISTORY]))
