"""A case gets its shop, or another one when it was the wrong one; what was tried there stays there."""

import pytest

from claims import confirming, leases, naming_shops
from claims.confirming import DIFFERS, Answer
from claims.incident_asking_again import ask_again
from claims.models import Incident, StoreAttempt, StoreConfirmation
from coupons.models import Store
from tests.incidents.people import seen
from tests.makers import incident, other_scheme, regionpay, staff, store
from tests.shops.people import AT, absent, called, other_shop, shop, silent_for_three_days, stands, two_cases
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def named(of: Incident, no: str = "S2", by: str = "clerk", **more) -> Incident:
    other_shop()
    return naming_shops.name_shop(incident_id=of.pk, store_no=no, by=staff(by), **more)


def trailed(of: Incident, action: str = "shop corrected") -> list[dict]:
    events = AuditEvent.objects.filter(action=action, about=f"claims.incident/{of.pk}").order_by("pk")
    return list(events.values_list("detail", flat=True))


def test_a_case_without_its_shop_gets_one():
    lost = incident()
    named(lost)
    assert list(confirming.of_shop(other_shop())) == [lost]
    assert trailed(lost, "shop named") == [{"store": other_shop().pk}]


def test_the_wrong_shop_of_a_case_that_is_being_asked_is_put_right():
    first, second = two_cases()
    absent(note="留守番電話")

    named(first, why="alike")

    assert (list(confirming.of_shop(shop())), list(confirming.of_shop(other_shop()))) == ([second], [first])
    assert (stands(first), trailed(first)) == (
        ("confirming", ""),
        [{"store": other_shop().pk, "was": shop().pk, "why": "alike"}],
    )
    assert [one.next_on for one in confirming.queue(regionpay()) if one.no == "S2"] == [None]


def test_attempts_at_the_wrong_shop_do_not_count_for_the_right_one():
    first = silent_for_three_days()
    assert list(confirming.for_the_supervisor(regionpay())) == [first]

    named(first, why="shop")

    assert list(confirming.for_the_supervisor(regionpay())) == []
    with pytest.raises(confirming.TooFewAttempts):
        confirming.decide_on_records(incident_id=first.pk, evidence="x", by=staff("supervisor"), at=AT)
    for day in ("2023-03-16 11:00", "2023-03-17 11:00", "2023-03-20 11:00"):
        absent(day, store_id=other_shop().pk)
    assert list(confirming.for_the_supervisor(regionpay())) == [first]


def test_the_wrong_shops_answer_is_not_the_right_ones():
    first, _ = two_cases()
    called(Answer(first.pk, DIFFERS, 300, "レジの控え"))
    with pytest.raises(confirming.AnsweredMeanwhile):
        named(first, why="shop")
    asked = {"reason": "wrong_shop", "why": "うちではないと言われた", "seen": seen(first)}
    ask_again(incident_id=first.pk, by=staff("reviewer"), at=AT, **asked)

    named(first, why="shop")

    said = StoreConfirmation.objects.get(incident=first)
    assert (said.result, said.store_person, said.store_yen, said.evidence, said.by) == ("", "", None, "", "")
    assert [(one.store, one.note) for one in StoreAttempt.objects.filter(confirmation=first.pk)] == [
        (shop(), "店長 山城：不一致（300円）")
    ]


@pytest.mark.parametrize("why", ["", "because", "お客様の沖縄桜さんが言い直した"])
def test_a_shop_is_changed_for_a_reason_of_the_list(why):
    first, _ = two_cases()
    with pytest.raises(naming_shops.NoWhy):
        named(first, why=why)
    assert (list(confirming.of_shop(other_shop())), trailed(first)) == ([], [])


def test_it_is_no_change_to_name_the_same_shop_and_no_shop_of_elsewhere():
    first, _ = two_cases()
    with pytest.raises(naming_shops.SameShop):
        named(first, "S1", why="told")
    theirs = store(other_scheme(), "S9")
    with pytest.raises(Store.DoesNotExist):
        named(first, theirs.no, why="told")


def test_not_while_a_colleague_has_the_shop_on_the_telephone():
    first, _ = two_cases()
    leases.take(shop(), by=staff("sato"))
    with pytest.raises(leases.WithAColleague):
        named(first, by="suzuki", why="told")
    assert named(first, by="sato", why="told").store == other_shop()
