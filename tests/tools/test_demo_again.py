"""Contract 9: a second demo goes on at the clock where the first stopped."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from tests.tools.demos import legal_time, running_demo
from tests.tools.processes import DEV, finished, fresh, shell

# The moved clock runs on while nothing runs. Three days of that, without waiting for them:
THREE_DAYS_LATER = shell(
    "from datetime import timedelta; from config import clock; clock.move_to(clock.now() + timedelta(days=3))"
)


COUNT = shell("from coupons.models import Coupon; print(Coupon.objects.count())")


def test_it_goes_on_where_it_stopped_and_not_where_the_clock_ran_on_to(demo_state: Path):
    stopped = datetime.fromisoformat(legal_time(demo_state))
    password = (demo_state / "operator-password").read_text().strip()
    finished([*DEV, *THREE_DAYS_LATER], fresh(demo_state))
    assert datetime.fromisoformat(legal_time(demo_state)) > stopped + timedelta(days=3)
    with running_demo(demo_state) as (_, welcome):
        assert datetime.fromisoformat(legal_time(demo_state)) - stopped < timedelta(minutes=5)
        assert finished([*DEV, *COUNT], fresh(demo_state)).stdout == "2000\n"
        assert re.search(r"operator / (\S+)", welcome)[1] == password
