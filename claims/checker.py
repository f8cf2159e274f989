"""Does the notice concern me? Three questions at most, decided without any record (notice 1, 2; ux B1a).

It is advice: what a coupon is really owed is decided from regionPAY's records alone.
"""

from collections.abc import Mapping
from enum import StrEnum


class Question(StrEnum):
    """In the order in which they are asked."""

    HAPPENED = "happened"
    EXPIRY = "expiry"
    APP = "app"


class Result(StrEnum):
    """What the answers come to: where to go with the coupon."""

    CLAIM = "claim"  # on the special site (notice 2.A2-site)
    NOT_NEEDED = "not_needed"  # the URL comes by itself (notice 2.A2-app)
    CALL = "call"  # case (B) and everything else (notice 2.B1, 1.X)
    NOT_COVERED = "not_covered"  # another expiry (notice 1.A, question 2)


ANSWERS = {
    Question.HAPPENED: ("unused", "cash", "twice", "other"),
    Question.EXPIRY: ("yes", "no", "unknown"),
    Question.APP: ("member", "left", "none", "unknown"),
}


def known(given: Mapping[str, str]) -> dict[Question, str]:
    """The answers that a page offers, up to the first question without one."""
    answers = {}
    for question, offered in ANSWERS.items():
        if given.get(question) not in offered:
            break
        answers[question] = given[question]
    return answers


def check(answers: Mapping[Question, str]) -> Question | Result:
    """What to ask next, or what the answers come to.

    Who does not know goes on: filing costs nothing, and the records decide.
    """
    happened, expiry, app = (answers.get(question) for question in Question)
    if happened is None:
        return Question.HAPPENED
    if happened != "unused":
        return Result.CALL
    if expiry is None:
        return Question.EXPIRY
    if expiry == "no":
        return Result.NOT_COVERED
    if app is None:
        return Question.APP
    return Result.NOT_NEEDED if app == "member" else Result.CLAIM
