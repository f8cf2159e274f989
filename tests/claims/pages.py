"""Reading a page as a visitor does: text without tags."""

import re
from html import unescape

from django.test import Client

from config import clock
from tests.makers import japan

TOP = "/regionpay-2023/"


def top_page(client: Client, at: str) -> str:
    """The first page at a legal time."""
    clock.move_to(japan(at))
    return client.get(TOP).content.decode()


def text(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", html))).strip()


def inside(html: str, tag: str, more: str = "") -> list[str]:
    """The texts of all innermost elements `<tag more>`."""
    return [text(found) for found in re.findall(rf"<{tag}\b{more}[^>]*>(.*?)</{tag}>", html, re.DOTALL)]
