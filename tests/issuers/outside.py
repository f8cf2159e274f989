"""The issuer of tools/issuer.py as a process, and what a test wants of it."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import lifelines

ROOT = Path(__file__).parents[2]


class Outside:
    """An issuer that can be told its next faults, asked for its ledger, and killed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "issuer.sqlite"
        self.start()

    def start(self, port: str = "0") -> None:
        command = [sys.executable, str(ROOT / "tools/issuer.py"), str(self.path), port]
        self.process = lifelines.start(command, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def stop(self) -> None:
        """As kill -9 does."""
        self.process.kill()
        self.process.communicate()

    def come_back(self) -> None:
        """At the same address, with what is on disk."""
        self.start(self.url.rpartition(":")[2])

    def will(self, *faults: str, page: bool = False, again: dict[str, str] | None = None) -> None:
        """The next calls meet these. With `page` no code from before is given again by mistake; `again`: for which key
        which code is, and no other.
        """
        body = json.dumps({"faults": faults, "page": page, "again": again}).encode()
        urlopen(Request(f"{self.url}/faults", body, {"Content-Type": "application/json"}), timeout=10).close()

    def ledger(self) -> list[dict]:
        with urlopen(f"{self.url}/ledger", timeout=10) as answer:
            return json.load(answer)
