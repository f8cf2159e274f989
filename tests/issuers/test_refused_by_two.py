"""What may be out is reopened by its issuer or by two persons, or it would be paid twice: the database says so, too."""

import pytest
from django.db import IntegrityError, transaction

from payouts import orders
from payouts.audit import breaches
from payouts.issuers import delivered, lists, outcomes, quarantine, refusing
from payouts.issuers.answers import Issued
from payouts.issuers.delivered import Taken
from payouts.models import OrderRefusal, PointOrder, QuarantinedAnswer
from tests.issuers.files import as_xlsx, row_for
from tests.issuers.people import AT, asked, by_way, code_of, kept_apart, ordered, state_of
from tests.makers import japan, regionpay
from tests.races.guards import drop_trigger, refusal
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
WRITTEN = "発行会社のメール 4月6日"
GUARD = "what_may_be_out_is_refused_by_its_issuer_or_by_two"


def refuse(order: PointOrder, who: str = "taro") -> bool:
    return refusing.refuse(order_id=order.pk, who=who, reason=WRITTEN, at=AT)


def approve(who: str = "hana") -> None:
    refusing.approve(refusal_id=OrderRefusal.objects.latest("pk").pk, who=who, at=AT)


def listed(*yen: int) -> list[PointOrder]:
    """Orders that went out in a list."""
    by_way("list")
    made = [ordered(one) for one in yen]
    lists.make(scheme=regionpay(), brand="nanaco", who="taro", at=AT)
    for order in made:
        order.refresh_from_db()
    return made


def in_doubt(net) -> PointOrder:
    """The issuer took it, and its answer was lost."""
    order = ordered()
    net.will("lost")
    asked()
    return order


def test_what_nobody_was_asked_for_one_person_refuses():
    order = ordered()

    assert (refuse(order), state_of(order)) == (True, ("refused", "open"))
    assert (order.refused_by, OrderRefusal.objects.count()) == ("staff", 0)


def test_what_an_issuer_was_called_about_waits_for_a_second_person(over_the_net):
    order = in_doubt(over_the_net)

    assert (refuse(order), state_of(order)) == (False, ("unknown", "ordered"))
    approve()

    assert state_of(order) == ("refused", "open")
    assert list(refusing.waiting()) == []
    trail = AuditEvent.objects.filter(action__startswith="refus").order_by("pk").values_list("who", "action")
    assert list(trail) == [("taro", "refusal handed in"), ("hana", "refusal approved"), ("hana", "refused")]


def test_while_it_waits_the_issuer_is_asked_as_before_and_a_code_that_comes_wins(over_the_net):
    order = in_doubt(over_the_net)
    refuse(order)

    assert asked() == 1

    assert state_of(order) == ("issued", "paid")
    assert list(refusing.waiting()) == []
    with pytest.raises(outcomes.NothingToRefuse):
        approve()
    assert (state_of(order), breaches(regionpay(), AT)) == (("issued", "paid"), {})


def test_nobody_believes_themselves_not_even_in_the_database(over_the_net):
    refuse(in_doubt(over_the_net))

    with pytest.raises(refusing.SamePerson):
        approve("taro")
    with pytest.raises(IntegrityError, match="a_refusal_is_believed_by_another_person"), transaction.atomic():
        OrderRefusal.objects.update(state="approved", settled_by="taro", settled_at=AT)


def test_the_database_reopens_nothing_that_may_be_out_at_one_persons_word(over_the_net):
    called, [on_a_list] = in_doubt(over_the_net), listed(700)
    alone = lambda order: lambda: outcomes.refuse(order_id=order.pk, who="taro", reason=WRITTEN, at=AT)
    as_its_issuer = lambda: outcomes.refuse(order_id=on_a_list.pk, who="issuer", reason=WRITTEN, at=AT)

    assert [refusal(alone(called)), refusal(alone(on_a_list)), refusal(as_its_issuer)] == [GUARD] * 3

    drop_trigger(GUARD, "payouts_pointorder")
    alone(called)()
    again = orders.order(payout_id=called.payout_id, brand="edy", who="test", at=AT)
    assert state_of(again) == ("requested", "ordered")  # and the issuer holds a code for the first one


def test_an_issuer_over_the_net_says_it_itself(over_the_net):
    order = ordered()
    over_the_net.will("refuse")
    asked()

    assert (state_of(order), order.refused_by) == (("refused", "open"), "issuer")


def test_it_waits_once_and_is_settled_once(over_the_net):
    order = in_doubt(over_the_net)
    with pytest.raises(refusing.NoReason):
        refusing.refuse(order_id=order.pk, who="taro", reason=" ", at=AT)
    refuse(order)
    with pytest.raises(refusing.AlreadyAsked):
        refuse(order, "jiro")
    approve()
    with pytest.raises(refusing.AlreadySettled):
        approve()
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        OrderRefusal.objects.update(reason="x")
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        OrderRefusal.objects.all().delete()


def test_what_was_handed_in_stays_as_it_was(over_the_net):
    refuse(in_doubt(over_the_net))

    assert refusal(lambda: OrderRefusal.objects.update(reason="x")) == "a_refusal_stays"
    assert refusal(lambda: OrderRefusal.objects.update(made_by="jiro")) == "a_refusal_stays"


def test_sent_back_the_order_stays_and_it_may_be_handed_in_again(over_the_net):
    order = in_doubt(over_the_net)
    refuse(order)
    with pytest.raises(refusing.NoReason):
        refusing.send_back(refusal_id=OrderRefusal.objects.get().pk, who="hana", why_not="", at=AT)
    refusing.send_back(refusal_id=OrderRefusal.objects.get().pk, who="hana", why_not="書面がない", at=AT)

    assert (state_of(order), refuse(order)) == (("unknown", "ordered"), False)


def test_an_answer_in_quarantine_is_taken_back_by_two(over_the_net):
    order = ordered()
    over_the_net.will("wrong-amount")
    asked()
    kept = QuarantinedAnswer.objects.get()
    quarantine.settle(answer_id=kept.pk, how="refused", who="taro", reason=WRITTEN, at=AT)
    kept.refresh_from_db()
    assert (state_of(order), kept.settled_at, asked()) == (("unknown", "ordered"), None, 0)

    approve()

    kept.refresh_from_db()
    assert (state_of(order), kept.how, kept.settled_by) == (("refused", "open"), "refused", "hana")


# -- what a file says


def test_the_lines_of_a_file_that_say_no_wait_together_and_go_together():
    first, second, third = listed(1000, 2000, 3000)
    data = as_xlsx([row_for(first), *[row_for(one, code="", refused="この額はありません") for one in (second, third)]])

    assert take(data) == Taken(issued=1, asked=2, apart=0, known=0)
    assert take(data) == Taken(issued=0, asked=0, apart=0, known=3)
    assert [state_of(one) for one in (first, second, third)] == [("issued", "paid"), *[("requested", "ordered")] * 2]

    [file] = refusing.by_file()
    assert (file["file"], file["orders"], file["yen"], file["made_by"]) == ("codes.xlsx", 2, 5000, "taro")
    with pytest.raises(refusing.SamePerson):
        refusing.approve_file(refusal_id=file["one"], seen=2, who="taro", at=AT)
    with pytest.raises(refusing.OtherCount):
        refusing.approve_file(refusal_id=file["one"], seen=1, who="hana", at=AT)
    refusing.approve_file(refusal_id=file["one"], seen=2, who="hana", at=AT)
    assert list(refusing.by_file()) == []
    assert orders.settle_orders(AT) == 2

    assert [state_of(one) for one in (second, third)] == [("refused", "open")] * 2
    assert AuditEvent.objects.filter(action="refused").first().detail["reason"] == "この額はありません"
    assert breaches(regionpay(), AT) == {}


def test_a_file_with_the_code_settles_what_another_said_no_to():
    [order] = listed(1000)
    take(as_xlsx([row_for(order, code="", refused="在庫切れ")]))

    assert take(as_xlsx([row_for(order, "CODE-1")])) == Taken(1, 0, 0, 0)
    assert (state_of(order), code_of(order), list(refusing.by_file())) == (("issued", "paid"), "CODE-1", [])


def test_between_the_approval_of_a_file_and_the_duty_a_code_that_comes_wins():
    [order] = listed(1000)
    take(as_xlsx([row_for(order, code="", refused="在庫切れ")]))
    refusing.approve_file(refusal_id=OrderRefusal.objects.get().pk, seen=1, who="hana", at=AT)

    assert take(as_xlsx([row_for(order, "CODE-1")])) == Taken(1, 0, 0, 0)
    assert (orders.settle_orders(AT), state_of(order)) == (0, ("issued", "paid"))


def test_a_code_that_comes_for_a_refused_order_is_kept_apart_and_the_others_are_given():
    first, second = listed(1000, 2000)
    take(as_xlsx([row_for(first, code="", refused="この額はありません")]))
    approve()
    data = as_xlsx([row_for(first, "CODE-LATE"), row_for(second, "CODE-2")])

    assert take(data) == Taken(issued=1, asked=0, apart=1, known=0)
    assert take(data) == Taken(issued=0, asked=0, apart=0, known=2)

    kept = QuarantinedAnswer.objects.get()
    assert (kept.order, kept.why, state_of(first)) == (first, "late", ("refused", "open"))
    assert breaches(regionpay(), AT) == {}
    by_way("stock", "edy")
    assert orders.order(payout_id=first.payout_id, brand="edy", who="test", at=japan("2023-04-06 10:00"))


def test_a_late_code_that_came_for_two_refused_orders_is_known_for_each():
    """A file that comes again changes nothing, whatever its issuer has mixed up."""
    files = []
    for order in listed(1000, 2000):
        take(as_xlsx([row_for(order, code="", refused="この額はありません")]))
        approve()
        files.append(as_xlsx([row_for(order, "CODE-LATE")]))
        assert take(files[-1]) == Taken(issued=0, asked=0, apart=1, known=0)

    for data in files:
        assert take(data) == Taken(issued=0, asked=0, apart=0, known=1)
    assert QuarantinedAnswer.objects.count() == 2


def test_a_late_code_is_nobody_elses_afterwards():
    first, second = listed(1000, 2000)
    take(as_xlsx([row_for(first, code="", refused="この額はありません")]))
    approve()
    take(as_xlsx([row_for(first, "CODE-LATE")]))

    with pytest.raises(delivered.FileRefused) as error:
        take(as_xlsx([row_for(second, "CODE-LATE")]))
    assert [found.reason for found in error.value.findings] == ["前に届いた番号です。"]
    late = Issued("CODE-LATE", "nanaco", 500)
    other = ordered(500)
    assert not outcomes.take(order_id=other.pk, answer=late, at=AT)


def take(data: bytes) -> Taken:
    return delivered.take(data=data, name="codes.xlsx", who="taro", at=AT)


def test_what_is_kept_apart_waits_on(over_the_net):
    """Handed in by a clerk beside an open answer: one approval settles both."""
    order = ordered()
    kept = kept_apart(order)
    PointOrder.objects.filter(pk=order.pk).update(tries=1)
    refuse(order)
    approve()

    kept.refresh_from_db()
    assert (kept.how, state_of(order)) == ("refused", ("refused", "open"))
