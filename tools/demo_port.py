"""The port of the demo's site: PORT, or 8000."""

from __future__ import annotations

import os
import socket
import sys

DEFAULT = "8000"
HIGHEST = 65535


def chosen() -> int:
    wanted = os.environ.get("PORT") or DEFAULT
    if not wanted.isdecimal() or not 0 < int(wanted) <= HIGHEST:
        sys.exit(f"PORT is a number from 1 to {HIGHEST}, not {wanted!r}.")
    return int(wanted)


def refuse_if_taken(port: int) -> None:
    """Say it before anything is started, in one line."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the site does: no wait after the last demo
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(
                f"Port {port} cannot be used ({error.strerror}). Choose another: PORT={port % HIGHEST + 1} make demo"
            )
