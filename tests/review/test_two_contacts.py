"""Two contacts claim one coupon, and a person decides for the second; what was taken stays taken (question 4)."""

import pytest

from claims import matching, reviewing
from notifications.models import Message
from payouts import conflicts, disputes, opening, orders
from payouts.audit import breaches
from payouts.models import Brand, Payout
from tests.makers import hanako, opened, owed, regionpay, told
from tests.matching.people import NOON, STRANGER, TARO, covered, filed
from tests.review.people import AT, BECAUSE, LATER, sato, second_of_two, seen, stands, texts

pytestmark = pytest.mark.django_db
WORDS = "お申し出の内容を確認できませんでした。"


def second_wins(line, **more) -> None:
    values = {"by": sato(), "seen": seen(line), "because": BECAUSE, "words_to_first": WORDS, "at": AT, **more}
    conflicts.second_wins(line_id=line.pk, **values)


def payouts() -> list[tuple]:
    return list(Payout.objects.order_by("pk").values_list("claim__deliver_to", "state"))


def test_the_second_is_accepted_and_the_first_declined():
    first, second = second_of_two()
    second_wins(second)
    assert (stands(first), stands(second)) == (("declined", "not_confirmed"), ("accepted", ""))


def test_what_is_open_for_the_first_is_taken_back_even_while_it_is_held():
    first, second = second_of_two()
    opened(first.coupon, at="2023-04-11 10:00")
    owed(first.coupon)
    type(second).objects.filter(pk=second.pk).update(state="filed", conflicts_with=None)
    opening.open_payouts(regionpay(), AT)
    matching.match_claims(AT)
    disputes.hold_and_let_go(regionpay(), AT)
    assert Payout.objects.get().held_at == AT

    second_wins(second)
    opening.open_payouts(regionpay(), AT)
    assert payouts() == [(TARO, "void"), (STRANGER, "open")]
    assert breaches(regionpay(), AT) == {}


def test_each_is_told_and_neither_learns_of_the_other():
    _first, second = second_of_two()
    second_wins(second)
    (to_first,), (to_second,) = texts(TARO), texts(STRANGER)
    assert WORDS in to_first
    assert "✔ 申請を認めました" in to_second
    assert STRANGER not in to_first
    assert TARO not in to_second


def test_whose_url_is_dead_is_told_so_if_it_had_been_sent():
    first, second = second_of_two()
    type(second).objects.filter(pk=second.pk).update(state="filed", conflicts_with=None, reason="")
    opened(first.coupon, at="2023-04-11 10:00")
    told("2023-04-11 10:05")
    type(second).objects.filter(pk=second.pk).update(state="review", conflicts_with=first, reason="conflict")
    second_wins(second)
    (dead,) = texts(TARO, template="link_gave_way")
    assert "お送りしたURLは、使えなくなりました。" in dead
    assert STRANGER not in dead


def test_what_was_ordered_stays_ordered():
    first, second = second_of_two()
    type(second).objects.filter(pk=second.pk).update(state="declined", reason="other")
    (payout,) = opened(first.coupon, at="2023-04-11 10:00")
    type(second).objects.filter(pk=second.pk).update(state="review", reason="conflict")
    Payout.objects.filter(pk=payout.pk).update(held_at=None, held_by="", hold_reason="")
    type(second).objects.filter(pk=second.pk).update(conflicts_with=None)
    orders.order(payout_id=payout.pk, brand=Brand.NANACO, who="test", at=AT)
    type(second).objects.filter(pk=second.pk).update(conflicts_with=first)
    with pytest.raises(conflicts.AlreadyTaken):
        second_wins(second)
    assert (stands(first), stands(second)) == (("accepted", ""), ("review", "conflict"))


def test_a_line_that_meets_nobody():
    claim = filed("999999999999")
    matching.match_claims(NOON)
    with pytest.raises(conflicts.NoConflict):
        second_wins(claim.lines.get())


def test_not_without_words_for_the_first():
    _first, second = second_of_two()
    with pytest.raises(reviewing.NoReason):
        second_wins(second, words_to_first=" ")


def test_declining_the_second_is_deciding_for_the_first():
    first, second = second_of_two()
    reviewing.decline(line_id=second.pk, by=sato(), seen=seen(second), reason="not_confirmed", words=WORDS, at=AT)
    owed(first.coupon)
    opening.open_payouts(regionpay(), LATER)
    assert payouts() == [(TARO, "open")]


def test_where_the_second_would_take_it_from_a_member_two_decide():
    made = covered(member=hanako(regionpay()))
    first = filed(made, method="refund", by="hanako@example.jp")
    matching.match_claims(NOON)
    second = filed(made, by=STRANGER, method="refund")
    line = second.lines.get()
    line.state, line.reason, line.conflicts_with = "review", "conflict", first.lines.get()
    line.save()
    with pytest.raises(reviewing.NotOverridden):
        second_wins(line)
    assert stands(first.lines.get()) == ("accepted", "")
    assert not Message.objects.filter(to="hanako@example.jp", template="claim_checked").exists()
