"""The project itself: its layout, its lock, its words about itself."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.urls import get_resolver

from config.celery import app
from desk.duties import DUTIES

ROOT = Path(__file__).parents[1]
ROOMS = ("config", "trail", "notifications", "coupons", "claims", "payouts", "desk")
TRACKED = subprocess.run(
    ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
)
FILES = [ROOT / name for name in TRACKED.stdout.splitlines() if (ROOT / name).is_file()]
PYTHON = [path for path in FILES if path.suffix == ".py"]


def room_of(path: Path) -> str | None:
    top = path.relative_to(ROOT).parts[0]
    return top if top in ROOMS else None


def imports(path: Path) -> set[str]:
    """Top-level names imported anywhere in a file, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_git_lists_the_files():
    assert ROOT / "manage.py" in PYTHON


def test_imports_go_down_the_rooms_only():
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in PYTHON
        if (room := room_of(path))
        for name in imports(path)
        if name in ROOMS and ROOMS.index(name) > ROOMS.index(room)
    ]
    assert upward == []


def test_a_file_is_at_most_300_lines():
    written = [path for path in PYTHON if path.parent.name != "migrations"]
    assert [str(path) for path in written if len(path.read_text().splitlines()) > 300] == []


def test_a_function_is_at_most_50_lines():
    long = [
        f"{path.name}:{node.name}"
        for path in PYTHON
        if path.parent.name != "migrations"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 50
    ]
    assert long == []


def test_a_line_is_at_most_120_letters():
    """The formatter leaves docstrings, comments and SQL as they are. A Japanese letter counts as one."""
    may_be_longer = {"0003_announcements.py", "test_zengin_file.py"}  # whole paragraphs, and records of 120 bytes
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in PYTHON
        if path.name not in may_be_longer
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > 120
    ]
    assert long == []


def test_there_is_no_room_for_odds_and_ends():
    names = {"utils.py", "services.py", "signals.py", "managers.py", "helpers.py", "common"}
    assert [str(path) for path in FILES if names & set(path.relative_to(ROOT).parts)] == []


def test_the_time_is_asked_of_the_clock_only():
    other_clocks = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|auto_now|localtime\(\)")
    rooms = [path for path in PYTHON if room_of(path) and path.name != "clock.py"]
    assert [str(path) for path in rooms if other_clocks.search(path.read_text())] == []


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_duty_has_its_beat_and_a_wake_up_expires_with_its_interval():
    assert set(app.conf.beat_schedule) == set(DUTIES)
    for name, entry in app.conf.beat_schedule.items():
        assert entry["task"] == DUTIES[name].name
        assert entry["options"]["expires"] == entry["schedule"]


def test_celery_keeps_nothing_and_redelivers_nothing():
    conf = app.conf
    assert (conf.task_ignore_result, conf.task_acks_late, conf.worker_prefetch_multiplier, conf.task_always_eager) == (
        True,
        False,
        1,
        False,
    )
    assert conf.accept_content == ["json"]
    assert conf.task_soft_time_limit < conf.task_time_limit


def test_the_lock_is_hashed_and_names_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        pins = re.findall(r"^[a-z0-9][^\n]*==", text, re.MULTILINE)
        assert len(pins) > 20
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text


def test_no_registry_is_named_anywhere():
    hosts = re.compile(r"(pypi|npmjs|pythonhosted)\.(org|com)|deb\.debian\." + "org")
    texts = [path for path in FILES if path.suffix not in (".png", ".ico") and path != Path(__file__)]
    assert [str(path) for path in texts if hosts.search(path.read_text(errors="replace"))] == []


def test_the_changelog_begins_with_the_version():
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == version


def test_every_setting_is_in_the_example():
    text = (ROOT / "config/settings.py").read_text()
    asked = set(re.findall(r'(?:env(?:\.\w+)?|secret|needed)\(\s*"([A-Z_]+)"', text))
    example = (ROOT / ".env.example").read_text()
    assert {name for name in asked if not re.search(rf"^#? ?{name}=", example, re.MULTILINE)} == set()
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "HOSHO_MODE"} <= asked


def test_every_template_is_used():
    templates = [path for path in FILES if path.is_relative_to(ROOT / "templates")]
    sources = "\n".join(path.read_text() for path in FILES if path.suffix in (".py", ".html"))
    found_by_name = {"404.html", "500.html", "403.html", "400.html", "base_site.html", "403_csrf.html"}
    named = {path: str(path.relative_to(ROOT / "templates")) for path in templates}
    for path in templates:
        if path.parent.name == "messages":  # "receive_link" is receive_link.txt and receive_link.sms.txt
            named[path] = f'"{path.name.partition(".")[0]}"'
    assert [p for p in templates if p.name not in found_by_name and named[p] not in sources] == []


def test_links_in_the_readme_lead_somewhere():
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text())
        assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_app_is_a_room_and_every_address_is_served():
    ours = {config.name for config in apps.get_app_configs() if not config.name.startswith("django.")}
    assert ours - {"django_otp", "django_otp.plugins.otp_totp", "django_otp.plugins.otp_static", "axes"} <= set(ROOMS)
    assert {str(pattern.pattern) for pattern in get_resolver().url_patterns} >= {"admin/"}


def test_the_site_speaks_japanese_and_lives_in_japan():
    assert (settings.LANGUAGE_CODE, settings.TIME_ZONE, settings.USE_TZ) == ("ja", "Asia/Tokyo", True)
