"""What a change of a scheme would do to what has happened already, in words with counts."""

from datetime import timedelta

import pytest

from coupons import eligibility
from coupons.prefectures import PREFECTURES
from payouts.changing import of_coverage
from payouts.changing.effects import effects
from payouts.changing.wanted import wanted
from payouts.models import BrandSetting
from tests.makers import coupon, hanako, japan, opened, other_scheme, pay, regionpay
from tests.schemes.effects_told import CASES

pytestmark = pytest.mark.django_db


def said(at: str, brand: str = "", **new) -> list[tuple[str, bool]]:
    found = effects(wanted(regionpay(), brand, new), japan(at))
    return [(effect.words, effect.forbids) for effect in found]


@pytest.mark.parametrize("case", CASES)
def test_what_would_happen_is_counted_and_what_cannot_be_taken_back_is_refused(case):
    happened, at, new, expected = CASES[case]
    happened()
    found = said(at, **new)
    if isinstance(expected, str):  # among others
        assert (expected, True) in found
    else:
        assert found == expected


def test_the_last_kind_and_the_last_choice_never_go():
    opened(coupon(member=hanako(regionpay())))
    BrandSetting.objects.exclude(brand="edy").update(is_offered=False)
    assert said("2023-04-06 12:00", "edy", is_offered=False) == [
        ("選べる種類がなくなります。", True),
        ("受取待ちの支払1件が、どの種類も選べなくなります。", True),
        ("受取待ちの支払1件が、この種類を選べなくなります。", False),
    ]


def test_coupons_of_case_a_are_added_up_once_however_much_is_said_of_them(django_assert_max_num_queries):
    """As sets taken from one another a million coupons took more than five minutes; at once, three seconds."""
    opened(coupon(member=hanako(regionpay())))
    dates = {name: getattr(regionpay(), name) for name in ("affected_expires_at", "first_extension_until")}
    asked = wanted(regionpay(), "", {name: at + timedelta(days=1) for name, at in dates.items()})
    with django_assert_max_num_queries(1):
        assert len(list(of_coverage.of_case_a(asked, japan("2023-04-05 12:00")))) == 2


def test_another_scheme_counts_for_nothing():
    other = other_scheme()
    for on in (coupon(other), coupon(other, member=hanako(other))):
        pay(on, 500, "2023-02-24 16:30")
    eligibility.extend(other, japan("2023-02-27 00:00"))
    dates = {
        name: getattr(regionpay(), name) - timedelta(hours=1)
        for name in ("outage_from", "usable_until", "claims_until", "receive_until", "keep_personal_data_until")
    }
    words = "{name}には、申請が0件、申請されたクーポンが0枚あります。まだ申請されていない紙のクーポンは0枚です。"
    assert said("2023-04-05 12:00", **dates, prefectures=["13"], inquiry_no_pattern="^x$") == [
        ("申請0件、お申し出0件、会員0人の個人情報が、前より早く消えます。", False),
        *[(words.format(name=PREFECTURES[code]), False) for code in sorted({*regionpay().prefectures} - {"13"})],
    ]
