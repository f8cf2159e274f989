"""The virtual environment: made once, from requirements-dev.txt with every hash checked, and stamped when complete."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import lifelines
import locks

STAMP = "installed-for"
PIP = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
CHECKED = ["--require-hashes", "--only-binary", ":all:", "-r"]
NO_ENSUREPIP = """This Python cannot make virtual environments (it has no ensurepip).
On Debian and Ubuntu: apt-get install python3-venv"""


def folder(root: Path) -> Path:
    return Path(os.environ.get("HOSHO_VENV") or root / ".venv").absolute()


def ensure(root: Path, say: Callable[[str], None]) -> Path:
    """The venv's Python, installed first if need be. Of two starts at once the second waits for the first."""
    venv, lock_file = folder(root), root / "requirements-dev.txt"
    python, wanted = venv / "bin/python", _fingerprint(lock_file)
    if _stamp(venv) == wanted:
        return python
    venv.mkdir(parents=True, exist_ok=True)
    with locks.holding(venv / ".lock"):
        if _stamp(venv) != wanted:
            _install(venv, lock_file, say)
            (venv / STAMP).write_text(wanted)
    return python


def _fingerprint(lock_file: Path) -> str:
    return hashlib.sha256(lock_file.read_bytes() + sys.version.encode()).hexdigest()


def _stamp(venv: Path) -> str:
    try:
        return (venv / STAMP).read_text()
    except OSError:
        return ""


def _install(venv: Path, lock_file: Path, say: Callable[[str], None]) -> None:
    began = time.monotonic()
    say(f"Installing into {venv} (pinned, hashes checked)")
    if not _install_by_uv(venv, lock_file):
        _install_by_pip(venv, lock_file)
    say(f"  installed in {time.monotonic() - began:.0f} s")


def _install_by_uv(venv: Path, lock_file: Path) -> bool:
    """Ten times as fast where uv is there and works; it may be a shim that does not, or not know pip's settings."""
    if not shutil.which("uv") or not _run("uv", "--version", quiet=True):
        return False
    python = str(venv / "bin/python")
    return _run(sys.executable, "-m", "venv", "--without-pip", str(venv)) and _run(
        "uv", "pip", "install", "--quiet", "--python", python, *CHECKED, str(lock_file)
    )


def _install_by_pip(venv: Path, lock_file: Path) -> None:
    python = str(venv / "bin/python")
    if not _has_pip(python):
        if importlib.util.find_spec("ensurepip") is None:
            sys.exit(NO_ENSUREPIP)
        if not _run(sys.executable, "-m", "venv", str(venv)):
            sys.exit(f"The virtual environment could not be made in {venv}.")
    if not _run(python, *PIP, *CHECKED, str(lock_file)):
        sys.exit("The packages could not be installed; pip says why above. Try again when that is mended.")


def _has_pip(python: str) -> bool:
    """Is this a complete venv of the very Python that runs us? An interrupted or older one is made anew over itself."""
    same = f"import sys, pip; sys.exit(sys.version != {sys.version!r})"
    return Path(python).exists() and _run(python, "-c", same, quiet=True)


def _run(*command: str, quiet: bool = False) -> bool:
    """Run it to the end, its words on standard error; it does not outlive us."""
    out = subprocess.DEVNULL if quiet else sys.stderr
    err = subprocess.DEVNULL if quiet else None
    return lifelines.run(list(command), stdout=out, stderr=err).returncode == 0
