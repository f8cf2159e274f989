"""Two log-ins with one code at the same moment: one of them gets in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django_otp.oath import totp

from desk.staff import second_factor
from tests.staff.people import staff


def both(user: User, code: str) -> list[str]:
    """What becomes of two attempts that begin together."""
    ready = Barrier(2)

    def attempt(_: int) -> str:
        try:
            ready.wait()
            second_factor.check(user, code)
            return "in"
        except (second_factor.WrongCode, second_factor.TooFast):
            return "out"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(attempt, range(2)))


@pytest.mark.parametrize("code", [lambda app, codes: f"{totp(app.bin_key):06d}", lambda app, codes: codes[0]])
def test_one_of_two_gets_in(own_database, code: Callable):
    user = staff("hanako", "clerk")
    begun = second_factor.begin(user)
    app, codes = second_factor.finish(user, f"{totp(begun.bin_key, drift=-1):06d}")
    assert both(user, code(app, codes)) == ["in", "out"]
