"""Coupons, person, stay: what a claim tells before the contact is proved."""

from datetime import date

from django.http import HttpResponse
from django.utils.datastructures import MultiValueDict

from claims.claiming.visit import Visit
from claims.filing import COUPONS_MAX
from claims.forms.page import as_typed
from claims.forms.person import PersonForm, StayForm
from claims.forms.trip import CouponsForm, shown_again
from claims.normalise import phone_shown
from config.clock import JAPAN

TRIP = ("prefecture", "travel_year", "travel_month", "travel_day")


def coupons(visit: Visit) -> HttpResponse:
    """「クーポンの情報」: one trip, up to 20 numbers."""
    if visit.is_posted and ("add" in visit.request.POST or "remove" in visit.request.POST):
        return _other_rows(visit)
    form = CouponsForm(visit.scheme, visit.judged, _shown(visit))
    if visit.is_posted:
        return visit.answer(form, "trip")
    row = visit.request.GET.get("row", "")
    newest = int(row) if row.isdecimal() and len(row) < 3 else None
    return visit.show("claims/form/coupons.html", form=form, newest=newest, most=COUPONS_MAX)


def _shown(visit: Visit) -> MultiValueDict:
    """What the fields hold when the page is opened."""
    if visit.kept is not None:
        return visit.kept
    if "trip" in visit.answers:
        return shown_again(visit.answers["trip"])
    year = visit.scheme.outage_from.astimezone(JAPAN).year
    return MultiValueDict({"prefecture": [visit.request.GET.get("prefecture", "")], "travel_year": [year]})


def _other_rows(visit: Visit) -> HttpResponse:
    """A field more, or one less. Nothing is judged yet."""
    typed = visit.request.POST
    rows, removed = typed.getlist("inquiry_no"), typed.get("remove", "")
    if removed.isdecimal() and 1 <= int(removed) <= len(rows):
        del rows[int(removed) - 1]
    elif "add" in typed and len(rows) < COUPONS_MAX:
        rows.append("")
    visit.keep({name: typed.getlist(name) for name in TRIP} | {"inquiry_no": rows}, refusal=None)
    return visit.go("coupons", f"?row={len(rows)}")


def you(visit: Visit) -> HttpResponse:
    """「お客様情報」."""
    known = visit.answers.get("person", {})
    as_understood = known | {"phone": phone_shown(known["phone"])} if known else {}
    form = PersonForm(visit.judged, initial=visit.shown(as_understood))
    if visit.is_posted:
        return visit.answer(form, "person")
    return visit.show("claims/form/you.html", form=form)


def stay(visit: Visit) -> HttpResponse:
    """「ご宿泊の情報」, for refunds (notice 2.R); the first night is taken from the trip."""
    form = StayForm(visit.scheme, visit.judged, initial=visit.shown(_stay_shown(visit.answers)))
    if visit.is_posted:
        return visit.answer(form, "stay")
    return visit.show("claims/form/stay.html", form=form)


def _stay_shown(answers: dict) -> dict:
    known = answers.get("stay", {})
    day = date.fromisoformat(known.get("checked_in_on") or answers["trip"]["travel_on"])
    names = {name: known.get(name, "") for name in ("booked_with", "representative")}
    return as_typed(day, "stay") | names | {"stay_name": known.get("place", "")}
