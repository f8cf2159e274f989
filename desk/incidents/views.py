"""Incidents on the screen: the list of them, and one with everything about it. Deeds are in incident_deeds."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from claims import incident_intake, incident_payees, leases
from claims.doubtful import Doubtful
from claims.models import Incident, IncidentDecision
from coupons.models import Scheme
from desk.call import views as desk_views
from desk.incidents.case import WHY_NOBODY, IncidentCase, Shown, case, contact, is_on_a_payout
from desk.incidents.forms import (
    AgainForm,
    AnswerForm,
    AttachForm,
    ContactForm,
    DecideForm,
    DeclineForm,
    ReopenForm,
    SendBackForm,
    UndoForm,
)
from desk.operations.changes import chosen
from desk.operations.parts import A_PAGE, start_of
from desk.review.pages import minutes_left, with_whom
from payouts import unnamed_cancellations
from trail.needs import needs
from trail.record import record

FORMS = {
    "decide": DecideForm,
    "decline": DeclineForm,
    "answer": AnswerForm,
    "undo": UndoForm,
    "again": AgainForm,
    "reopen": ReopenForm,
    "attach": AttachForm,
    "contact": ContactForm,
    "send-back": SendBackForm,
}
NOBODY = "nobody"  # approved, and nobody would get it
SECOND = "second"  # the filter for what waits for a second person
BACK = "back"  # a person asked for approval, and did not get it
NOT_APPROVED = (IncidentDecision.State.REFUSED, IncidentDecision.State.VOID)
DECIDES = ("desk.decide_incident", "desk.approve_incident")
WORKS_ON_IT = ("desk.incident", *DECIDES)


@dataclass(frozen=True)
class PaymentRow:
    """A payment in question with what is ticked and typed at it: the proposal, or what was typed before."""

    shown: Shown
    one: Doubtful
    is_ticked: bool
    yen: int | str


@needs("desk.search")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The oldest first, by state; who decides sees what waits for them."""
    counts = dict(Incident.objects.order_by().values_list("state").annotate(Count("pk")))
    state, start = request.GET.get("state", ""), start_of(request)
    rows = list(_chosen(state)[start : start + A_PAGE + 1])
    waiting, scheme = IncidentDecision.objects.filter(state=IncidentDecision.State.WAITING).count(), chosen(request)
    return desk_views.page(
        request,
        "desk/incidents/list.html",
        rows=rows[:A_PAGE],
        cancellations=unnamed_cancellations.in_question(scheme).count() if scheme else 0,
        after=start + A_PAGE if len(rows) > A_PAGE else None,
        state=state,
        states=[
            ("", "決まっていないもの", sum(counts.get(one, 0) for one in Incident.UNDECIDED)),
            (SECOND, "2人目を待つもの", waiting),
            (BACK, "差し戻されたもの", _chosen(BACK).count()),
            (NOBODY, "受取人がいないもの", _chosen(NOBODY).count()),
            *[(one.value, one.label, counts.get(one, 0)) for one in Incident.State],
        ],
    )


def _chosen(state: str) -> QuerySet[Incident]:
    rows = Incident.objects.select_related("store").annotate(back_to=_back_to()).order_by("taken_at", "pk")
    if state == SECOND:
        return rows.filter(decisions__state=IncidentDecision.State.WAITING)
    if state == BACK:
        return rows.filter(decided_at=None).exclude(back_to="").exclude(back_to=None)
    if state == NOBODY:
        schemes = Scheme.objects.order_by("pk")
        return rows.filter(pk__in=[one.pk for scheme in schemes for one in incident_payees.without_a_payee(scheme)])
    if state in Incident.State:
        return rows.filter(state=state)
    return rows.filter(decided_at=None)


def _back_to() -> Subquery:
    """Who asked last for an approval and did not get it from another; "" where it was given or still waits."""
    is_back = Q(state__in=NOT_APPROVED) & ~Q(settled_by=F("made_by"))
    whose = Case(When(is_back, then=F("made_by__username")), default=Value(""))
    last = IncidentDecision.objects.filter(incident=OuterRef("pk")).order_by("-pk")
    return Subquery(last.annotate(whose=whose).values("whose")[:1])


@needs("desk.search")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One incident; that it was looked at is on the trail."""
    incident = found(pk)
    record("looked at", who=request.user.get_username(), about=incident)
    return incident_page(request, incident)


@needs("desk.incident")
@require_POST
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """「対応を始める」; with `over` also from a colleague."""
    incident = found(pk)
    try:
        leases.take(found(pk), by=request.user, takes_over="over" in request.POST)
    except leases.WithAColleague as refusal:
        return incident_page(request, incident, status=409, refused=[with_whom(refusal.opened)])
    return redirect("desk_incident", pk)


@needs("desk.incident")
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """「対応を終える」"""
    leases.give_back(found(pk), by=request.user)
    messages.success(request, "対応を終えました。")
    return redirect("desk_incidents")


def found(pk: int) -> Incident:
    rows = Incident.objects.select_related("scheme", "coupon__scheme", "coupon__member", "store", "taken_by")
    return get_object_or_404(rows, pk=pk)


def incident_page(
    request: HttpRequest,
    incident: Incident,
    *,
    status: int = 200,
    refused: list[str] | None = None,
    typed: tuple[str, Form] | None = None,
) -> HttpResponse:
    """The incident as it is now. `typed`: a form that was not right, with its deed; nothing typed in it is lost."""
    known = case(incident, shows_numbers=any(request.user.has_perm(name) for name in DECIDES))
    is_clear = any(request.user.has_perm(name) for name in WORKS_ON_IT)
    opened = leases.who_has(incident)
    is_mine = opened is not None and opened.clerk_id == request.user.pk
    response = desk_views.page(
        request,
        "desk/incidents/case.html",
        is_mine=is_mine,
        minutes_left=minutes_left(opened) if opened else 0,
        colleague=with_whom(opened) if opened and not is_mine else "",
        scheme=incident.scheme,
        case=known,
        incident=incident,
        contact=contact(incident, is_clear=is_clear),
        forms={name.replace("-", "_"): _form(name, known, typed) for name in FORMS},
        chosen=_chosen_payments(known, typed),
        is_own=known.waiting is not None and known.waiting.made_by_id == request.user.pk,
        is_nobodys=known.payee == WHY_NOBODY,
        is_on_a_payout=is_on_a_payout(incident),
        refused=refused or [],
        has_faults=bool(typed and typed[1].errors),
    )
    response.status_code = status
    return response


def _form(name: str, known: IncidentCase, typed: tuple[str, Form] | None) -> Form:
    if typed and typed[0] == name:
        form = typed[1]
        form.data = form.data.copy()
        form.data["seen"] = known.seen  # what is on the screen now
        return form
    values = {"seen": known.seen}
    if name == "contact":
        values |= {field: getattr(known.incident, field) for field in incident_intake.CONTACT}
    return FORMS[name](initial=values, auto_id=f"id_{name}_%s")


def _chosen_payments(known: IncidentCase, typed: tuple[str, Form] | None) -> list[PaymentRow]:
    data = typed[1].data if typed and typed[0] == "decide" else None
    if data is None:
        return [PaymentRow(Shown(one.payment), one, one.is_proposed, one.left_yen) for one in known.payments]
    ticked = data.getlist("pay")
    return [
        PaymentRow(
            Shown(one.payment), one, str(one.payment.pk) in ticked, data.get(f"yen_{one.payment.pk}", one.left_yen)
        )
        for one in known.payments
    ]
