"""Reading a page as a visitor does: text without tags. And every address that is only read."""

import re
from html import unescape

from django.test import Client

from config import clock
from tests.makers import japan

TOP = "/regionpay-2023/"
RESULTS = {  # the checker's answers, and what they come to
    "claim": "happened=unused&expiry=yes&app=none",
    "not needed": "happened=unused&expiry=yes&app=member",
    "call": "happened=twice",
    "not covered": "happened=unused&expiry=no",
}
QUESTIONS = ["", "happened=unused", "happened=unused&expiry=yes"]
QUERIES = [*QUESTIONS, *RESULTS.values()]
READ = [
    *["", "notice/", "faq/", "sheet/", "privacy/", "accessibility/", "news/", "news/1/", "easy/", "easy/how/"],
    *[f"check/?{query}" for query in QUERIES],
    *[f"easy/check/?{query}" for query in QUERIES],
]


def page_at(client: Client, at: str, address: str = "") -> str:
    """A page of the first scheme at a legal time."""
    clock.move_to(japan(at))
    return client.get(TOP + address).content.decode()


def top_page(client: Client, at: str) -> str:
    """The first page at a legal time."""
    return page_at(client, at)


def text(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", html))).strip()


def inside(html: str, tag: str, more: str = "") -> list[str]:
    """The texts of all innermost elements `<tag more>`."""
    return [text(found) for found in re.findall(rf"<{tag}\b{more}[^>]*>(.*?)</{tag}>", html, re.DOTALL)]


def part(html: str, tag: str, more: str = "") -> str:
    """The first element `<tag more>`, with its tags; empty without one."""
    found = re.search(rf"<{tag}\b[^>]*{more}[^>]*>.*?</{tag}>", html, re.DOTALL)
    return found[0] if found else ""
