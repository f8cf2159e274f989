"""The world outside, as far as it matters: an SMS gateway and a mail server, both with faults on demand."""

import json
import os
import socket
import socketserver
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[2]
# The clock is moved to noon, so this is a rehearsal; but here its messages do leave.
WORKER = (
    "import django; django.setup(); from django.conf import settings; settings.MESSAGES_LEAVE = True;"
    " from notifications.dispatch import send_messages; print(send_messages())"
)


class Gateway:
    """An SMS gateway that notes every request and answers as told: `faults` are used up first, then all is well."""

    def __init__(self) -> None:
        self.requests: list[dict] = []
        self.tokens: set[str] = set()
        self.faults: list[str] = []
        self.on_request: Callable[[], None] = lambda: None
        self.may_answer = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_GatewayHandler,), {"gateway": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}/send"

    def wait_for_requests(self, number: int) -> None:
        end = time.monotonic() + 30
        while len(self.requests) < number:
            assert time.monotonic() < end
            time.sleep(0.01)

    def keys(self) -> list[str]:
        return [request["key"] for request in self.requests]


class _GatewayHandler(BaseHTTPRequestHandler):
    gateway: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.gateway.requests.append(body)
        self.gateway.tokens.add(self.headers["Authorization"])
        self.gateway.on_request()
        fault = self.gateway.faults.pop(0) if self.gateway.faults else "ok"
        if fault == "slow":
            self.gateway.may_answer.wait(20)
            return
        if fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        if fault == "trickle":
            self.send_response(200)
            self.end_headers()
            while not self.gateway.may_answer.wait(0.05):
                self.wfile.write(b" ")
            return
        answers = {
            "ok": (200, json.dumps({"id": f"g-{body['key']}"})),
            "nonsense": (200, "<html>"),
            "no id": (200, "{}"),
        }
        status, text = answers.get(fault) or (int(fault), json.dumps({"id": "not taken"}))
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(text.encode())

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            pass  # whoever asked is dead

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            pass

    def log_message(self, *args) -> None:
        pass


class MailServer:
    """A mail server that notes every mail. `refuse`: recipient to code; `drop_after_data`: takes it and hangs up."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []
        self.refuse: dict[str, int] = {}
        self.drop_after_data = False
        self.connections = 0
        self.server = socketserver.ThreadingTCPServer(
            ("127.0.0.1", 0), type("Handler", (_MailHandler,), {"mail_server": self})
        )
        self.port = self.server.server_address[1]


class _MailHandler(socketserver.StreamRequestHandler):
    mail_server: MailServer

    def handle(self) -> None:
        self.mail_server.connections += 1
        self.say("220 hello")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                self.say(f"{self.mail_server.refuse.get(recipient, 250)} about the recipient")
            elif verb == "DATA":
                self.say("354 go on")
                self.mail_server.mails.append((recipient, self.read_mail()))
                if self.mail_server.drop_after_data:
                    return
                self.say("250 taken")
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")

    def read_mail(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def answering(outside: Gateway | MailServer) -> Iterator[None]:
    """Have it answer in a thread, until the end."""
    thread = threading.Thread(target=outside.server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield
    finally:
        if isinstance(outside, Gateway):
            outside.may_answer.set()
        outside.server.shutdown()
        outside.server.server_close()
        thread.join()


def production_worker(gateway: Gateway) -> subprocess.Popen:
    """A process that sends what is due as production does, and says how many left."""
    return subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ
        | {
            "HOSHO_MODE": "rehearsal",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SITE_URL": "https://hosho.example.jp",
            "EMAIL_URL": "smtp://127.0.0.1:1",
            "MAIL_FROM": "noreply@hosho.example.jp",
            "SMS_GATEWAY_URL": gateway.url,
            "SMS_GATEWAY_TOKEN": "bearer-of-tests",
        },
    )


def left(worker: subprocess.Popen) -> int:
    """How many messages a worker sent, once it is done."""
    said, _ = worker.communicate(timeout=60)
    assert worker.returncode == 0
    return int(said)
