"""An issuer that is asked over the net: POST the order under its key, GET what became of the key.

The wire: `POST {url}/orders` with {"key", "brand", "amount_yen"}, `GET {url}/orders/{key}`. Every answer is a JSON
object that names the key: {"key", "status": "issued", "brand", "amount_yen", "code", "expires_on"?, "ref"?}, {"key",
"status": "refused", "reason"?} with 422, or, to a look-up, {"key", "status": "none"} with 404. Whatever else comes is
unknown. A real issuer's own protocol is a file beside this one.
"""

import json
from datetime import date, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings

from payouts.codes import LONGEST
from payouts.issuers.answers import Answer, Asked, Issued, NoSuchKey, Refused, Unknown

SECONDS = 6  # for each step of a call
SECONDS_IN_ALL = 15  # an answer that trickles is cut off
LONGEST_ANSWER = 64_000  # bytes


def request(asked: Asked, at: datetime) -> Answer:
    """Ask for the code. The same key again is the same order."""
    wanted = {"key": str(asked.key), "brand": asked.brand, "amount_yen": asked.amount_yen}
    answer = _call("POST", "/orders", asked, json.dumps(wanted).encode())
    return Unknown("404") if isinstance(answer, NoSuchKey) else answer


def look_up(asked: Asked, at: datetime) -> Answer:
    """What became of the key."""
    return _call("GET", f"/orders/{asked.key}", asked)


def _call(method: str, path: str, asked: Asked, body: bytes | None = None) -> Answer:
    try:
        status, text = _answer(method, path, body)
    except (HTTPException, OSError, ValueError) as error:
        return Unknown(type(error).__name__)  # its words may repeat what the issuer sent
    try:
        return _read(status, json.loads(text), asked)
    except (ValueError, KeyError, TypeError, RecursionError):  # the last: brackets in brackets
        return Unknown(f"{status} 読めない返事")


def _answer(method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
    """Status and body. Redirects are not followed: they would lose the POST."""
    parts = urlsplit(settings.ISSUER_URL)
    if not parts.netloc:
        raise ValueError("ISSUER_URL is no address")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    link = kind(parts.netloc, timeout=SECONDS)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.ISSUER_TOKEN}"}
    end = monotonic() + SECONDS_IN_ALL
    try:
        link.request(method, parts.path.rstrip("/") + path, body, headers)
        response = link.getresponse()
        text = b""
        while len(text) <= LONGEST_ANSWER and (part := response.read1(LONGEST_ANSWER)):
            text += part
            if monotonic() > end:
                raise TimeoutError
        return response.status, text
    finally:
        link.close()


def _read(status: int, said: dict, asked: Asked) -> Answer:
    """Raises ValueError, KeyError or TypeError for what is none of the answers we know."""
    if said["key"] != str(asked.key):
        return Unknown("別の申込への返事")
    match status, said["status"]:
        case ((200 | 201), "issued"):
            return _issued(said)
        case 422, "refused":
            return Refused(_printable(str(said.get("reason", "")))[:200] or "理由なし")
        case 404, "none":
            return NoSuchKey()
    return Unknown(f"{status}")


def _issued(said: dict) -> Issued:
    code, amount, brand, ref = said["code"], said["amount_yen"], said["brand"], said.get("ref")
    if type(code) is not str or type(brand) is not str or type(amount) is not int or type(ref) not in (str, type(None)):
        raise TypeError("not as agreed")
    code = code.strip()
    if not code or len(code) > LONGEST or not code.isprintable() or abs(amount) > 10**12 or len(ref or "") > 100:
        raise ValueError("no code")
    if not (brand + (ref or "")).isprintable():
        raise ValueError("no words")
    expires_on = date.fromisoformat(said["expires_on"]) if said.get("expires_on") else None
    return Issued(code, brand, amount, expires_on, ref or None)


def _printable(words: str) -> str:
    """Without what no database keeps (NUL, half a character) and nobody reads."""
    return "".join(letter for letter in words if letter.isprintable())
