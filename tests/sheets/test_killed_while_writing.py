"""kill -9 in the middle of a sheet: what it leaves lies where nobody else looks, and goes when the next one starts."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from coupons.sheets import private

ROOT = Path(__file__).parents[2]
SECRET = "1234567890123"
WRITER = f"""
import os, signal, sys
from io import BytesIO
import django
django.setup()
from coupons.sheets.writing import Column, Sheet, write
def rows():
    for _ in range(2000):
        yield ("{SECRET}",)
    print("half", flush=True)
    if sys.argv[1] == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    sys.stdin.read()
write(BytesIO(), Sheet("x", [Column("x")], rows()))
"""


def process(folder: Path, code: str, *words: str) -> subprocess.Popen:
    environment = os.environ | {"TMPDIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", code, *words], cwd=ROOT, env=environment, **pipes)


def secrets(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def begins(folder: Path) -> None:
    """Any process of ours."""
    beginner = process(folder, "import django; django.setup()")
    beginner.communicate(timeout=60)
    assert beginner.returncode == 0


def test_what_a_killed_process_leaves_is_private_and_swept_at_the_next_start(tmp_path):
    killed = process(tmp_path, WRITER, "dies")
    assert (killed.communicate(timeout=60)[0], killed.returncode) == (b"half\n", -signal.SIGKILL)
    [left] = secrets(tmp_path)
    ours = tmp_path / f"hosho-sheets-{os.getuid()}"
    assert (ours in left.parents, stat.S_IMODE(ours.stat().st_mode)) == (True, 0o700)

    begins(tmp_path)

    assert secrets(tmp_path) == []
    assert [path.name for path in ours.iterdir()] == ["lock"]


def test_what_a_living_process_writes_is_left_alone(tmp_path):
    writer = process(tmp_path, WRITER, "lives")
    assert writer.stdout.readline() == b"half\n"

    begins(tmp_path)
    assert len(secrets(tmp_path)) == 1

    writer.communicate(timeout=60)
    assert (writer.returncode, secrets(tmp_path)) == (0, [])


def test_a_folder_that_others_can_enter_is_not_written_into(tmp_path, monkeypatch):
    monkeypatch.setattr(private.tempfile, "gettempdir", lambda: str(tmp_path))
    private.root().mkdir(mode=0o755)

    with pytest.raises(PermissionError), private.lent():
        pass
