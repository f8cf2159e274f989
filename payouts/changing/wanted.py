"""New values of a scheme or of one of its brands, beside the old ones: compared, counted and written as one."""

from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Model

from coupons.models import Scheme
from payouts.brands import card_of
from payouts.models import BrandSetting

Values = dict[str, list[Any]]


@dataclass(frozen=True)
class Effect:
    """One thing that a change would do, as people are told. `forbids`: it cannot be taken back, so it is not done."""

    words: str
    forbids: bool = False


@dataclass(frozen=True)
class Wanted:
    """The same row twice, as it is and as it would be; one of both kinds."""

    scheme: Scheme
    before: Scheme | BrandSetting
    after: Scheme | BrandSetting
    fields: tuple[str, ...]

    def changes(self, *names: str) -> bool:
        return any(name in self.fields for name in names)

    @property
    def values(self) -> Values:
        return {name: [as_json(getattr(self.before, name)), as_json(getattr(self.after, name))] for name in self.fields}


def wanted(scheme: Scheme, brand: str, new: dict[str, Any]) -> Wanted:
    """What `new` (by field) would change; a value that is there already changes nothing."""
    before = setting_of(scheme, brand) if brand else scheme
    after = copy(before)
    for name, value in new.items():
        setattr(after, name, value)
    different = [name for name in new if as_json(getattr(before, name)) != as_json(getattr(after, name))]
    return Wanted(scheme, before, after, tuple(different))


def setting_of(scheme: Scheme, brand: str) -> BrandSetting:
    """The row of a brand; a scheme that has none yet begins with what the house says (payouts/brands.py)."""
    card = card_of(scheme, brand)
    begun = {"min_yen": card.min_yen, "max_yen": card.max_yen, "way": card.way, "is_offered": card.is_offered}
    found = BrandSetting.objects.filter(scheme=scheme, brand=brand).first()
    return found or BrandSetting(scheme=scheme, brand=brand, code_days_min=card.code_days_min, **begun)


def as_json(value: Any) -> Any:
    """As PostgreSQL writes a column in JSON, in UTC: a version must be what was confirmed, letter by letter."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, time) else value


def from_json(row: Model | type[Model], name: str, value: Any) -> Any:
    return row._meta.get_field(name).to_python(value)
