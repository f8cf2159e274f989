"""kill -9 of the web process at every named point, from the draft to a void file: whoever presses again goes on."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from payouts.audit import breaches
from payouts.batches import exporting, working
from payouts.models import Payout, RefundBatch
from tests.makers import regionpay
from tests.refunds import bank_reader, many, people
from tests.refunds.pages import address
from tests.staff.people import client_of, staff

ROOT = Path(__file__).parents[2]
GUNICORN = ["gunicorn", "tests.refunds.dying_site:application", "--log-level", "critical", "--no-control-socket"]
TOKEN = "a" * 32


class Site:
    """Posts forms to the real server, as a browser would; 0 where the process died before it answered."""

    def __init__(self, port: int, where: Path):
        self.port, self.where = port, where

    def post(self, client: Client, name: str, pk: int | None = None, **form: str) -> http.client.HTTPResponse | None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request("POST", address(name, pk), urlencode({"csrfmiddlewaretoken": TOKEN, **form}), headers)
            answer = line.getresponse()
            answer.body = answer.read()
            return answer
        except (http.client.RemoteDisconnected, ConnectionResetError):
            return None
        finally:
            line.close()

    def dies(self, point: str, *post, **form: str) -> bool:
        self.where.write_text(point)
        return self.post(*post, **form) is None and not self.where.exists()

    def status(self, *post, **form: str) -> int:
        answer = self.post(*post, **form)
        return answer.status if answer else 0


@pytest.fixture
def site(own_database: str, tmp_path: Path) -> Iterator[Site]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = tmp_path / "dies-at"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": own_database}
    environment |= {"DIES_AT": str(where), "STATIC_ROOT": str(tmp_path)}
    command = [sys.executable, "-m", *GUNICORN, "--workers", "1", "--preload", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        answers(port, server)
        yield Site(port, where)
    finally:
        server.terminate()
        server.wait(30)


def answers(port: int, server: subprocess.Popen) -> None:
    """Once it listens, a request waits for its process, also for the one that comes after a kill."""
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 60).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError("gunicorn ended")


@pytest.mark.timeout(600)  # a process is started for each death, on a busy machine slowly
def test_killed_at_every_point_and_pressed_again(site):
    people.house()
    owed = {payout.pk: payout.amount_yen for payout in many.refunds(5)}
    maki, sato = client_of(staff("maki", "operator")), client_of(staff("sato", "approver"))

    begun(site, maki)
    working.work()
    approved(site, maki, sato)
    asked_for(site, maki)
    working.work()
    assert taken(site, maki) == owed
    void(site, maki, sato)

    assert breaches(regionpay()) == {}


def batches() -> list[tuple[str, str]]:
    return list(RefundBatch.objects.values_list("state", "work"))


def payouts() -> set[str]:
    return set(Payout.objects.values_list("state", flat=True))


def begun(site: Site, maki: Client) -> None:
    make, on = (maki, "refund_make"), {"transfer_on": "2023-05-18"}
    assert site.dies("a draft is asked for and not committed", *make, **on)
    assert batches() == []
    assert site.dies("a draft is committed and nobody was answered", *make, **on)
    assert (batches(), site.status(*make, **on)) == ([("draft", "build")], 409)


def approved(site: Site, maki: Client, sato: Client) -> None:
    batch = RefundBatch.objects.get()
    submit, approve = (maki, "refund_submit", batch.pk), (sato, "refund_approve", batch.pk)
    assert site.dies("who approves is written and not committed", *submit)
    assert batches() == [("draft", "")]
    assert site.dies("a deed is committed and nobody was answered", *submit)
    assert (batches(), site.status(*submit)) == ([("submitted", "")], 409)

    batch.refresh_from_db()
    seen, yen = bytes(batch.digest).hex(), str(batch.total_yen)
    typed = {"seen": seen, "typed_count": "5", "typed_yen": yen}
    assert site.dies("who approves is written and not committed", *approve, **typed)
    assert (batches(), payouts()) == ([("submitted", "")], {"open"})
    assert site.dies("a deed is committed and nobody was answered", *approve, **typed)
    assert (batches(), payouts(), site.status(*approve, **typed)) == ([("approved", "")], {"ordered"}, 409)


def asked_for(site: Site, maki: Client) -> None:
    export = (maki, "refund_export", RefundBatch.objects.get().pk)
    assert site.dies("a file is asked for and not committed", *export)
    assert batches() == [("approved", "")]
    assert site.dies("the asking for a file is committed and nobody was answered", *export)
    assert (batches(), site.status(*export)) == ([("approved", "export")], 409)


def taken(site: Site, maki: Client) -> dict[int, int]:
    """What stands in the file, by payout."""
    batch = RefundBatch.objects.get()
    take = (maki, "refund_download", batch.pk)
    assert site.dies("a file is asked for and not committed", *take, kind="zengin")
    assert exporting.downloads(batch) == []
    assert site.dies("a download is on the trail and nobody has the bytes", *take, kind="zengin")
    assert site.status(*take, kind="zengin") == 409  # somebody may have it: said, and why it is taken again
    answer = site.post(*take, kind="zengin", not_sent_yet="1", reason="切れた")
    assert len(exporting.downloads(batch)) == 2
    return {int(one["reference"]): int(one["yen"]) for one in bank_reader.read(answer.body).transfers}


def void(site: Site, maki: Client, sato: Client) -> None:
    batch = RefundBatch.objects.get()
    say, settle = (maki, "refund_refused", batch.pk), (sato, "refund_settle_refused", batch.pk)
    assert site.dies("a file is void and not committed", *say, reason="コードの誤り")
    assert RefundBatch.objects.get().refused_by is None
    assert site.status(*say, reason="コードの誤り") == 302
    assert site.dies("a file is void and not committed", *settle, confirm="1")
    assert (batches(), payouts()) == ([("exported", "")], {"ordered"})
    assert site.dies("a file is void and nobody was answered", *settle, confirm="1")
    assert (batches(), payouts(), site.status(*settle, confirm="1")) == ([("refused", "")], {"open"}, 409)
    assert site.status(maki, "refund_download", batch.pk, kind="zengin", not_sent_yet="1", reason="x") == 409
