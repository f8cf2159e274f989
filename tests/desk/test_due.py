"""Since when the oldest due row of each queue waits: what /readyz fails by and /metrics tells."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from claims.models import Claim
from config import clock
from desk import due, health
from desk.duties import run_all
from notifications import outbox
from notifications.models import Message
from payouts.models import PointOrder, RefundBatch
from tests.issuers.people import by_way, kept_apart, ordered
from tests.makers import coupon, japan, regionpay
from tests.matching.people import filed
from trail import jobs
from trail.models import Job
from trail.record import record

pytestmark = pytest.mark.django_db
DAY = japan("2023-04-05 12:00")


def waiting() -> dict[str, tuple[int, int]]:
    """Rows and whole minutes of each queue in which anything is due."""
    return {one.name: (one.rows, one.oldest // timedelta(minutes=1)) for one in due.queues() if one.rows}


def message(*, urgent: bool = False, since: str = "2023-04-05 10:00") -> None:
    outbox.queue(
        key="k",
        channel="mail",
        to="hanako@example.jp",
        template="receive_link",
        context={},
        about="nothing",
        scheme="regionpay-2023",
        not_before=japan(since),
        urgent=urgent,
    )
    Message.objects.update(next_at=Now() - timedelta(days=2))


def job(minutes: int, lane: str = "one") -> Job:
    made = jobs.ask(kind="load", scheme="regionpay-2023", who="ope", lane=lane)
    Job.objects.filter(pk=made.pk).update(asked_at=clock.now() - timedelta(minutes=minutes))
    return made


def batch(asked: int) -> RefundBatch:
    made = RefundBatch.objects.create(
        scheme=regionpay(), number=1, transfer_on="2023-05-20", made_by="jimu", work="check"
    )
    record("asked", who="jimu", about=made)
    clock.move_to(clock.now() + timedelta(minutes=asked))
    return made


def test_nothing_is_due_in_an_empty_house_and_every_queue_is_named():
    assert [tuple(one) for one in due.queues()] == [
        (name, 0, timedelta()) for name in ("messages", "jobs", "orders at an issuer", "matching", "batches")
    ]


@pytest.mark.parametrize(
    ("now", "urgent", "seen"),
    [
        ("2023-04-05 12:00", False, {"messages": (1, 120)}),
        ("2023-04-05 09:59", False, {}),  # not before ten
        ("2023-04-05 21:00", False, {}),  # people sleep
        ("2023-04-05 21:00", True, {"messages": (1, 660)}),
        ("2023-04-06 08:10", False, {"messages": (1, 10)}),  # the night is nobody's fault
    ],
)
def test_a_message_is_due_by_both_clocks_and_by_day(now, urgent, seen):
    clock.move_to(japan(now))
    message(urgent=urgent)

    assert waiting() == seen


def test_a_job_waits_for_a_worker_not_for_its_own_lane():
    job(40)
    assert waiting() == {"jobs": (1, 40)}
    Job.objects.update(state="running", started_at=clock.now())
    job(35)
    assert waiting() == {}
    job(31, lane="other")
    assert waiting() == {"jobs": (1, 31)}


def test_an_order_over_the_net_is_due_again_at_its_time():
    by_way("http")
    made = ordered()
    PointOrder.objects.update(next_at=Now() - timedelta(minutes=50))
    assert waiting() == {"orders at an issuer": (1, 50)}
    PointOrder.objects.update(next_at=Now() + timedelta(minutes=1))
    assert waiting() == {}
    PointOrder.objects.update(next_at=Now() - timedelta(minutes=50))
    kept_apart(made)  # now a person decides
    assert waiting() == {}


def test_an_order_that_waits_for_stock_waits_for_people():
    ordered()
    assert waiting() == {}


def test_a_claim_is_due_from_its_filing():
    clock.move_to(DAY)
    claim = filed(coupon(yen=3000))
    Claim.objects.filter(pk=claim.pk).update(filed_at=clock.now() - timedelta(minutes=45))
    assert waiting() == {"matching": (1, 45)}
    run_all()
    assert waiting() == {}


def test_a_batch_is_due_from_when_it_was_asked_for_or_its_lease_ended():
    made = batch(asked=33)
    assert waiting() == {"batches": (1, 33)}
    RefundBatch.objects.filter(pk=made.pk).update(leased_until=Now() + timedelta(seconds=60))
    assert waiting() == {}
    RefundBatch.objects.filter(pk=made.pk).update(leased_until=Now() - timedelta(minutes=32))
    assert waiting() == {"batches": (1, 32)}


@pytest.mark.parametrize(("minutes", "problems"), [(29, []), (31, ["jobs: the oldest due row waits too long"])])
def test_readyz_fails_after_half_an_hour(client, minutes, problems):
    run_all()
    job(minutes)

    assert client.get("/readyz").json()["problems"] == problems
    assert health.OLDEST == timedelta(minutes=30)


def test_the_legal_clock_is_asked_once_and_not_for_each_message():
    message()
    words = {"day_begins": outbox.DAY_BEGINS, "day_ends": outbox.DAY_ENDS}
    with connection.cursor() as cursor:
        cursor.execute(f"explain (verbose, costs off) {due.MESSAGES}", words)
        plan = [line for (line,) in cursor.fetchall()]

    assert [line for line in plan if "app_now()" in line and ("Filter" in line or "Cond" in line)] == []
    assert sum("app_now()" in line for line in plan) == 1
