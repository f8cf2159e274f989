"""What a change of a scheme does to what has happened already: counted, and refused where it cannot be taken back."""

from collections.abc import Iterator
from datetime import datetime

from payouts.changing import of_brands, of_coverage, of_dates, of_freeze, of_scope
from payouts.changing.wanted import Effect, Wanted

OF_A_SCHEME = (
    of_coverage.of_the_outage,
    of_coverage.of_case_a,
    of_freeze.of_the_freeze,
    of_dates.of_the_site,
    of_dates.of_claims,
    of_dates.of_sending,
    of_dates.of_receiving,
    of_dates.of_personal_data,
    of_scope.of_prefectures,
    of_scope.of_numbers,
    of_scope.of_words,
)
OF_A_BRAND = (of_brands.of_offering, of_brands.of_limits, of_brands.of_the_way, of_brands.of_days)


def effects(wanted: Wanted, at: datetime) -> list[Effect]:
    """What would happen, what forbids it first. Nothing is written."""
    found = list(_all(wanted, at))
    return sorted(found, key=lambda effect: not effect.forbids)


def _all(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    for ask in OF_A_SCHEME if wanted.before is wanted.scheme else OF_A_BRAND:
        yield from ask(wanted, at)
