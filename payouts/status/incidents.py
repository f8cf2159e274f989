"""What is told of an incident, as plain data: for the caller's page and for the desk alike.

Nothing of what leaves for the coupon is told here: who reported something need not be whose coupon it is.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims import incident_telling
from claims.models import Incident
from config.dates import day, last_minute
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
LEFT_IN_SHOPS = _(
    "延長した有効期限は、そのままです。残額があれば、{until}まで、お店でお使いいただけます。"
    "使い切れなかった分は、ポイントか銀行振込でお受け取りいただけます。"
)
LEFT_AFTERWARDS = _("{until}に残額があれば、同じ額をポイントか銀行振込でお受け取りいただけます。")
WHO_APPLIES = _(
    "アプリをお使いの方と、もう申請された方は、お手続きは不要です。アプリを使わなかった方と、退会した方は、"
    "申請が必要です。受付は、{opens}から{closes}までです。アプリにメールも携帯電話の番号もない方は、お電話ください。"
)
TOO_LATE_TO_APPLY = _(
    "アプリをお使いの方と、もう申請された方は、お手続きは不要です。アプリを使わなかった方、退会した方、"
    "アプリにメールも携帯電話の番号もない方は、お電話ください。"
)


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
    return [WAITING] if incident.state in Incident.UNDECIDED else _what_may_be_left(incident, at)


def _given_back(incident: Incident, at: datetime) -> list[Words]:
    """Good in shops until the last minute, if they hear of it by then; otherwise it is paid (question 7)."""
    until = incident.scheme.usable_until
    to = incident_telling.paid_to(incident)
    yen = f"{incident.approved_yen:,}"
    back = format_lazy(_("{yen}円をお戻ししました。"), yen=yen)
    if not changes.reaches_shops(incident.scheme, incident.decided_at):
        return [back, AT_ONCE[to]]
    if at >= until:  # it may have been used in shops meanwhile
        return [back, AFTERWARDS[to]]
    return [
        format_lazy(
            _("{yen}円をお戻ししました。{until}まで、お店でお使いいただけます。"), yen=yen, until=last_minute(until)
        ),
        AFTERWARDS[to],
    ]


def _what_may_be_left(incident: Incident, at: datetime) -> list[Words]:
    """Of a report that was approved, undone and then ended: its coupon stays extended, and its claim is gone."""
    extension, scheme = incident_telling.standing_extension(incident), incident.scheme
    if extension is None or at >= scheme.receive_until:
        return []
    is_usable = at < scheme.usable_until and changes.reaches_shops(scheme, extension.made_at)
    left = format_lazy(LEFT_IN_SHOPS if is_usable else LEFT_AFTERWARDS, until=last_minute(scheme.usable_until))
    if at >= scheme.claims_until:
        return [left, TOO_LATE_TO_APPLY]
    opens, closes = day(scheme.site_opens_at), last_minute(scheme.claims_until)
    return [left, format_lazy(WHO_APPLIES, opens=opens, closes=closes)]


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
