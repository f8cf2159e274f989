"""Nobody approves what they made or asked for, nor anything but what they saw: by no route."""

import pytest

from desk.refunds.pages import words_for
from payouts import holds, zengin
from payouts.batches import approving, exporting, lines
from payouts.models import Consignor, Payout, RefundBatch
from tests.makers import staff
from tests.races.guards import drop_trigger, refusal, rewrite_function
from tests.refunds import people

REFUSALS = ("count_and_total_are_those_of_the_lines", "a_batch_moves_along_its_table")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


def approve(batch: RefundBatch, **more) -> RefundBatch:
    values = {
        "by": "approver",
        "seen": bytes(batch.digest).hex(),
        "typed_count": batch.line_count,
        "typed_yen": batch.total_yen,
        **more,
    }
    return approving.approve(batch_id=batch.pk, **values)


def by_sql(batch: RefundBatch, **values) -> str:
    return refusal(lambda: RefundBatch.objects.filter(pk=batch.pk).update(**values))


def test_approving_orders_every_payout():
    payouts = people.refunds(people.claim(), people.claim())
    batch = approve(people.submitted())

    assert (batch.state, batch.approved_by) == ("approved", "approver")
    assert [people.state(payout) for payout in payouts] == ["ordered", "ordered"]


def test_what_comes_to_more_than_a_trailer_can_say_is_not_asked_for(monkeypatch):
    assert len(zengin.trailer(1, zengin.MOST_TOTAL_YEN)) == zengin.RECORD_BYTES
    with pytest.raises(zengin.CannotBeWritten):
        zengin.trailer(1, zengin.MOST_TOTAL_YEN + 1)
    payouts = people.refunds(people.claim(1000), people.claim(2000))
    batch = people.drafted()
    monkeypatch.setattr(zengin, "MOST_TOTAL_YEN", 2999)

    with pytest.raises(approving.TooMuch) as told:
        people.submitted(batch)
    assert words_for(told.value) == ["1ファイルの合計は2,999円までです。多い分を、先に除外してください。"]
    lines.exclude(batch_id=batch.pk, line_ids=[people.line_of(payouts[0]).pk], by="maker", reason="上限")
    assert people.submitted(batch).total_yen == 2000


@pytest.mark.parametrize("who", ["maker", "asker"])
def test_who_made_it_or_asked_does_not_approve(who):
    people.refund()
    batch = people.submitted()

    with pytest.raises(approving.SamePerson):
        approve(batch, by=who)
    assert by_sql(batch, state="approved", approved_by=who) == "a_batch_is_approved_by_another_person"


@pytest.mark.parametrize("typed", [{"typed_count": 2}, {"typed_yen": 999}])
def test_what_is_typed_must_be_what_leaves(typed):
    people.refund()

    with pytest.raises(approving.OtherFigures):
        approve(people.submitted(), **typed)


def test_a_page_of_before_an_edit_approves_nothing():
    payout, _other = people.refunds(people.claim(), people.claim())
    batch = people.submitted()
    seen = bytes(batch.digest).hex()
    approving.send_back(batch_id=batch.pk, by="asker", reason="一人を外す")
    lines.exclude(batch_id=batch.pk, line_ids=[people.line_of(payout).pk], by="asker", reason="x")
    batch = people.submitted(batch)

    with pytest.raises(approving.ChangedMeanwhile):
        approve(batch, seen=seen)
    assert approve(batch).state == "approved"


@pytest.mark.parametrize(
    "change", [{"transfer_on": "2023-05-19"}, {"consignor": {"name": "x"}}, {"total_yen": 1}, {"digest": b"x"}]
)
def test_what_waits_for_approval_stands_still(change):
    people.refund()

    assert by_sql(people.submitted(), **change) == "a_submitted_batch_stands_still"


def test_without_its_freeze_an_edited_batch_is_still_not_approved():
    people.refund()
    batch = people.submitted()
    rewrite_function(
        "a_batch_moves_along_its_table", "old.state not in ('draft', 'cancelled') and new.state", "false and new.state"
    )
    RefundBatch.objects.filter(pk=batch.pk).update(transfer_on="2023-05-19")

    with pytest.raises(approving.ChangedMeanwhile):
        approve(batch)
    assert by_sql(batch, state="approved", approved_by="x") == "what_is_approved_is_what_the_digest_says"


def test_and_without_the_digest_it_is():
    people.refund()
    batch = people.submitted()
    rewrite_function(
        "a_batch_moves_along_its_table", "old.state not in ('draft', 'cancelled') and new.state", "false and new.state"
    )
    rewrite_function("a_batch_moves_along_its_table", "new.state in ('submitted', 'approved', 'exported')", "false")
    RefundBatch.objects.filter(pk=batch.pk).update(transfer_on="2023-05-19")

    assert RefundBatch.objects.filter(pk=batch.pk).update(state="approved", approved_by="x") == 1


def test_an_account_changed_below_our_feet_is_in_the_digest():
    people.refund()
    batch = people.submitted()
    drop_trigger("lines_are_frozen_with_their_batch", "payouts_refundline")
    batch.lines.update(account_sealed=b"somebody else's")

    with pytest.raises(approving.ChangedMeanwhile):
        approve(batch)


def test_one_payout_that_may_not_leave_keeps_all_of_them():
    held, other = people.refunds(people.claim(), people.claim())
    batch = people.submitted()
    holds.hold(payout_id=held.pk, by=staff("clerk"), reason="確認中")

    with pytest.raises(approving.StopsLines) as told:
        approve(batch)

    assert told.value.line_nos == [people.line_of(held).line_no]
    assert [people.state(each) for each in (held, other)] == ["open", "open"]
    assert people.again(batch).state == "submitted"


def test_attack_4_a_payout_that_is_not_open_any_more_fails_the_approval_whole():
    """Submitted, and then the person takes it another way: nothing of the batch is ordered."""
    payout, other = people.refunds(people.claim(), people.claim())
    batch = people.submitted()
    Payout.objects.filter(pk=payout.pk).update(state="ordered")

    with pytest.raises(approving.StopsLines):
        approve(batch)
    assert people.state(other) == "open"


def test_approved_once():
    people.refund()
    batch = approve(people.submitted())

    with pytest.raises(approving.NotSubmitted):
        approve(batch, by="another")


def test_sent_back_with_a_reason_it_is_a_draft_again():
    people.refund()
    batch = people.submitted()

    with pytest.raises(lines.NoReason):
        approving.send_back(batch_id=batch.pk, by="approver", reason="")
    approving.send_back(batch_id=batch.pk, by="approver", reason="日付が違う")

    batch = people.again(batch)
    assert (batch.state, batch.sent_back, batch.submitted_by, batch.digest) == ("draft", "日付が違う", None, None)


def test_without_somebody_who_pays_nothing_is_asked_for():
    people.refund()
    batch = people.drafted()
    Consignor.objects.update(name="テスト")
    with pytest.raises(approving.NoConsignor):
        people.submitted(batch)
    Consignor.objects.all().delete()
    with pytest.raises(approving.NoConsignor):
        people.submitted(people.again(batch))


def test_who_pays_is_what_was_approved_whatever_the_setting_says_later():
    people.refund()
    batch = approve(people.submitted())
    Consignor.objects.update(account_no="9999999")

    assert b"0000001" in bytes(people.exported(batch).zengin)[:120]


@pytest.mark.parametrize("state", ["submitted", "approved", "exported", "closed"])
def test_a_draft_leaves_by_no_route(state):
    people.refund()
    batch = people.drafted()

    assert by_sql(batch, state=state, submitted_by="x") in REFUSALS
    assert by_sql(batch, exported_at=people.AT, xlsx=b"x", zengin=b"x") == "an_exported_batch_keeps_its_bytes"
    assert people.again(batch).state == "draft"


def test_a_stopped_scheme_orders_and_hands_out_nothing():
    payout = people.refund()
    batch = people.submitted()
    stop = {"stopped_at": people.AT, "stopped_reason": "差額"}
    people.Scheme.objects.update(**stop)
    with pytest.raises(approving.SchemeStopped):
        approve(batch)
    people.Scheme.objects.update(stopped_at=None)
    batch = approve(batch)
    people.Scheme.objects.update(**stop)

    with pytest.raises(approving.SchemeStopped):
        exporting.ask(batch_id=batch.pk, by="operator")
    assert (people.state(payout), people.again(batch).state) == ("ordered", "approved")
