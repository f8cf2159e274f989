"""What is told of an incident, as plain data: for the caller's page and for the desk alike.

Nothing of what leaves for the coupon is told here: who reported something need not be whose coupon it is.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims import incident_telling
from claims.models import Incident
from config.dates import last_minute
from coupons import changes
from payouts.status.coupons import Words
from payouts.status.stages import Progress, Stage

State = Incident.State
CHECKED = (State.CONFIRMED, State.REFUTED)
WAITING = _("結果がわかりましたら、ご連絡します。いま、していただくことはありません。")
HEADLINES = {
    State.OPEN: _("お申し出を承りました"),
    State.CONFIRMING: _("お店の記録を確かめています"),
    State.CONFIRMED: _("結果をまとめています"),
    State.REFUTED: _("結果をまとめています"),
    State.APPROVED: _("お申し出を確認し、残高を戻しました"),
    State.DECLINED: _("補償の対象になりませんでした"),
    State.CLOSED: _("お答えしました"),
}
AFTERWARDS = {
    "member": _("使い切れなかった分は、アプリに登録された電話番号かメールに、ポイントの受取のご案内をお送りします。"),
    "claim": _("使い切れなかった分は、ポイントの受取のご案内をお送りします。"),
    "refund": _("使い切れなかった分は、申請された口座にお振り込みします。"),
}
AT_ONCE = {
    "member": _("同じ額のポイントの受取のご案内を、アプリに登録された電話番号かメールにお送りします。"),
    "claim": _("同じ額のポイントの受取のご案内をお送りします。"),
    "refund": _("同じ額を、申請された口座にお振り込みします。"),
}


@dataclass(frozen=True)
class IncidentTold:
    """An incident `at` one moment. `answer`: what a person wrote to the caller."""

    incident: Incident
    at: datetime
    headline: Words
    words: list[Words]
    answer: str
    stages: list[Stage]


def tell_incident(incident: Incident, at: datetime) -> IncidentTold:
    """What is told of `incident` at one moment. Reads, and changes nothing."""
    return IncidentTold(
        incident=incident,
        at=at,
        headline=HEADLINES[State(incident.state)],
        words=_words(incident, at),
        answer=incident.words if incident.state in (State.DECLINED, State.CLOSED) else "",
        stages=_stages(incident),
    )


def _words(incident: Incident, at: datetime) -> list[Words]:
    if incident.state == State.APPROVED:
        return _given_back(incident, at)
    return [WAITING] if incident.state in Incident.UNDECIDED else []


def _given_back(incident: Incident, at: datetime) -> list[Words]:
    """Good in shops until the last minute, if they hear of it by then; otherwise it is paid (question 7)."""
    until = incident.scheme.usable_until
    to = incident_telling.paid_to(incident)
    yen = f"{incident.approved_yen:,}"
    if at >= until or not changes.reaches_shops(incident.scheme, incident.decided_at):
        return [format_lazy(_("{yen}円をお戻ししました。"), yen=yen), AT_ONCE[to]]
    return [
        format_lazy(
            _("{yen}円をお戻ししました。{until}まで、お店でお使いいただけます。"), yen=yen, until=last_minute(until)
        ),
        AFTERWARDS[to],
    ]


def _stages(incident: Incident) -> list[Stage]:
    taken = Stage(_("受付"), Progress.DONE, incident.taken_at)
    end = Stage(_("結果のご連絡"), *_end(incident))
    if incident.kind == Incident.Kind.OTHER:
        return [taken, end]
    return [taken, Stage(_("お店の記録の確認"), _shop(incident)), end]


def _shop(incident: Incident) -> Progress:
    if incident.state == State.OPEN:
        return Progress.AHEAD
    return Progress.NOW if incident.state == State.CONFIRMING else Progress.DONE


def _end(incident: Incident) -> tuple:
    if incident.decided_at:
        return Progress.DONE, incident.decided_at
    return (Progress.NOW if incident.state in CHECKED else Progress.AHEAD,)
