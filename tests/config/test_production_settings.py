"""Production starts with its own secrets or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWN = {
    "HOSHO_MODE": "production",
    "SECRET_KEY": "own-secret-key-of-more-than-32-characters",
    "SEALING_KEYS": "k1:own-sealing-key-of-more-than-32-characters",
    "TOKEN_KEYS": "k1:own-token-key-of-more-than-32-characters",
    "CALLBACK_KEYS": "k1:own-callback-key-of-more-than-32-characters",
    "DATABASE_URL": "postgresql://user:word@db/hosho",
    "REDIS_URL": "redis://broker:6379/0",
    "SITE_URL": "https://hosho.example.jp",
    "EMAIL_URL": "smtp://mail.example.jp:25",
    "MAIL_FROM": "hosho@example.jp",
    "SMS_GATEWAY_URL": "https://sms.example.jp/send",
    "SMS_GATEWAY_TOKEN": "own-sms-token",
    "ALLOWED_HOSTS": "hosho.example.jp",
}

# As .env.example has them, before anybody has filled them in. A mail that went to the log would count as sent.
EMPTY = ("ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "MAIL_FROM", "SMS_GATEWAY_URL", "SMS_GATEWAY_TOKEN")
DEPLOYED = {  # Django wants 50 characters, mixed
    "SECRET_KEY": "kT9vQ2mZx7Lr4Wn8Bc5Yd1Hf6Js3Pg0Ua-eRiOtUyAqSw_DzXcVbNm",
    "TRUSTED_PROXIES": "1",
}


def start(**environment: str) -> tuple[int, str]:
    """Exit code and last words of a process that reads the settings."""
    words = (
        "from django.conf import settings as s;"
        " print(s.REHEARSAL, s.CELERY_BROKER_URL, s.SESSION_COOKIE_SECURE, s.SECOND_FACTOR_REQUIRED)"
    )
    run = subprocess.run(
        [sys.executable, "-c", words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, (run.stdout or run.stderr).strip().splitlines()[-1]


def test_production_starts_with_secrets_of_its_own():
    assert start(**OWN) == (0, "False redis://broker:6379/0 True True")


@pytest.mark.parametrize("name", ["SECRET_KEY", "SEALING_KEYS", "TOKEN_KEYS", "CALLBACK_KEYS"])
def test_production_does_not_start_without_a_secret(name):
    code, said = start(**{key: value for key, value in OWN.items() if key != name})

    assert (code, name in said) == (1, True)


@pytest.mark.parametrize("name", ["SECRET_KEY", "SEALING_KEYS", "TOKEN_KEYS", "CALLBACK_KEYS"])
def test_production_does_not_start_with_the_rehearsals_secret(name):
    demo = "only-for-rehearsals-" + "0" * 44

    code, said = start(**{**OWN, name: f"k1:{demo}"})

    assert (code, "production needs its own" in said) == (1, True)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "short", "too short"),
        ("SEALING_KEYS", "", "SEALING_KEYS is empty"),
        ("TOKEN_KEYS", "no-colon", "key ring"),
        (
            "SEALING_KEYS",
            "k2:own-sealing-key-of-more-than-32-characters k1:short",
            "SEALING_KEYS: a secret is too short",
        ),
        ("TOKEN_KEYS", "k1:short", "TOKEN_KEYS: a secret is too short"),
        ("CALLBACK_KEYS", "k1:short", "CALLBACK_KEYS: a secret is too short"),
        ("DEBUG", "true", "DEBUG"),
        ("ALLOWED_HOSTS", "*", "everybody's"),
        ("SITE_URL", "http://hosho.example.jp", "SITE_URL must begin with https://"),
        ("EMAIL_URL", "consolemail://", "EMAIL_URL must begin with smtp"),
        *((name, "", f"{name} is empty") for name in EMPTY),
    ],
)
def test_production_does_not_start_on_a_setting_that_protects_nobody(name, value, said):
    code, words = start(**{**OWN, name: value})

    assert (code, said in words) == (1, True)


def test_who_says_nothing_gets_production():
    code, _ = start(**{key: value for key, value in OWN.items() if key in ("DATABASE_URL", "REDIS_URL")})

    assert code == 1


def test_a_rehearsal_needs_no_secrets():
    environment = {
        "HOSHO_MODE": "rehearsal",
        "DATABASE_URL": OWN["DATABASE_URL"],
        "REDIS_URL": "unix:///tmp/v.sock?db=0",
    }

    assert start(**environment) == (0, "True redis+socket:///tmp/v.sock?virtual_host=0 False False")


def test_any_other_mode_is_refused():
    assert start(**{**OWN, "HOSHO_MODE": "test"})[0] == 1


def manage(*arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code and words of a command in production, without a database."""
    run = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **OWN, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr


def test_djangos_own_check_of_a_deployment_finds_nothing():
    code, said = manage("check", "--deploy", "--fail-level", "WARNING", **DEPLOYED)

    assert (code, "no issues" in said) == (0, True), said


def test_cookies_belong_to_this_host_alone_and_pages_to_tls():
    words = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.COOKIE_PREFIX,"
        " s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.LOGGING['handlers']['stderr']['formatter'])"
    )
    assert manage("shell", "--no-imports", "-c", words) == (
        0,
        "__Host-sessionid __Host-csrftoken __Host- True 31536000 json\n",
    )
