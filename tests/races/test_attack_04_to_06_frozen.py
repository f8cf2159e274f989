"""Attacks 4 to 6: exported though not ordered; a line changed after the export; an amount or payee changed."""

import pytest

from payouts.models import Payout, RefundBatch, RefundLine
from tests.makers import coupon, hanako, japan, line, opened, regionpay
from tests.payouts.batches import approve, draft, export, order_all, submit
from tests.races.guards import drop_trigger, refusal, rewrite_function

pytestmark = pytest.mark.django_db

AT = japan("2023-05-16 12:00")


@pytest.fixture
def payout() -> Payout:
    [payout] = opened(line(coupon(), method="refund").coupon)
    return payout


def exported(payout: Payout) -> RefundBatch:
    return export(approve(order_all(submit(draft(payout.scheme, payout)))))


def test_4_a_batch_with_a_payout_that_is_not_ordered_is_not_exported(payout):
    batch = approve(submit(draft(payout.scheme, payout)))

    assert refusal(lambda: export(batch)) == "every_line_is_ordered_before_it_leaves"


def test_4_without_the_guard_it_is(payout):
    rewrite_function("a_batch_moves_along_its_table", "p.state in ('open', 'void', 'lapsed')", "false")

    export(approve(submit(draft(payout.scheme, payout))))

    assert RefundLine.objects.get(batch__state="exported").payout.state == "open"


@pytest.mark.parametrize("changed", [{"amount_yen": 99_999}, {"account_sealed": b"other"}, {"line_no": 9}])
def test_5_a_line_stands_still_from_submitted_on(payout, changed):
    batch = submit(draft(payout.scheme, payout))

    assert refusal(lambda: batch.lines.update(**changed)) == "lines_are_frozen_with_their_batch"
    assert refusal(lambda: batch.lines.update(excluded_at=AT, excluded_reason="x")) == (
        "lines_are_frozen_with_their_batch"
    )
    assert refusal(lambda: RefundLine.objects.filter(batch=batch).delete()) == "lines_are_frozen_with_their_batch"


def test_5_in_a_draft_too_a_line_is_of_its_payouts_amount(payout):
    batch = draft(payout.scheme, payout)
    drop_trigger("lines_are_frozen_with_their_batch", "payouts_refundline")

    assert refusal(lambda: batch.lines.update(amount_yen=99_999)) == "a_line_is_of_its_payouts_amount"


def test_5_without_the_guards_a_line_becomes_99999(payout):
    batch = submit(draft(payout.scheme, payout))
    drop_trigger("lines_are_frozen_with_their_batch", "payouts_refundline")
    batch.lines.update(account_sealed=b"somebody else's")

    assert bytes(batch.lines.get().account_sealed) == b"somebody else's"


def test_5_outcomes_come_after_the_export(payout):
    batch = approve(order_all(submit(draft(payout.scheme, payout))))
    outcome = {"outcome": "credited", "outcome_at": japan("2023-05-18 10:00")}

    assert refusal(lambda: batch.lines.update(**outcome)) == "lines_are_frozen_with_their_batch"
    export(batch)
    assert batch.lines.update(**outcome) == 1


def test_5_a_batch_is_exported_once_with_the_same_bytes(payout):
    batch = exported(payout)

    assert (
        refusal(lambda: RefundBatch.objects.filter(pk=batch.pk).update(zengin=b"other")) == "a_batch_is_exported_once"
    )
    assert refusal(lambda: RefundBatch.objects.filter(pk=batch.pk).update(state="draft")) == "a_batch_is_exported_once"


def test_5_count_and_total_are_those_of_the_lines(payout):
    batch = draft(payout.scheme, payout)
    batch.state, batch.line_count, batch.total_yen, batch.digest = "submitted", 1, 1, b"d"

    assert refusal(batch.save) == "count_and_total_are_those_of_the_lines"


def test_5_the_approver_is_another_person(payout):
    batch = submit(draft(payout.scheme, payout))
    batch.state, batch.approved_by = "approved", batch.made_by

    assert refusal(batch.save) == "a_batch_is_approved_by_another_person"


def test_5_a_payout_stands_in_one_live_line(payout):
    draft(payout.scheme, payout)

    assert refusal(lambda: draft(payout.scheme, payout)) == "one_live_line_per_payout"


@pytest.mark.parametrize(
    "changed",
    [{"amount_yen": 1}, {"method": "points"}, {"opened_at": AT}, {"receive_until": japan("2023-05-01 00:00")}],
    ids=lambda changed: next(iter(changed)),
)
def test_6_a_payout_keeps_what_it_is(payout, changed):
    assert refusal(lambda: Payout.objects.filter(pk=payout.pk).update(**changed)) == "a_payout_keeps_what_it_is"


def test_6_a_payout_keeps_its_payee():
    [points] = opened(coupon(member=hanako(regionpay())))

    deed = Payout.objects.filter(pk=points.pk).update
    assert refusal(lambda: deed(member=hanako(regionpay()))) == "a_payout_keeps_what_it_is"


def test_6_without_the_guard_its_amount_changes(payout):
    drop_trigger("a_payout_keeps_what_it_is", "payouts_payout")

    assert Payout.objects.filter(pk=payout.pk).update(amount_yen=99_999) == 1


def test_6_its_last_day_only_grows_and_only_while_it_is_open(payout):
    later, latest = japan("2023-06-15 00:00"), japan("2023-07-01 00:00")
    assert Payout.objects.filter(pk=payout.pk).update(receive_until=later) == 1

    order_all(submit(draft(payout.scheme, payout)))

    deed = Payout.objects.filter(pk=payout.pk).update
    assert refusal(lambda: deed(receive_until=latest)) == "a_payout_keeps_what_it_is"
