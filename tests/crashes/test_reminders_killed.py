"""kill -9 amid the writing of reminders: nobody is reminded twice, and nobody left out."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from notifications.models import Message
from payouts import reminding
from tests.makers import coupon, hanako, japan, opened, regionpay, told

ROOT = Path(__file__).parents[2]
KILLED_IN_THE_SECOND = """
import django; django.setup()
import os
from payouts import reminding
from tests.makers import japan, regionpay
reminding.DUE = reminding.DUE.replace("limit 20000", "limit 2")
write, chunks = reminding.record, []
def dies(*words, **more):
    chunks.append(1)
    if len(chunks) == 2:
        os.kill(os.getpid(), 9)
    return write(*words, **more)
reminding.record = dies
reminding.remind(regionpay(), japan("2023-05-17 12:00"))
"""


def test_killed_in_the_middle_nobody_is_reminded_twice_and_nobody_left_out(own_database):
    payouts = opened(*[coupon(member=hanako(regionpay())) for _ in range(5)])
    told()
    environment = os.environ | {"HOSHO_MODE": "rehearsal", "DJANGO_SETTINGS_MODULE": "config.settings"}
    killed = subprocess.run([sys.executable, "-c", KILLED_IN_THE_SECOND], cwd=ROOT, env=environment, check=False)
    written = Message.objects.filter(template="receive_link_reminder").values_list("about", flat=True)
    assert (killed.returncode, len(written.all())) == (-signal.SIGKILL, 2)

    assert reminding.remind(regionpay(), japan("2023-05-17 12:05")) == 3
    assert Counter(written.all()) == Counter(f"payouts.payout/{payout.pk}" for payout in payouts)
