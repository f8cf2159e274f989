"""What happens when, as the special site tells it. Every date comes from the scheme (question 18)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from config.clock import JAPAN
from coupons.models import Scheme


class Phase(StrEnum):
    """What somebody concerned can still do; each phase ends at a deadline of the scheme."""

    USABLE = "usable"  # use the coupon in a shop, until the freeze (notice 2.A1)
    CLAIMABLE = "claimable"  # claim points (notice 2.A2-site)
    RECEIVABLE = "receivable"  # choose and receive points (notice 2.A2-app)
    OVER = "over"


class Window(StrEnum):
    """Whether a claim can be filed on the site."""

    BEFORE = "before"
    OPEN = "open"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A step of the scheme: when it begins, if it does at a stated time, and the first instant that is too late."""

    title: str
    meaning: str
    since: datetime | None = None
    until: datetime | None = None
    when_over: str = ""

    @property
    def sorts_at(self) -> datetime:
        return self.until or self.since

    def status(self, at: datetime) -> str:
        """「これから」, 「残り26日」, 「今日が締め切りです」 or that it is over; empty for what goes on without an end."""
        if self.since and at < self.since:
            return _("これから")
        if self.until is None:
            return ""
        return self.when_over if self.is_over(at) else days_left(self.until, at)

    def is_over(self, at: datetime) -> bool:
        return self.until is not None and at >= self.until


def phase(scheme: Scheme, at: datetime) -> Phase:
    """Where the scheme stands."""
    if at < scheme.usable_until:
        return Phase.USABLE
    if at < scheme.claims_until:
        return Phase.CLAIMABLE
    return Phase.RECEIVABLE if at < scheme.receive_until else Phase.OVER


def claim_window(scheme: Scheme, method: str, at: datetime, own: datetime | None = None) -> Window:
    """Where `at` stands to the window of claims for `method`, "points" or "refund" (notice 2.A2-site, question 13).

    `own`: until when one claim may be filed that was begun on the page of a receiving URL.
    """
    if at < scheme.site_opens_at:
        return Window.BEFORE
    return Window.OPEN if at < claims_until(scheme, method, own) else Window.AFTER


def claims_until(scheme: Scheme, method: str, own: datetime | None = None) -> datetime:
    """The first instant at which a claim for `method`, "points" or "refund", is too late (question 13)."""
    until = scheme.refund_claims_until if method == "refund" else scheme.claims_until
    return max(until, own or until)


def days_left(until: datetime, at: datetime) -> str:
    """How far off a deadline is, in days of Japan. The last good day is 「今日」, though it ends only at its midnight."""
    last_good_day = (until - timedelta(microseconds=1)).astimezone(JAPAN).date()
    days = (last_good_day - at.astimezone(JAPAN).date()).days
    if days == 0:
        return _("今日が締め切りです")
    return _("あと1日") if days == 1 else _("残り%(days)s日") % {"days": days}


def deadlines(scheme: Scheme) -> list[Deadline]:
    """All steps, the earliest first."""
    steps = [
        Deadline(
            _("お店での利用"),
            _("延長された有効期限です。このときの残額が、補償の額になります。"),
            until=scheme.usable_until,
            when_over=_("お店での利用は終わりました"),
        ),
        Deadline(
            _("受取サイトのURLの送付"), _("ポイントを受け取るURLを、順に送る時期です。"), since=scheme.points_from
        ),
        *claim_deadlines(scheme),
        Deadline(
            _("銀行振込での返金"), _("ポイントを希望されない方に、順に振り込む時期です。"), since=scheme.refunds_from
        ),
        Deadline(
            _("ポイントの受け取り"),
            _("お送りしたURLから、ポイントを受け取る期限です。"),
            until=scheme.receive_until,
            when_over=_("受け取りは終わりました"),
        ),
    ]
    return sorted(steps, key=lambda step: step.sorts_at)


def claim_deadlines(scheme: Scheme) -> list[Deadline]:
    """One deadline for points and refunds where they are the same (question 13), otherwise two."""

    def claims(title: str, meaning: str, until: datetime) -> Deadline:
        return Deadline(title, meaning, scheme.site_opens_at, until, when_over=_("受付は終わりました"))

    if scheme.claims_until == scheme.refund_claims_until:
        return [
            claims(_("申請"), _("アプリを使わなかった方、退会した方、銀行振込を希望される方。"), scheme.claims_until)
        ]
    return [
        claims(_("ポイントの申請"), _("アプリを使わなかった方、退会した方。"), scheme.claims_until),
        claims(_("銀行振込の申請"), _("ポイントを希望されない方。"), scheme.refund_claims_until),
    ]
