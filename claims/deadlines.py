"""What happens when, as the special site tells it. Every date comes from the scheme (question 18)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from config.clock import JAPAN
from coupons.models import Scheme


class Phase(StrEnum):
    """What somebody concerned can still do; each phase ends at a deadline of the scheme."""

    USABLE = "usable"  # use the coupon in a shop, until the freeze (notice 2.A1)
    CLAIMABLE = "claimable"  # claim points (notice 2.A2-site)
    RECEIVABLE = "receivable"  # choose and receive points (notice 2.A2-app)
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A step of the scheme: when it begins, if it does at a stated time, and the first instant that is too late."""

    title: str
    meaning: str
    since: datetime | None = None
    until: datetime | None = None
    when_over: str = "終わりました"

    @property
    def sorts_at(self) -> datetime:
        return self.until or self.since

    def status(self, at: datetime) -> str:
        """「これから」, 「残り26日」, 「今日が締め切りです」 or that it is over; empty for what goes on without an end."""
        if self.since and at < self.since:
            return "これから"
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


def days_left(until: datetime, at: datetime) -> str:
    """How far off a deadline is, in days of Japan. The last good day is 「今日」, though it ends only at its midnight."""
    last_good_day = (until - timedelta(microseconds=1)).astimezone(JAPAN).date()
    days = (last_good_day - at.astimezone(JAPAN).date()).days
    return {0: "今日が締め切りです", 1: "あと1日"}.get(days, f"残り{days}日")


def deadlines(scheme: Scheme) -> list[Deadline]:
    """All steps, the earliest first."""
    steps = [
        Deadline(
            "お店での利用",
            "延長された有効期限です。このときの残額が、補償の額になります。",
            until=scheme.usable_until,
            when_over="お店での利用は終わりました",
        ),
        Deadline("受取サイトのURLの送付", "ポイントを受け取るURLを、順に送る時期です。", since=scheme.points_from),
        *claim_deadlines(scheme),
        Deadline("銀行振込での返金", "ポイントを希望されない方に、順に振り込む時期です。", since=scheme.refunds_from),
        Deadline(
            "ポイントの受け取り",
            "お送りしたURLから、ポイントを受け取る期限です。",
            until=scheme.receive_until,
            when_over="受け取りは終わりました",
        ),
    ]
    return sorted(steps, key=lambda step: step.sorts_at)


def claim_deadlines(scheme: Scheme) -> list[Deadline]:
    """One deadline for points and refunds where they are the same (question 13), otherwise two."""

    def claims(title: str, meaning: str, until: datetime) -> Deadline:
        return Deadline(title, meaning, scheme.site_opens_at, until, when_over="受付は終わりました")

    if scheme.claims_until == scheme.refund_claims_until:
        return [claims("申請", "アプリを使わなかった方、退会した方、銀行振込を希望される方。", scheme.claims_until)]
    return [
        claims("ポイントの申請", "アプリを使わなかった方、退会した方。", scheme.claims_until),
        claims("銀行振込の申請", "ポイントを希望されない方。", scheme.refund_claims_until),
    ]
