"""Which pages a claim has, in which order, and which of them is next.

A page may be opened once the ones before it are answered. No bank detail is asked before the contact is proved, and a
contact that is changed later has to be proved again: the page of the code then is the next one missing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims import verification
from claims.models import Claim

REVIEW, DONE = "review", "done"
ORDER = {
    Claim.Method.POINTS: ("coupons", "you", "delivery", "code", REVIEW, DONE),
    Claim.Method.REFUND: ("coupons", "you", "stay", "delivery", "code", "bank", "branch", "account", REVIEW, DONE),
}
TITLES = {
    "coupons": _("クーポンの情報"),
    "you": _("お客様情報"),
    "stay": _("ご宿泊の情報"),
    "delivery": _("ご案内の送り先"),
    "code": _("認証コードの入力"),
    "bank": _("金融機関を選ぶ"),
    "branch": _("支店を選ぶ"),
    "account": _("口座番号と名義"),
    REVIEW: _("申請内容の確認"),
    DONE: _("申請を受け付けました"),
}
# What the bar of progress counts: several pages may belong to one of these.
STAGES = {
    "coupons": _("クーポン"),
    "you": _("お客様情報"),
    "stay": _("ご宿泊"),
    "delivery": _("ご案内の送り先"),
    "code": _("ご案内の送り先"),
    "bank": _("振込口座"),
    "branch": _("振込口座"),
    "account": _("振込口座"),
    REVIEW: _("内容の確認"),
    DONE: _("完了"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """「ステップ 2／5　お客様情報　次：ご案内の送り先」"""

    stages: list[Promise]
    number: int

    @property
    def name(self) -> Promise:
        return self.stages[self.number - 1]

    @property
    def next_name(self) -> Promise | None:
        return self.stages[self.number] if self.number < len(self.stages) else None

    @property
    def bars(self) -> list[bool]:
        """For each stage whether it is reached."""
        return [stage <= self.number for stage in range(1, len(self.stages) + 1)]


def progress(method: str, step: str) -> Progress:
    """How far `step` is on the way."""
    stages = list(dict.fromkeys(STAGES[each] for each in ORDER[method]))
    return Progress(stages, stages.index(STAGES[step]) + 1)


def first_missing(method: str, answers: dict) -> str:
    """The first page that is not answered; the review when all are."""
    return next(step for step in ORDER[method] if step == REVIEW or not IS_ANSWERED[step](answers))


def may_open(method: str, step: str, answers: dict) -> bool:
    """Whether every page before `step` is answered."""
    order = ORDER[method]
    return order.index(step) <= order.index(first_missing(method, answers))


def before(method: str, step: str) -> str | None:
    """The page that 「前のページに戻る」 leads to; None on the first."""
    order = ORDER[method]
    place = order.index(step)
    return order[place - 1] if place else None


def _agree(answers: dict, part: str, other: str, *names: str) -> bool:
    """Both parts are there and name the same bank (and branch): whoever changes the bank chooses its branch anew."""
    if part not in answers or other not in answers:
        return False
    return all(answers[part][name] == answers[other][name] for name in names)


IS_ANSWERED: dict[str, Callable[[dict], bool]] = {
    "coupons": lambda answers: "trip" in answers,
    "you": lambda answers: "person" in answers,
    "stay": lambda answers: "stay" in answers,
    "delivery": lambda answers: "delivery" in answers,
    "code": verification.is_proved,
    "bank": lambda answers: "bank" in answers,
    "branch": lambda answers: _agree(answers, "branch", "bank", "bank_code"),
    "account": lambda answers: _agree(answers, "account", "branch", "bank_code", "branch_code"),
}
