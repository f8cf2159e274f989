"""Contract 9: a second demo goes on at the clock where the first stopped."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from tests.tools.demos import running_demo
from tests.tools.processes import DEV, finished, fresh, shell

# The moved clock runs on while nothing runs. Three days of that, without waiting for them:
THREE_DAYS_LATER = """
from datetime import timedelta
from config import clock
print(clock.now().isoformat())
clock.move_to(clock.now() + timedelta(days=3))
print(clock.now().isoformat())
"""
NOW_AND_COUPONS = """
from config import clock
from coupons.models import Coupon
print(clock.now().isoformat())
print(Coupon.objects.count())
"""


def said(code: str, state: Path) -> list[str]:
    return finished([*DEV, *shell(code)], fresh(state)).stdout.splitlines()


def test_it_goes_on_where_it_stopped_and_not_where_the_clock_ran_on_to(demo_state: Path):
    password = (demo_state / "operator-password").read_text().strip()
    stopped, later = map(datetime.fromisoformat, said(THREE_DAYS_LATER, demo_state))
    assert later > stopped + timedelta(days=3)
    with running_demo(demo_state) as (_, welcome):
        now, coupons = said(NOW_AND_COUPONS, demo_state)
        assert datetime.fromisoformat(now) - stopped < timedelta(minutes=5)
        assert coupons == "2000"
        assert re.search(r"operator / (\S+)", welcome)[1] == password
