"""Many messages, two workers killed and started again at random: each is sent at least once, none is lost, and nobody
gets two different URLs. In the suite a part of the 100,000 (HOSHO_MANY_MESSAGES says how many).
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from django.db import connection

from notifications.models import Message
from tests.notifications.people import CONTEXT, at_noon, wait_for_leases_and_back_off

ROOT = Path(__file__).parents[2]
MANY = int(os.environ.get("HOSHO_MANY_MESSAGES", "1000"))
KILLS = max(4, MANY // 5_000)
FOR_EVER = (
    "import django; django.setup(); from django.conf import settings; settings.MESSAGES_LEAVE = True\n"
    "from notifications.dispatch import send_messages\n"
    "while True: send_messages()"
)
ONCE = FOR_EVER.replace("while True: send_messages()", "while send_messages(): pass")
FILL = """
    insert into notifications_message (key, channel, "to", template, context, about, scheme, not_before)
    select 'many/' || n, case when n %% 2 = 0 then 'mail' else 'sms' end,
        case when n %% 2 = 0 then 'p' || n || '@example.jp' else '090' || lpad(n::text, 8, '0') end, 'receive_link',
        jsonb_set(%(context)s::jsonb, '{link}', jsonb_build_object(
            'purpose', 'receive', 'id', n, 'key_id', 'demo', 'salt', gen_random_uuid())),
        'payouts.payout/' || n, 'regionpay-2023', '2023-04-03 09:00+09'
    from generate_series(1, %(many)s) n
"""


class Outside:
    """The sink's process, and workers that send to it."""

    def __init__(self) -> None:
        self.sink = subprocess.Popen(
            [sys.executable, "tests/notifications/sink.py"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        self.sms, self.mail = self.sink.stdout.readline().split()

    def worker(self, code: str) -> subprocess.Popen:
        addresses = {
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail}",
            "SMS_GATEWAY_URL": f"http://127.0.0.1:{self.sms}/send",
            "SMS_GATEWAY_TOKEN": "bearer-of-tests",
            "MAIL_FROM": "noreply@hosho.example.jp",
            "SITE_URL": "https://hosho.example.jp",
            "HOSHO_MODE": "rehearsal",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=os.environ | addresses)

    def counted(self) -> dict[str, int]:
        with urlopen(f"http://127.0.0.1:{self.sms}/") as answer:
            return json.load(answer)


@contextmanager
def outside() -> Iterator[Outside]:
    there = Outside()
    try:
        yield there
    finally:
        there.sink.stdout.close()
        there.sink.kill()
        there.sink.wait()


def fill() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"context": json.dumps(CONTEXT), "many": MANY})
    at_noon()


def killed_at_random(there: Outside, seed: int) -> None:
    """Two workers; again and again one of them, whichever, dies while it sends, and another takes its place."""
    chance = random.Random(seed)
    workers = [there.worker(FOR_EVER), there.worker(FOR_EVER)]
    for kill in range(1, KILLS + 1):
        wait_until_sent(there, MANY * kill // (KILLS + 2))
        time.sleep(chance.uniform(0, 0.05))
        victim = chance.randrange(2)
        workers[victim].kill()
        workers[victim].wait()
        workers[victim] = there.worker(FOR_EVER)
    while Message.objects.filter(state="queued").exists():
        time.sleep(0.2)
    for worker in workers:
        worker.kill()
        worker.wait()


def wait_until_sent(there: Outside, number: int) -> None:
    end = time.monotonic() + 60 + MANY / 50
    while there.counted()["messages"] < number:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_each_is_sent_none_is_lost_and_nobody_gets_two_urls(own_database):
    fill()
    began = time.monotonic()
    with outside() as there:
        killed_at_random(there, seed=7)
        wait_for_leases_and_back_off()
        assert there.worker(ONCE).wait() == 0
        counted = there.counted()

    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert (counted["to"], counted["not_one_url"]) == (MANY, 0)
    assert MANY <= counted["messages"] <= MANY + KILLS * 2 * 200
    print(f"{MANY} messages, {KILLS} kills: {time.monotonic() - began:.0f} s, {counted['messages'] - MANY} repeated")
