"""What an English reader gets to read, and the Japanese in it: all of it, but what is marked as Japanese."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

JAPANESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+")
# As it is printed in Japanese on coupons, in passbooks and on screens of others: an English page has to name it so.
PRINTED = (
    "お問合せ番号",
    "記号・番号",
    "記号",
    "番号",
    "普通",
    "当座",
    "貯蓄",
    "銀行",
    "支店",
    "チャージ",
    "ギフトカードを登録",
    "nanacoギフト登録",
    "オキナワ ハナコ",  # the example of a reading
)
SAID_ALOUD = ("aria-label", "alt", "title", "placeholder")
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Page(HTMLParser):
    """Collects the texts of a page that are neither marked as Japanese nor hidden from who listens."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = dict(attrs)
        left_out = self._is_left_out() or had.get("lang") == "ja" or had.get("aria-hidden") == "true"
        if not left_out:
            self.texts += [had[name] for name in SAID_ALOUD if had.get(name)]
        if tag not in EMPTY:
            self._open.append((tag, left_out))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._is_left_out():
            self.texts.append(data)

    def _is_left_out(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def japanese_in_page(html: str, *names: str) -> list[str]:
    """The Japanese left in an English page. `names` are data: what somebody typed, whom a directory lists."""
    page = _Page()
    page.feed(html)
    return japanese_in(page.texts, *names)


def japanese_in(texts: Iterable[str], *names: str) -> list[str]:
    """The texts with Japanese in them, apart from what is printed and from `names`."""
    known = re.compile("|".join(re.escape(word) for word in sorted((*PRINTED, *names), key=len, reverse=True)))
    return [text.strip() for text in texts if JAPANESE.search(known.sub("", text))]
