"""The demo's staff password: random, easy to type, the same at every start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

CONSONANTS, VOWELS = "bdfghkmnprstvz", "aeiou"
GROUPS, SYLLABLES = 4, 3  # 70 ** 12: 73 bits


def kept_in(state: Path) -> str:
    """Made at the first start; only its owner may read the file."""
    path = state / "operator-password"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    password = "-".join(_group() for _ in range(GROUPS))
    with open(descriptor, "w") as file:
        file.write(password + "\n")
    return password


def _group() -> str:
    return "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(SYLLABLES))
