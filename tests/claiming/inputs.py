"""What people type into the claim forms: what is taken, as what; and what is refused, where and in which words."""

from typing import NamedTuple

from tests.claiming.walking import GOOD


def called(case: "Taken | Refused") -> str:
    """Its name among the tests."""
    return f"{case.step}-{case.field}-{str(case.typed)[:30]}"


class Taken(NamedTuple):
    """`typed` into `field` of `step` is kept as `stored` under `part` and `key` of the draft."""

    step: str
    field: str
    typed: object
    part: str
    key: str
    stored: object
    others: dict = {}

    @property
    def fields(self) -> dict:
        return {**GOOD.get(self.step, {}), self.field: self.typed, **self.others}


class Refused(NamedTuple):
    """`typed` into `field` of `step` is refused with `words` at the field with the id `at`."""

    step: str
    field: str
    typed: object
    words: str
    at: str = ""
    others: dict = {}

    @property
    def fields(self) -> dict:
        return {**GOOD.get(self.step, {}), self.field: self.typed, **self.others}

    @property
    def leads_to(self) -> str:
        return self.at or f"id_{self.field}"


def taken(step: str, field: str, part: str, key: str, cases: list[tuple], **others: object) -> list[Taken]:
    return [Taken(step, field, typed, part, key, stored, others) for typed, stored in cases]


def refused(step: str, field: str, cases: list[tuple], **others: object) -> list[Refused]:
    return [Refused(step, field, *case, others=others) for case in cases]


NO, NO2 = "123456789012", "123456789013"
