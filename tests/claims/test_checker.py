"""What the checker's answers come to: every combination, also of answers that no page offers."""

from itertools import product

import pytest

from claims.checker import ANSWERS, check, known

ANY = (None, "yes", "no", "unknown")
APPS = (None, "member", "left", "none", "unknown")


def expected(happened: str | None, expiry: str | None, app: str | None) -> str:
    """The table of ux B1a, read line by line."""
    lines = [
        ((None, ANY, APPS), "happened"),
        (("cash", ANY, APPS), "call"),
        (("twice", ANY, APPS), "call"),
        (("other", ANY, APPS), "call"),
        (("unused", (None,), APPS), "expiry"),
        (("unused", ("no",), APPS), "not_covered"),
        (("unused", ("yes", "unknown"), (None,)), "app"),
        (("unused", ("yes", "unknown"), ("member",)), "not_needed"),
        (("unused", ("yes", "unknown"), ("left", "none", "unknown")), "claim"),
    ]
    [result] = [
        result for (first, second, third), result in lines if happened == first and expiry in second and app in third
    ]
    return result


@pytest.mark.parametrize(("happened", "expiry", "app"), product((None, "unused", "cash", "twice", "other"), ANY, APPS))
def test_every_combination_of_answers_has_its_page(happened, expiry, app):
    given = {"happened": happened, "expiry": expiry, "app": app}
    assert check({question: answer for question, answer in given.items() if answer}) == expected(happened, expiry, app)


def test_the_table_knows_every_answer_that_is_offered():
    assert set(ANSWERS["expiry"]) | {None} == set(ANY)
    assert set(ANSWERS["app"]) | {None} == set(APPS)
    assert set(ANSWERS["happened"]) == {"unused", "cash", "twice", "other"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, {}),
        ({"happened": "unused", "utm_source": "mail"}, {"happened": "unused"}),
        ({"happened": "UNUSED"}, {}),
        ({"happened": "<script>", "expiry": "yes"}, {}),
        ({"happened": "unused", "expiry": "maybe", "app": "none"}, {"happened": "unused"}),
        ({"expiry": "yes", "app": "none"}, {}),
    ],
)
def test_an_answer_that_no_page_offers_is_none(given, kept):
    assert known(given) == kept
