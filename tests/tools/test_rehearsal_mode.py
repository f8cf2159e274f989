"""Contract 5: everything is a rehearsal unless HOSHO_MODE=production says otherwise."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.tools.processes import DEV, finished, fresh, shell

SHOW = shell("from django.conf import settings; print(settings.MODE)")
SECRETS = {"SECRET_KEY": "s" * 60} | {
    name: f"k1:{letter * 60}" for name, letter in [("SEALING_KEYS", "a"), ("TOKEN_KEYS", "b"), ("CALLBACK_KEYS", "c")]
}
SENDING = {
    "SITE_URL": "https://hosho.invalid",
    "EMAIL_URL": "smtp://mail.invalid:25",
    "MAIL_FROM": "noreply@hosho.invalid",
    "SMS_GATEWAY_URL": "https://sms.invalid/send",
    "SMS_GATEWAY_TOKEN": "t" * 60,
}
PRODUCTION = {"HOSHO_MODE": "production", "ALLOWED_HOSTS": "hosho.invalid", **SECRETS, **SENDING}


@pytest.mark.parametrize(("variables", "mode"), [({}, "rehearsal"), (PRODUCTION, "production")])
def test_a_command_rehearses_unless_told_otherwise(state: Path, variables: dict, mode: str):
    assert finished([*DEV, *SHOW], fresh(state, **variables)).stdout == f"{mode}\n"


def test_the_tests_rehearse():
    assert settings.MODE == "rehearsal"


def test_the_demo_refuses_production(new_state: Path):
    done = finished([*DEV, "demo"], fresh(new_state, **PRODUCTION))
    assert (done.returncode, done.stderr) == (
        1,
        "The demo moves the clock and shows every message: HOSHO_MODE=production forbids both.\n",
    )
    assert list(new_state.iterdir()) == []
