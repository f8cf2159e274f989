"""A scheme is changed by two persons, as they saw it, or not at all; every version stays."""

import pytest

from coupons.models import Scheme, SchemeChange, SchemeVersion
from payouts.changing import proposing
from payouts.changing.effects import effects
from payouts.changing.wanted import wanted
from payouts.models import BrandSetting
from tests.makers import coupon, hanako, japan, opened, other_scheme, regionpay, staff
from tests.races.guards import drop_trigger, refusal
from tests.schemes.addresses import asked
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
AT = japan("2023-04-05 12:00")


def seen(one: SchemeChange) -> str:
    wish = proposing.wish_of(one)
    return proposing.mark_of_effects(wish, effects(wish, AT))


def confirmed(one: SchemeChange, by: str = "shonin") -> SchemeChange:
    return proposing.confirm(change_id=one.pk, by=staff(by), seen=seen(one), at=AT)


def test_what_a_second_person_confirms_is_so_and_the_version_says_by_whom():
    one = asked(receive_until=japan("2023-06-15 00:00"), help_desk_phone="0120-000-000")
    assert regionpay().receive_until == japan("2023-06-01 00:00")
    assert confirmed(one).state == "confirmed"
    assert (regionpay().receive_until, regionpay().help_desk_phone) == (japan("2023-06-15 00:00"), "0120-000-000")
    [version] = SchemeVersion.objects.all()
    assert version.change_id == one.pk
    assert version.values == {
        "receive_until": ["2023-05-31T15:00:00+00:00", "2023-06-14T15:00:00+00:00"],
        "help_desk_phone": ["0120-479-249", "0120-000-000"],
    }
    told = AuditEvent.objects.filter(about=f"coupons.scheme/{regionpay().pk}").values_list("who", "action")
    assert list(told.order_by("pk")) == [
        ("jimu", "change of the scheme asked for"),
        ("shonin", "change of the scheme confirmed"),
    ]


def test_a_kind_of_points_is_changed_the_same_way():
    confirmed(asked(brand="edy", max_yen=20_000, how_ja="開きます。", how_en="Open it."))
    setting = BrandSetting.objects.get(scheme=regionpay(), brand="edy")
    assert (setting.max_yen, setting.how_en, setting.min_yen) == (20_000, "Open it.", 1)
    [version] = SchemeVersion.objects.all()
    assert (version.brand, version.values["max_yen"]) == ("edy", [25_000, 20_000])


def test_a_kind_without_a_row_gets_one():
    other = other_scheme()
    one = asked(brand="edy", scheme=other, max_yen=20_000)
    confirmed(one)
    setting = BrandSetting.objects.get(scheme=other, brand="edy")
    assert (setting.min_yen, setting.max_yen, setting.way) == (1, 20_000, "stock")


def test_who_asked_does_not_confirm():
    one = asked()
    with pytest.raises(proposing.SamePerson):
        confirmed(one, by="jimu")
    assert regionpay().help_desk_phone == "0120-479-249"


def test_the_database_knows_two_persons_too():
    one, rows = asked(), SchemeChange.objects.all()
    alone = {"state": "confirmed", "settled_by": one.made_by, "settled_at": AT}
    assert refusal(lambda: rows.update(**alone)) == "a_change_of_a_scheme_is_confirmed_by_another_person"
    assert refusal(lambda: rows.update(state="refused")) == "a_settled_change_of_a_scheme_says_when"
    assert refusal(lambda: rows.update(values={})) == "a_change_of_a_scheme_stays"
    assert refusal(rows.delete) == "a_change_of_a_scheme_stays"
    confirmed(one)
    assert refusal(lambda: rows.update(state="waiting", settled_by=None, settled_at=None)) == (
        "a_change_of_a_scheme_stays"
    )
    drop_trigger("a_change_of_a_scheme_stays", "coupons_schemechange")
    assert rows.update(reason="x") == 1


@pytest.mark.parametrize(
    "elsewhere", [lambda: asked(help_desk_phone="0120-1"), lambda: asked(brand="edy", max_yen=20_000)]
)
def test_what_was_asked_before_another_change_is_void(elsewhere):
    first, second = asked(receive_until=japan("2023-06-15 00:00")), elsewhere()
    confirmed(second)
    assert proposing.is_stale(first)
    assert confirmed(first).state == "stale"
    assert regionpay().receive_until == japan("2023-06-01 00:00")


def test_a_change_past_the_screen_is_a_version_too_and_makes_what_waits_stale():
    one = asked()
    Scheme.objects.filter(slug="regionpay-2023").update(help_desk_hours="毎日", stopped_at=AT, stopped_reason="x")
    [version] = SchemeVersion.objects.all()
    assert (version.change, version.values) == (
        None,
        {"help_desk_hours": ["平日 10:00～18:00（3月中は土日祝も受付）", "毎日"]},
    )
    assert confirmed(one).state == "stale"


def test_to_stop_and_to_start_again_is_no_version():
    Scheme.objects.update(stopped_at=AT, stopped_reason="x")
    Scheme.objects.update(stopped_at=None)
    assert not SchemeVersion.objects.exists()


def test_another_scheme_s_change_makes_nothing_stale():
    one = asked()
    confirmed(asked(scheme=other_scheme(), help_desk_phone="0120-1"))
    assert confirmed(one).state == "confirmed"


def test_versions_stay_and_name_only_what_was_confirmed():
    confirmed(asked())
    one = asked(help_desk_phone="0120-2")
    rows = SchemeVersion.objects.all()
    assert "versions_are_append_only" in refusal(rows.delete)
    waits = {"scheme": one.scheme, "values": one.values, "at": AT, "change": one}
    assert refusal(lambda: SchemeVersion.objects.create(**waits)) == "a_version_is_what_was_confirmed"
    drop_trigger("a_version_is_what_was_confirmed", "coupons_schemeversion")
    assert SchemeVersion.objects.create(**waits).change == one


def test_effects_that_have_changed_since_are_looked_at_again():
    one = asked(points_from=japan("2023-04-10 00:00"))
    mark = seen(one)
    opened(coupon(member=hanako(regionpay())))
    with pytest.raises(proposing.OtherEffects):
        proposing.confirm(change_id=one.pk, by=staff("shonin"), seen=mark, at=AT)
    assert confirmed(one).state == "confirmed"


def test_what_has_become_impossible_is_not_confirmed():
    one = asked(inquiry_no_pattern="^[0-9]{11}$")
    coupon()
    with pytest.raises(proposing.Forbidden):
        confirmed(one)


def test_an_answer_is_given_once_and_who_asked_takes_it_back_without_one():
    own, other = asked(), asked(help_desk_phone="0120-3")
    assert proposing.refuse(change_id=own.pk, by=staff("jimu"), at=AT).state == "withdrawn"
    with pytest.raises(proposing.NoReason):
        proposing.refuse(change_id=other.pk, by=staff("shonin"), at=AT)
    refused = proposing.refuse(change_id=other.pk, by=staff("shonin"), answer="第三報を待つ", at=AT)
    assert (refused.state, refused.answer) == ("refused", "第三報を待つ")
    for one in (own, other):
        with pytest.raises(proposing.AlreadySettled):
            confirmed(one)


def test_nothing_new_and_nothing_out_of_order_is_asked_for():
    with pytest.raises(proposing.NothingNew):
        asked(help_desk_phone="0120-479-249")
    with pytest.raises(proposing.ValidationError):
        asked(receive_until=japan("2023-04-10 00:00"))
    with pytest.raises(proposing.NoReason):
        wish = wanted(regionpay(), "", {"sender": "x"})
        proposing.ask(wish=wish, by=staff("jimu"), reason=" ", seen="", at=AT)
