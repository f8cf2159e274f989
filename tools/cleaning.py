"""make clean: the virtual environment, and the data of the shared servers once nobody uses them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import installing
import kept


def clean(root: Path) -> None:
    """Never under a running server."""
    state = kept.state_folder()
    if kept.in_use(state):
        sys.exit(f"The servers of {state} are still in use: stop the demo first.")
    for elsewhere in state.glob("*/elsewhere"):
        shutil.rmtree(elsewhere.resolve(), ignore_errors=True)
    for folder in (state, installing.folder(root)):
        shutil.rmtree(folder, ignore_errors=True)
