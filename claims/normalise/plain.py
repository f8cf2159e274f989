"""Text of any kind, and names in kana."""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

LONGEST = 60  # of a text that is stored
LONGEST_TYPED = 2000  # normalising a long run of combining marks takes time that grows with its square
INVISIBLE = {"Cc", "Cf", "Cs"}  # control, zero-width, half a character
# Sound marks that stand alone, as some keyboards write them, join the kana before them.
SOUND_MARKS = str.maketrans("゛゜ﾞﾟ", "\u3099\u309a\u3099\u309a")
HYPHENS = "-‐‑‒–—―−⁃─━ー"  # after NFKC, which makes － - and ｰ ー
TO_KATAKANA = {code: code + 0x60 for code in (*range(ord("ぁ"), ord("ゖ") + 1), ord("ゝ"), ord("ゞ"))}
KANA_NAME = re.compile("(?=.*[ァ-ヺ])[ァ-ヺヽヾー・ ]+")


class NotUnderstood(ValueError):
    """The words to say at the field, translated when they are shown; of a date also which `part` of it is at fault."""

    def __init__(self, words: str | Promise, part: str = "", **values: object):
        super().__init__(words)
        self.words = format_lazy(words, **values) if values else words
        self.part = part

    def __str__(self) -> str:
        return str(self.words)


def tidy(raw: str, part: str = "") -> str:
    """Full-width or half-width, with odd spaces or invisible characters: the same. Raises NotUnderstood if too long,
    naming the `part` of what is asked in several fields.
    """
    refuse_too_long(raw, part)
    spaced = "".join(" " if char.isspace() else char for char in raw)
    seen = "".join(char for char in spaced if unicodedata.category(char) not in INVISIBLE)
    return " ".join(unicodedata.normalize("NFKC", seen.translate(SOUND_MARKS)).split())


def refuse_too_long(raw: str, part: str = "") -> None:
    """Before any work is done on it. Raises NotUnderstood."""
    if len(raw) > LONGEST_TYPED:
        raise NotUnderstood(_("長すぎます。もっと短く入力してください。"), part)


def without(chars: str, tidied: str) -> str:
    """The text without spaces and these characters: how people group digits means nothing."""
    return unicodedata.normalize("NFKC", tidied.translate(str.maketrans("", "", f" {chars}")))


def text(raw: str, label: str | Promise = "") -> str:
    """A text in one line, as it is stored. Raises NotUnderstood beyond 60 characters, naming the field's `label`."""
    tidied = tidy(raw)
    if len(tidied) <= LONGEST:
        return tidied
    if label:
        raise NotUnderstood(_("{label}は、{longest}文字以内で入力してください。"), label=label, longest=LONGEST)
    raise NotUnderstood(_("{longest}文字以内で入力してください。"), longest=LONGEST)


def kana(raw: str) -> str:
    """A name's reading in full-width katakana, one space between its parts: hiragana and half-width kana will do."""
    katakana = to_katakana(text(raw, _("フリガナ")))
    joined = re.sub(f"(?<=[ァ-ヺー])[{HYPHENS}]", "ー", katakana)
    if not KANA_NAME.fullmatch(joined):
        raise NotUnderstood(_("フリガナは、ひらがなかカタカナで入力してください。"))
    return joined


def to_katakana(tidied: str) -> str:
    """Hiragana read as katakana; everything else as it is."""
    return unicodedata.normalize("NFC", tidied.translate(TO_KATAKANA))
