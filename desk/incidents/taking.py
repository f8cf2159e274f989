"""「お申し出を受け付ける」: one page for what the caller says; saved, it shows the receipt number to read out (notice 2.B1)."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from claims import incident_intake
from claims.doubtful import doubtful
from claims.models import Claim, Incident
from coupons.models import Coupon, Member, Scheme, Store
from desk.call import identified, ledger_rows, screens, search
from desk.call import views as desk_views
from desk.call.search import Kind
from desk.incidents.forms import IntakeForm
from trail.needs import needs


@needs("desk.incident")
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """From a coupon's screen it is filled in (`?coupon=`); without one anything can be typed, and is saved."""
    coupon = _coupon(request)
    scheme = coupon.scheme if coupon else desk_views.the_scheme()
    if scheme is None:
        raise Http404
    stores = _stores(scheme, coupon)
    before = None
    if request.method == "POST":
        form = IntakeForm(scheme, coupon, stores, request.POST)
        if form.is_valid():
            try:
                incident = _saved(request, scheme, form)
            except incident_intake.SavedDifferently as refusal:
                before = refusal.incident
                _as_another(form)
            else:
                words = f"受付番号は {incident.receipt_no} です。お客様にお伝えください。通話も記録しました。"
                messages.success(request, words)
                return redirect("desk_incident", incident.pk)
    else:
        form = IntakeForm(scheme, coupon, stores, initial=_known(request, coupon))
    known = ledger_rows.ledger(coupon) if coupon else None
    return desk_views.page(
        request,
        "desk/incidents/take.html",
        scheme=scheme,
        form=form,
        coupon=coupon,
        ledger=known,
        rows=[row for row in ledger_rows.rows(known) if row.moved] if known else [],
        number=identified.number_of(coupon, request.session) if coupon else "",
        has_faults=bool(form.errors),
        before=before,
    )


def _saved(request: HttpRequest, scheme: Scheme, form: IntakeForm) -> Incident:
    """Raises incident_intake.SavedDifferently."""
    known = form.cleaned_data
    return incident_intake.take(
        scheme=scheme,
        report=form.report(),
        nonce=known["nonce"],
        by=request.user,
        store=form.store,
        tell=known["tell"],
    )


def _as_another(form: IntakeForm) -> None:
    """Saved once more, it is another report: it gets a mark of its own, and what was typed stays."""
    form.data = form.data.copy()
    form.data["nonce"] = str(uuid4())


def _coupon(request: HttpRequest) -> Coupon | None:
    pk = request.GET.get("coupon", "")
    if not pk:
        return None
    coupon = Coupon.objects.select_related("scheme", "member", "issuer").filter(pk=pk).first() if _is_id(pk) else None
    if coupon is None:
        raise Http404
    return coupon


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) < 18


def _stores(scheme: Scheme, coupon: Coupon | None) -> list[Store]:
    """Where the coupon paid on the days in question."""
    if coupon is None:
        return []
    payments = [one.payment for one in doubtful(Incident(scheme=scheme, coupon=coupon, kind=Incident.Kind.OTHER))]
    return list({payment.store_id: payment.store for payment in payments if payment.store_id}.values())


def _known(request: HttpRequest, coupon: Coupon | None) -> dict[str, str]:
    """What the records fill in; of a person only what this session may see."""
    if coupon is None:
        searched = search.understood(desk_views.typed_before(request), Scheme.objects.all())
        fields = {Kind.NUMBER: "inquiry_no", Kind.PHONE: "phone"}
        return {fields[searched.kind]: searched.value} if searched.kind in fields else {}
    whose = identified.of_coupon(coupon, screens.lines_for(coupon))
    if whose is None or not identified.person(whose, request.session, request.user).is_identified:
        return {}
    if isinstance(whose, Member):
        return {"phone": whose.phone}
    return _of_claim(whose)


def _of_claim(claim: Claim) -> dict[str, str]:
    return {"name": claim.name, "name_kana": claim.name_kana, "phone": claim.phone}
