"""The four stages of a claim: filed, checked, told or transferred, received; each with its day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.models import Claim
from claims.templatetags.dates import part_of_month
from config.dates import last_minute
from payouts.models import RefundBatch
from payouts.status.coupons import BY_THIS_CLAIM, Words
from payouts.status.facts import Facts, Leaving, Where


class Progress(StrEnum):
    """How far a stage is. `NEVER`: it does not come."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    NEVER = "never"


@dataclass(frozen=True)
class Stage:
    """One stage; `on` is the day it was reached."""

    title: Words
    progress: Progress
    on: datetime | date | None = None
    note: Words = ""


def stages(facts: Facts, keys: list[str]) -> list[Stage]:
    """Those of a claim whose coupons have the words `keys`."""
    filed = Stage(_("受付"), Progress.DONE, facts.claim.filed_at)
    if facts.claim.withdrawn_at:
        return [filed, Stage(_("取下げ"), Progress.DONE, facts.claim.withdrawn_at)]
    if facts.is_superseded():
        return [filed, Stage(_("新しい申請への置き換え"), Progress.DONE, facts.decided_at())]
    rest = _transfer_stages if facts.claim.method == Claim.Method.REFUND else _points_stages
    if not facts.leaving and not BY_THIS_CLAIM.intersection(keys):
        return [filed, _checked(facts), *(Stage(stage.title, Progress.NEVER) for stage in rest(facts, None))]
    return [filed, _checked(facts), *rest(facts, _current(facts))]


def _checked(facts: Facts) -> Stage:
    if facts.is_undecided():
        return Stage(_("確認"), Progress.NOW)
    return Stage(_("確認"), Progress.DONE, facts.decided_at())


def _current(facts: Facts) -> Leaving | None:
    """The payout that the stages are about: the first that is not at its end, or the last."""
    under_way = [one for one in facts.leaving if one.where not in (Where.PAID, Where.OVER)]
    return (under_way or facts.leaving[-1:] or [None])[0]


def _after_the_check(facts: Facts) -> Progress:
    return Progress.AHEAD if facts.is_undecided() else Progress.NOW


def _points_stages(facts: Facts, current: Leaving | None) -> list[Stage]:
    return [_told(facts, current), _received(facts, current)]


def _told(facts: Facts, current: Leaving | None) -> Stage:
    title = pgettext_lazy("stage", "ご案内")
    if current and current.sent_at and current.where != Where.UNREACHED:
        return Stage(title, Progress.DONE, current.sent_at)
    if current:
        return Stage(title, Progress.NOW)
    begins = facts.scheme.points_from
    note = format_lazy(_("{begins}以降"), begins=part_of_month(begins)) if facts.at < begins else ""
    return Stage(title, _after_the_check(facts), None, note)


def _received(facts: Facts, current: Leaving | None) -> Stage:
    title = _("受け取り")
    where = current.where if current else None
    if where == Where.PAID:
        return Stage(title, Progress.DONE, current.order.ordered_at)
    if where == Where.OVER:
        return Stage(title, Progress.NEVER, None, _("受取期限がすぎました"))
    if where == Where.ORDERED:
        return Stage(title, Progress.NOW, None, _("準備しています"))
    until = max(current.payout.receive_until, facts.scheme.receive_until) if current else facts.scheme.receive_until
    note = format_lazy(_("{until}まで"), until=last_minute(until))
    return Stage(title, Progress.NOW if where == Where.SENT else Progress.AHEAD, None, note)


def _transfer_stages(facts: Facts, current: Leaving | None) -> list[Stage]:
    return [_transfer_prepared(facts, current), _transferred(current)]


def _transfer_prepared(facts: Facts, current: Leaving | None) -> Stage:
    title = _("お振込みの手続き")
    if current and current.where in (Where.ORDERED, Where.PAID):
        exported_at = current.transfer.batch.exported_at
        return Stage(title, Progress.DONE if exported_at else Progress.NOW, exported_at)
    if current and current.where == Where.RETURNED:
        return Stage(title, Progress.NOW, None, _("お振込みができませんでした"))
    note = format_lazy(_("{begins}以降、順次"), begins=part_of_month(facts.scheme.refunds_from))
    if facts.at < facts.scheme.refunds_from:
        return Stage(title, Progress.AHEAD, None, note)
    return Stage(title, Progress.NOW if current else _after_the_check(facts), None, _("順次"))


def _transferred(current: Leaving | None) -> Stage:
    title = _("お振込み")
    if current and current.where == Where.PAID:
        return Stage(title, Progress.DONE, current.transfer.batch.transfer_on)
    if current and current.where == Where.ORDERED and current.transfer.batch.state == RefundBatch.State.EXPORTED:
        return Stage(title, Progress.NOW, current.transfer.batch.transfer_on, _("お振込みの予定日"))
    return Stage(title, Progress.AHEAD)
