"""Finding a bank and a branch by whatever somebody calls them: a part of the name, its reading, romaji, the code."""

import re
from typing import NamedTuple

from django.db.models import Case, Q, QuerySet, Subquery, When
from django.db.models.functions import Length

from claims.holder import SMALL_TO_LARGE
from claims.models import Bank
from claims.normalise.plain import HYPHENS, tidy, to_katakana
from coupons.prefectures import PREFECTURES

MOST = 20  # found rows on a page
BIG = ("9900", "0005", "0009", "0001", "0010", "0036", "0033")
# A bank with many branches in each prefecture, from 北海道 to 沖縄県. Ours; any other is found by a search.
REGIONAL_CODES = (
    "0501 0117 0123 0125 0119 0122 0126 0130 0129 0128 0017 0134 0137 0138 0140 0144 "
    "0146 0147 0142 0143 0153 0149 0542 0155 0157 0158 0159 0562 0162 0163 0166 0167 "
    "0168 0169 0170 0172 0173 0174 0175 0177 0179 0181 0182 0183 0184 0185 0187 "
)
REGIONAL = dict(zip(PREFECTURES, REGIONAL_CODES.split(), strict=True))

SHORTER = [("信用金庫", "信金"), ("信用組合", "信組"), ("労働金庫", "労金"), ("農業協同組合", "農協")]
SHORTER += [("シンヨウキンコ", "シンキン"), ("シンヨウクミアイ", "シンクミ")]
LEFT_OUT_OF_BANKS = re.compile("銀行|(?:ギンコウ|BANK|GINKOU?)$")
LEFT_OUT_OF_BRANCHES = re.compile("(?:支店|シテン|BRANCH|SHITEN)$")
NOT_SPELLED = re.compile(rf"[\s|{re.escape(HYPHENS)}・.,、。'’()/&]")
OTHER_FORMS = str.maketrans("國澤濱廣櫻縣學圓○", "国沢浜広桜県学円〇")
LETTERS = re.compile("[A-Z]+")
# Romaji has many systems, and the list's own comes from kana without small ones: riyuukiyuu is ryukyu.
ROMAJI = [
    (re.compile("(?<=[BCDFGHJKLMNPQRSTVWZ])IY(?=[AUO])"), "Y"),
    (re.compile("(?<=SH|CH|.J)Y|(?<=^J)Y"), ""),
    (re.compile("TSU(?=[KSTPC])"), ""),
    (re.compile("M(?=[BMP])"), "N"),
    (re.compile("(?<=O)H(?![AEIOUY])"), ""),
    (re.compile("OU"), "O"),
    (re.compile(r"(.)\1+"), r"\1"),
]


class Found(NamedTuple):
    """Rows to choose from, the best first, and whether there were more than a page holds."""

    rows: list
    more: bool


def search(words: str) -> Found:
    """Banks. Raises NotUnderstood if far too much was typed."""
    return _found(listed(Bank.objects), LEFT_OUT_OF_BANKS.sub("", spelled(words)), digits=4)


def branches(bank: Bank, words: str) -> Found:
    """Branches of a bank. Raises NotUnderstood if far too much was typed."""
    return _found(listed(bank.branches), LEFT_OUT_OF_BRANCHES.sub("", spelled(words)), digits=3)


def well_known(prefecture: str) -> list[Bank]:
    """The choices before any search: the big banks and the prefecture's, if they are listed."""
    codes = [*BIG, REGIONAL[prefecture]]
    banks = listed(Bank.objects).in_bulk(codes)
    return [banks[code] for code in codes if code in banks]


def listed(rows: QuerySet) -> QuerySet:
    """Those of the banks or branches that are in the list as last loaded; others have closed."""
    latest = Bank.objects.order_by("-listed_on").values("listed_on")[:1]
    return rows.filter(listed_on=Subquery(latest))


def _found(rows: QuerySet, key: str, *, digits: int) -> Found:
    if not key:
        return Found([], False)
    exact = Q(code=key.zfill(digits)) | Q(spellings__contains=f"|{key}|")
    begins = Q(code__startswith=key) | Q(spellings__contains=f"|{key}")
    hits = rows.filter(exact | begins | Q(spellings__contains=key))
    best_first = hits.order_by(Case(When(exact, then=0), When(begins, then=1), default=2), Length("name"), "code")
    found = list(best_first[: MOST + 1])
    return Found(found[:MOST], len(found) > MOST)


def spelled(words: str) -> str:
    """A name in the one spelling that is compared: no widths, small kana, spaces, signs, old forms, ways of romaji."""
    return _in_one_romaji(_plain(words))


def spellings(*names: str) -> str:
    """What a row is found by, between bars: each name as it is compared, and in whole letters, for half of it typed."""
    plain = [_plain(name) for name in names]
    return f"|{'|'.join(dict.fromkeys([*map(_in_one_romaji, plain), *plain]))}|"


def _plain(words: str) -> str:
    large = to_katakana(tidy(words)).upper().translate(SMALL_TO_LARGE).translate(OTHER_FORMS)
    bare = NOT_SPELLED.sub("", large)
    for long, short in SHORTER:
        bare = bare.replace(long, short)
    return re.sub("[ガケ](?=[一-鿿])", "ケ", bare)  # 霞が関, 霞ヶ関


def _in_one_romaji(plain: str) -> str:
    return LETTERS.sub(lambda letters: _respelled(letters[0]), plain)


def _respelled(letters: str) -> str:
    for system, ours in ROMAJI:
        letters = system.sub(ours, letters)
    return letters
