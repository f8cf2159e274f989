"""An issuer of points for rehearsals and tests: a process of its own, with a ledger on disk and faults on demand.

    python3 tools/issuer.py LEDGER [PORT]

It speaks what payouts/issuers/http.py speaks. A key is answered once and for ever: the same key again, the same code.
What it has promised is on disk before it answers, so it may be killed at any moment, as any issuer may.

Beside the wire: POST /faults {"faults": [...]} queues faults for the next calls (with "page": true a new page of the
ledger begins; with "again": {KEY: CODE} it is said what is given again), GET /ledger lists what was issued and refused.
Faults: "slow" (does it, answers too late), "500" (does nothing), "reset" (does nothing, hangs up), "lost" (does it,
hangs up), "lost-500" (does it, says it failed), "nonsense" (does it, answers no JSON), "brackets" (does it, answers
100,000 of them), "nul" (names a brand no database keeps), "other-key" (does it, answers with another key and its code),
"wrong-amount", "wrong-brand", "early" (says so in this answer only), "known-code" (answers with the code to be given
again for the key, or the last one on the page), "refuse" (refuses the key, for ever), "lost-refusal" (and hangs up).
Its first line on standard output is its address.
"""

import json
import socket
import sqlite3
import struct
import sys
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TABLE = """
    create table if not exists ledger (
        key text primary key, brand text not null, amount_yen integer not null, status text not null, code text unique
    )
"""
WITHOUT_DOING = ("500", "reset")
HANGS_UP = ("reset", "lost", "lost-refusal", "slow")
REFUSES = ("refuse", "lost-refusal")
SLOW_SECONDS = 20


class Ledger:
    """What was issued and refused, on disk before anybody is told."""

    def __init__(self, path: Path) -> None:
        self.lock = threading.Lock()
        self.rows = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.rows.row_factory = sqlite3.Row
        self.rows.execute("pragma synchronous = full")
        self.rows.execute(TABLE)
        self.begin_a_page()

    def find(self, key: str) -> dict | None:
        row = self.rows.execute("select * from ledger where key = ?", [key]).fetchone()
        return dict(row) if row else None

    def ask(self, key: str, brand: str, amount_yen: int, refused: bool) -> dict:
        """What this key stands for, from now on. The first words about it count."""
        status, code = ("refused", None) if refused else ("issued", f"{brand.upper()}-{key[:8]}-{key[-12:]}")
        with self.lock:
            row = [key, brand, amount_yen, status, code]
            self.rows.execute("insert into ledger values (?, ?, ?, ?, ?) on conflict do nothing", row)
            return self.find(key)

    def begin_a_page(self) -> None:
        """What was issued before is not given again by mistake."""
        self.page = self.rows.execute("select coalesce(max(rowid), 0) from ledger").fetchone()[0]

    def code_of_another(self, key: str) -> str | None:
        """The last one on this page of the ledger."""
        found = "select code from ledger where key <> ? and rowid > ? and code is not null order by rowid desc limit 1"
        row = self.rows.execute(found, [key, self.page]).fetchone()
        return row["code"] if row else None

    def all(self) -> list[dict]:
        return [dict(row) for row in self.rows.execute("select * from ledger order by rowid")]


class Issuer(BaseHTTPRequestHandler):
    """One call. `faults` are used up in the order they were asked for, by orders and look-ups alike."""

    ledger: Ledger
    faults: list[str]
    again: dict[str, str] | None = None
    over: threading.Event

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/faults":
            self.faults[:] = asked["faults"]
            Issuer.again = asked.get("again")
            if asked.get("page"):
                self.ledger.begin_a_page()
            return self.answer(200, {})
        fault = self.faults.pop(0) if self.faults else ""
        done = None
        if fault not in WITHOUT_DOING:
            done = self.ledger.ask(asked["key"], asked["brand"], asked["amount_yen"], fault in REFUSES)
        self.say(fault, done)

    def do_GET(self) -> None:
        if self.path == "/ledger":
            return self.answer(200, self.ledger.all())
        key = self.path.rpartition("/")[2]
        fault = self.faults.pop(0) if self.faults else ""
        found = self.ledger.find(key)
        if found or fault in WITHOUT_DOING:
            return self.say(fault, found)
        self.answer(404, {"key": key, "status": "none"})

    def say(self, fault: str, done: dict | None) -> None:
        """The answer about a key, or what the fault makes of it."""
        if fault == "slow":
            self.over.wait(SLOW_SECONDS)
        if fault in HANGS_UP:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        elif fault in ("500", "lost-500"):
            self.answer(500, {"error": "try again"})
        elif fault == "nonsense":
            self.answer(200, "<html>thank you for your order</html>")
        elif fault == "brackets":
            self.answer(200, "[" * 100_000)
        elif done["status"] == "refused":
            self.answer(422, {"key": done["key"], "status": "refused", "reason": "no such value"})
        else:
            self.answer(200, self.issued(fault, done))

    def issued(self, fault: str, done: dict) -> dict:
        said = done | {"ref": f"R-{done['key']}", "expires_on": (date.today() + timedelta(days=3650)).isoformat()}
        wrong = {
            "other-key": {"key": "00000000-0000-0000-0000-000000000000", "code": f"OTHERS-{done['key'][:8]}"},
            "wrong-amount": {"amount_yen": done["amount_yen"] + 1},
            "nul": {"brand": "nanaco\0"},
            "wrong-brand": {"brand": "suica"},
            "early": {"expires_on": "2020-01-01"},
            "known-code": {"code": self.code_given_again(done["key"]) or done["code"]},
        }
        return said | wrong.get(fault, {})

    def code_given_again(self, key: str) -> str | None:
        return self.ledger.code_of_another(key) if self.again is None else self.again.get(key)

    def answer(self, status: int, said: object) -> None:
        body = said.encode() if isinstance(said, str) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        try:
            super().handle()
        except (OSError, ValueError):
            pass  # whoever asked is gone

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            pass

    def log_message(self, *args) -> None:
        pass


def main(ledger: str, port: str = "0") -> None:
    Issuer.ledger, Issuer.faults, Issuer.over = Ledger(Path(ledger)), [], threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", int(port)), Issuer)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
