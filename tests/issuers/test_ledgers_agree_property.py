"""For any order of choices, repeats, deaths and faults: the issuers' ledgers are ours, one code a payout, sums exact.

What an issuer may do wrong, and what nobody could find out, is told in world.py. In the end the faults are over, and
every payout is paid. The told stories meet every way to die and every doubt at least once; the others are drawn.
"""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from payouts.models import Brand
from tests.issuers import dying
from tests.issuers.outside import Outside
from tests.issuers.people import by_way
from tests.issuers.world import AMOUNTS, FILE_REFUSED, REFUSED_BY_NET, SLOW, World, check

pytestmark = pytest.mark.django_db

BRANDS = (Brand.AMAZON, Brand.NANACO, Brand.EDY)
FAULTS = (
    "500",
    "reset",
    "lost",
    "lost-500",
    "nonsense",
    "other-key",
    "wrong-amount",
    "wrong-brand",
    "early",
    "known-code",
    "refuse",
    "lost-refusal",
    SLOW,
)
CHOOSING = (dying.ORDERED, dying.COMMITTED, dying.RESERVED, dying.ANSWERED, dying.STORED)
RUNNING = (dying.RESERVED, dying.SET_OUT, dying.ANSWERED, dying.STORED)
DELIVERING = (dying.SENT, dying.READ, dying.HALF, dying.TAKEN)
MET = {*dying.POINTS, REFUSED_BY_NET, SLOW, FILE_REFUSED, "brand", "amount", "expiry", "known", "late"}


def or_none(*points: str) -> st.SearchStrategy[str | None]:
    """As often no death as one of these."""
    return st.sampled_from([*[None] * len(points), *points])


which = st.integers(0, len(AMOUNTS) - 1)
files = st.sampled_from(["good", "no", "wrong amount", "early", "one code for all"])
runs = st.tuples(st.just("run"), st.lists(st.sampled_from(FAULTS), min_size=1, max_size=3), or_none(*RUNNING))
choices = st.lists(
    st.tuples(st.just("choose"), which, st.sampled_from([*BRANDS, Brand.NANACO]), or_none(*CHOOSING)),
    min_size=3,
    max_size=5,
)
steps = st.lists(
    st.one_of(
        runs,
        runs,
        st.tuples(st.just("choose"), which, st.sampled_from(BRANDS), or_none(*CHOOSING)),
        st.tuples(st.just("stock"), which),
        st.tuples(st.just("list"), or_none(dying.LISTED)),
        st.tuples(st.just("deliver"), which, files, or_none(*DELIVERING)),
        st.tuples(st.just("show"), which, or_none(dying.PAID)),
        st.tuples(st.just("settle quarantine")),
        st.tuples(st.just("refused meanwhile")),
    ),
    min_size=4,
    max_size=12,
)


def chosen(brand: str, *places: int) -> list[tuple]:
    return [("choose", place, brand, None) for place in places]


def run(*faults: str) -> tuple:
    return "run", list(faults), None


SETTLED = ("settle quarantine",)
LISTED = ("list", None)
STORIES = {
    "from stock, dying all the way": [
        ("choose", 0, "edy", dying.ORDERED),
        ("stock", 0),
        ("choose", 0, "edy", dying.COMMITTED),
        *(("run", [], point) for point in (dying.RESERVED, dying.ANSWERED, dying.STORED)),
        run(),
        ("show", 0, dying.PAID),
    ],
    "over the net, dying all the way": [
        *chosen("nanaco", 0),
        *(("run", [], point) for point in (dying.SET_OUT, dying.ANSWERED, dying.STORED)),
    ],
    "by list, dying all the way": [
        *chosen("amazon", 0, 1),
        ("list", dying.LISTED),
        LISTED,
        *(("deliver", 0, "good", point) for point in DELIVERING),
    ],
    "refused by the net": [*chosen("nanaco", 0, 1), run("refuse", "lost-refusal"), *chosen("nanaco", 0), run("refuse")],
    "answers too late for the caller": [*chosen("nanaco", 0), run(SLOW), run(SLOW)],
    "about another key": [*chosen("nanaco", 0), run("other-key"), run("other-key")],
    "what cannot be right": [
        *chosen("nanaco", 0, 1, 2),
        run("wrong-amount", "wrong-brand", "early"),
        SETTLED,
        run("early", "wrong-amount", "wrong-brand"),
    ],
    "a code that was kept apart from another": [
        *chosen("nanaco", 0, 1),
        run("wrong-amount", "lost"),
        run("known-code"),
        SETTLED,
        run("known-code", "known-code"),
    ],
    "a code that is another's": [*chosen("nanaco", 0), run(), *chosen("nanaco", 1), run("known-code")],
    "a code that nobody has seen": [*chosen("nanaco", 0, 1), run("lost", "lost"), run("known-code")],
    "two persons refuse while the answer is on its way": [*chosen("nanaco", 0, 1), ("refused meanwhile",)],
    "refused in a file, and given in the next": [
        *chosen("amazon", 0),
        LISTED,
        ("deliver", 0, "no", None),
        ("deliver", 0, "good", None),
        *chosen("amazon", 0),
    ],
    "files that are wrong": [
        *chosen("amazon", 0, 1, 2),
        LISTED,
        *(("deliver", 0, how, None) for how in ("one code for all", "wrong amount", "early", "good")),
    ],
}


def live(issuer: Outside, story: list[tuple], met: Counter) -> None:
    """The story and what follows of it, and the check; no trace stays with us."""
    with transaction.atomic():
        by_way("http", Brand.NANACO), by_way("list", Brand.AMAZON), by_way("stock", Brand.EDY)
        world = World(issuer, met)
        for step in story:
            world.do(*step)
        world.end()
        check(world)
        transaction.set_rollback(True)


def test_in_the_stories_everything_is_met_and_every_ledger_agrees(issuer: Outside):
    met = Counter()

    for story in STORIES.values():
        live(issuer, story, met)

    assert MET - set(+met) == set()


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # stories are short: to make them shorter would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chosen=choices, story=steps)
def test_in_the_end_every_ledger_agrees(issuer: Outside, chosen: list[tuple], story: list[tuple]):
    live(issuer, [*chosen, *story], Counter())
