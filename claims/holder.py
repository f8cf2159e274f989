"""The account holder's name as banks send it: half-width kana, capitals, digits and four signs (Zengin, annex 1)."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from claims.normalise.plain import HYPHENS, NotUnderstood, text, to_katakana

LONGEST = 30  # in the file; a sound mark counts as a character
SMALL_TO_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
SIGNS = str.maketrans({**dict.fromkeys(HYPHENS, "-"), **dict.fromkeys("・·•‧", ".")})
# Full-width kana by their half-width form, without the small ones, ｦ and ｰ, which no bank's guide allows in names.
HALF_WIDTH = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(ord("ｱ"), ord("ﾝ") + 1)}
SOUND_MARKS = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
STANDING_ALONE = {"\u3099": "゛", "\u309a": "゜"}
TO_HALF_WIDTH = str.maketrans(HALF_WIDTH | SOUND_MARKS)
ALLOWED = re.compile("[A-Z0-9 ().-]|[ｱ-ﾝ]|[ｳｶ-ﾄﾊ-ﾎ]ﾞ|[ﾊ-ﾎ]ﾟ")
LETTER = re.compile("[ｱ-ﾝA-Z0-9]")
INSTEAD = {"ヲ": "オ", "ヰ": "イ", "ヱ": "エ"}


def zengin_name(raw: str) -> str:
    """The name as it stands in the transfer file. What is longer than its field is cut as banks do, but inside no kana.

    Raises NotUnderstood naming the first character that banks do not take.
    """
    written = _in_large_kana(text(raw, _("口座名義")))
    spelled = "".join(_half_width(char) for char in written)
    if not LETTER.search(spelled):
        raise NotUnderstood(_("口座名義（カナ）を入力してください。"))
    longest = LONGEST - 1 if spelled[LONGEST : LONGEST + 1] in ("ﾞ", "ﾟ") else LONGEST
    return spelled[:longest].rstrip()


def same_person(name_kana: str, holder: str) -> bool:
    """Whether a reading and an account holder may be one person: in either order, spaced or not, cut short or not.

    Only for a soft warning: the account may be the family's, and nobody is refused for it.
    """
    names = [_words(name_kana), _words(holder)]
    claimant, owner = ("".join(words) for words in names)
    cut = len(holder) >= LONGEST - 1 and claimant.startswith(owner)
    return claimant == owner or sorted(names[0]) == sorted(names[1]) or cut


def _in_large_kana(tidied: str) -> str:
    return to_katakana(tidied).upper().translate(SMALL_TO_LARGE).translate(SIGNS)


def _half_width(char: str) -> str:
    half = unicodedata.normalize("NFD", char).translate(TO_HALF_WIDTH)
    if ALLOWED.fullmatch(half):
        return half
    if char in INSTEAD:
        raise NotUnderstood(
            _("口座名義の「{char}」は、「{instead}」と入力してください。"), char=char, instead=INSTEAD[char]
        )
    words = _("口座名義に使えない文字「{char}」があります。通帳のカナのとおりに入力してください。")
    raise NotUnderstood(words, char=STANDING_ALONE.get(char, char))


def _words(name: str) -> list[str]:
    """What is compared: the kana and letters of each part of a name."""
    large = _in_large_kana(unicodedata.normalize("NFKC", name)).translate(str.maketrans(INSTEAD))
    return re.findall(r"\w+", re.sub("[().-]", "", large))
