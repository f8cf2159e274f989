"""kill -9 between send and mark: the same key and the same words again at most, and then it is final."""

import signal

import psycopg

from notifications.models import Message
from tests.notifications.outside import left, production_worker
from tests.notifications.people import at_noon, queued, wait_for_leases_and_back_off

State = Message.State


def test_a_killed_workers_message_is_sent_again_with_the_same_key_and_words(own_database, gateway):
    message = queued(key="receive-link/1")
    at_noon()
    gateway.faults = ["slow"]

    worker = production_worker(gateway)
    gateway.wait_for_requests(1)  # the gateway has it, the worker waits for the answer
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENDING, 1)

    assert left(production_worker(gateway)) == 0  # the lease of the dead still runs
    wait_for_leases_and_back_off()
    assert left(production_worker(gateway)) == 1
    wait_for_leases_and_back_off()
    assert left(production_worker(gateway)) == 0

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)
    first, second = gateway.requests
    assert first == second


def test_a_worker_killed_amid_many_repeats_only_what_it_had_not_marked(own_database, gateway):
    for number in range(10):
        queued(key=f"receive-link/{number}")
    at_noon()
    gateway.on_request = lambda: gateway.may_answer.wait(0.1)  # slower than dispatch.MARK_WITHIN
    gateway.faults = ["ok"] * 4 + ["slow"]

    worker = production_worker(gateway)
    gateway.wait_for_requests(5)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()

    wait_for_leases_and_back_off()
    assert left(production_worker(gateway)) == 6
    assert sorted(set(gateway.keys())) == [f"receive-link/{number}" for number in range(10)]
    assert len(gateway.keys()) == 11


def test_the_lease_is_committed_and_no_transaction_is_open_while_sending(own_database, gateway):
    queued()
    at_noon()
    seen = []

    def look() -> None:
        with psycopg.connect(own_database) as other:
            other.execute("set lock_timeout = '2s'")
            seen.append(other.execute("select state, leased_until > now() from notifications_message").fetchone())
            seen.append(other.execute("select id from notifications_message for update").fetchone() is not None)
            open_ones = "select count(*) from pg_stat_activity where datname = current_database()"
            seen.append(other.execute(f"{open_ones} and state like 'idle in transaction%%'").fetchone()[0])

    gateway.on_request = look
    assert left(production_worker(gateway)) == 1
    assert seen == [("sending", True), True, 0]
