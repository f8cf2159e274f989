"""Who left lines out, holds a payout, or typed an account is no second person for what is left: by no route."""

import pytest

from payouts import account_answers, account_requests
from payouts.batches import approving, lines, working
from payouts.models import AccountRequest, RefundBatch
from payouts.tasks import build_refund_batches
from tests.makers import staff
from tests.races.guards import drop_trigger, refusal
from tests.refunds import people

pytestmark = pytest.mark.django_db
GIVEN = {"bank_code": "0187", "bank_name": "琉球銀行", "branch_code": "101", "branch_name": "那覇支店"}
GIVEN |= {"account_type": "1", "account_no": "0001234", "holder_kana": "ｵｷﾅﾜ ﾀﾛｳ"}


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


def excludes(batch: RefundBatch, line_id: int) -> None:
    lines.exclude(batch_id=batch.pk, line_ids=[line_id], by="shaper", reason="x")


def holds_one(batch: RefundBatch, line_id: int) -> None:
    lines.hold(batch_id=batch.pk, line_ids=[line_id], by="shaper", reason="x")


def asks(batch: RefundBatch, line_id: int) -> None:
    account_requests.ask_claimants(batch_id=batch.pk, line_ids=[line_id], by="shaper", reason="x")


def duty_made() -> RefundBatch:
    assert build_refund_batches() == 1
    working.work()
    return RefundBatch.objects.get()


@pytest.mark.parametrize("deed", [excludes, holds_one, asks])
def test_of_a_draft_that_the_duty_made(deed):
    payout, _other = people.refunds(people.claim(), people.claim())
    draft = duty_made()
    deed(draft, people.line_of(payout).pk)
    batch = people.submitted(draft)

    by = lambda who: approving.approve(
        batch_id=batch.pk, by=who, seen=bytes(batch.digest).hex(), typed_count=1, typed_yen=1000
    )
    with pytest.raises(approving.SamePerson):
        by("shaper")
    by_sql = lambda: RefundBatch.objects.filter(pk=batch.pk).update(state="approved", approved_by="shaper")
    assert refusal(by_sql) == "who_shaped_a_batch_does_not_approve_it"
    assert by("approver").state == "approved"


def test_without_the_guard_they_would(monkeypatch):
    payout, _other = people.refunds(people.claim(), people.claim())
    draft = duty_made()
    excludes(draft, people.line_of(payout).pk)
    batch = people.submitted(draft)
    drop_trigger("who_shaped_a_batch_does_not_approve_it", "payouts_refundbatch")

    assert RefundBatch.objects.filter(pk=batch.pk).update(state="approved", approved_by="shaper") == 1


def test_who_typed_an_account():
    payout = people.refund()
    account_requests.ask(claim=payout.claim, by="clerk", reason="支店の統合", at=people.AT)
    given = account_answers.give(
        request_id=AccountRequest.objects.get().pk, account=GIVEN, by=staff("shaper"), reason="電話で確かめた"
    )
    account_answers.approve(proposal_id=given.pk, by=staff("second"))
    batch = people.submitted()

    assert [approving.has_shaped(batch, who) for who in ("shaper", "second", "approver")] == [True, False, False]
    by_sql = lambda: RefundBatch.objects.filter(pk=batch.pk).update(state="approved", approved_by="shaper")
    assert refusal(by_sql) == "who_shaped_a_batch_does_not_approve_it"
