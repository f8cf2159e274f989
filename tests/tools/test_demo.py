"""`make demo`: what it offers while it runs."""

import re
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.demos import free_port, running_demo
from tests.tools.processes import DEV, finished, fresh, shell

ADDRESS = shell("import os; print(os.environ['DATABASE_URL'])")
STAFF = "from django.contrib.auth.models import User; print(*User.objects.order_by('id'))"
LOG_IN = "from django.contrib.auth.models import User; print(User.objects.get(username='auditor').check_password({!r}))"


@pytest.fixture(scope="module")
def welcome(demo_state: Path) -> Iterator[str]:
    with running_demo(demo_state) as (_, words):
        yield words


def test_the_site_answers_at_the_address_it_names(welcome: str):
    address = re.search(r"http://127\.0\.0\.1:\d+/", welcome)[0]
    with urllib.request.urlopen(f"{address}admin/login/") as answer:
        assert answer.status == 200


def test_it_names_a_coupon_of_each_kind_to_try(welcome: str):
    kinds = re.findall(r"Inquiry number \d{12} .*\((.*)\)", welcome)
    assert kinds == ["in the app, something is owed", "on paper, to be claimed", "not covered"]


def test_somebody_of_each_role_logs_in_with_the_password_it_names(welcome: str, demo_state: Path):
    password = re.search(r"operator / (\S+)", welcome)[1]
    names = finished([*DEV, *shell(STAFF)], fresh(demo_state)).stdout
    assert names == "clerk reviewer operator approver auditor administrator\n"
    assert finished([*DEV, *shell(LOG_IN.format(password))], fresh(demo_state)).stdout == "True\n"
    file = demo_state / "operator-password"
    assert (file.read_text(), oct(file.stat().st_mode)[-3:]) == (f"{password}\n", "600")


def test_a_command_meanwhile_uses_the_demos_servers(welcome: str, demo_state: Path):
    before = (demo_state / "postgres/address").read_text()
    assert finished([*DEV, *ADDRESS], fresh(demo_state)).stdout.strip() == before
    assert (demo_state / "postgres/address").read_text() == before


def test_a_second_demo_of_the_same_data_is_refused(welcome: str, demo_state: Path):
    done = finished([*DEV, "demo"], fresh(demo_state, PORT=free_port()))
    assert done.stderr == f"A demo is already running on {demo_state}. HOSHO_STATE names another folder.\n"
    assert done.returncode == 1


def test_clean_leaves_a_running_demo_alone(welcome: str, demo_state: Path):
    done = finished([*DEV, "clean"], fresh(demo_state, HOSHO_VENV=str(demo_state / "no-venv")))
    assert done.stderr == f"The servers of {demo_state} are still in use: stop the demo first.\n"
    assert (done.returncode, (demo_state / "postgres/address").exists()) == (1, True)


def test_a_port_in_use_is_told_before_anything_starts(new_state: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = finished([*DEV, "demo"], fresh(new_state, PORT=str(port)))
    assert done.stderr.startswith(f"Port {port} cannot be used (Address already in use).")
    assert (done.returncode, (new_state / "postgres").exists()) == (1, False)


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_told(new_state: Path, port: str):
    done = finished([*DEV, "demo"], fresh(new_state, PORT=port))
    assert (done.returncode, done.stderr) == (1, f"PORT is a number from 1 to 65535, not {port!r}.\n")
