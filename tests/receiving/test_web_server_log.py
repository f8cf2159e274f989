"""The web server itself, with its access log switched on, writes no token."""

import http.client
import os
import socket
import subprocess
import sys
import time

from tests.receiving.people import address, link

FORMAT = "%(r)s | %(f)s | %(U)s"
SECONDS = 20


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def ask(port: int, path: str) -> int:
    """The status of the answer, once the server is up."""
    until = time.monotonic() + SECONDS
    while True:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        try:
            line.request("GET", path, headers={"Referer": f"http://127.0.0.1{path}"})
            return line.getresponse().status
        except ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        finally:
            line.close()


def test_the_access_log_of_gunicorn_holds_no_token(own_database, tmp_path):
    to, port, log = link(), free_port(), tmp_path / "log"
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    with log.open("w") as written:
        server = subprocess.Popen(
            [*command, "--access-logfile", "-", "--access-logformat", FORMAT],
            env={**os.environ, "STATIC_ROOT": str(tmp_path)},
            stdout=written,
            stderr=written,
        )
        try:
            assert ask(port, address(to)) == 200
        finally:
            server.terminate()
            server.wait(SECONDS)
    assert "GET /r/***/ HTTP/1.1 | http://127.0.0.1/r/***/ | /r/***/" in log.read_text()
    assert to.token not in log.read_text()
