"""What is known of the caller when a claim is taken, from the screen that led here (`?coupon=`, `?member=`, `?claim=`).

Nothing that the desk would not show: a number only if the caller named it, contacts only of who was identified.
"""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from claims.forms.trip import grouped, same_trip
from claims.models import Claim
from coupons.models import Coupon, Member, Scheme
from desk.call import hits, identified, screens

MODELS = {"coupon": Coupon, "member": Member, "claim": Claim}


@dataclass(frozen=True)
class Known:
    """Values for the forms, and the screen to go back to."""

    trip: MultiValueDict = field(default_factory=MultiValueDict)
    person: dict[str, str] = field(default_factory=dict)
    delivery: dict[str, str] = field(default_factory=dict)
    back: str = ""


def known(request: HttpRequest, scheme: Scheme) -> Known:
    """What the address names, as far as this clerk may see it. Nothing for nonsense."""
    row = _row(request, scheme)
    if row is None:
        return Known()
    whose = identified.of_coupon(row, screens.lines_for(row)) if isinstance(row, Coupon) else row
    is_identified = whose is not None and identified.person(whose, request.session, request.user).is_identified
    person, delivery = _person(whose) if is_identified else ({}, {})
    return Known(_trip(row, request), person, delivery, hits.address(row))


def _row(request: HttpRequest, scheme: Scheme) -> Coupon | Member | Claim | None:
    for name, model in MODELS.items():
        pk = request.GET.get(name, "")
        if pk.isdecimal() and len(pk) < 19:
            return model.objects.filter(pk=pk, scheme=scheme).first()
    return None


def _trip(row: Coupon | Member | Claim, request: HttpRequest) -> MultiValueDict:
    if isinstance(row, Member):
        return MultiValueDict()
    numbers = [grouped(row.inquiry_no)] if isinstance(row, Coupon) and identified.is_heard(row, request.session) else []
    return MultiValueDict(same_trip(row.prefecture, row.travel_on) | {"inquiry_no": numbers})


def _person(whose: Claim | Member) -> tuple[dict[str, str], dict[str, str]]:
    person = {"phone": whose.phone, "email": whose.email}
    if isinstance(whose, Member):
        return person, {}
    return (
        person | {"name": whose.name, "name_kana": whose.name_kana},
        {"deliver_by": whose.deliver_by, "deliver_to": whose.deliver_to},
    )
