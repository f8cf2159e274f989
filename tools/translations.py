"""The English of the public pages: finds every translatable word, keeps locale/en, and compiles it.

    python tools/translations.py         # bring the .po up to date, compile the .mo; say what has no English yet

Found are {% translate %}, {% blocktranslate %} and _("…") in templates/, and gettext's functions in the rooms. GNU
gettext is not needed: a fresh machine has none.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
ROOMS = ("config", "trail", "notifications", "coupons", "claims", "payouts", "desk")
# What each function is given, in order; Django has a lazy twin of each.
ASKS = {
    "gettext": ("one",),
    "ngettext": ("one", "many"),
    "pgettext": ("context", "one"),
    "npgettext": ("context", "one", "many"),
}
ASKS |= {f"{name}_lazy": given for name, given in ASKS.items()} | {"_": ("one",)}
CALL = re.compile(rf"\b({'|'.join(ASKS)})\(")


class NotWrittenOut(Exception):
    """A text to be translated is put together at run time: nobody can find it here, and no catalogue can hold it."""


class Text(NamedTuple):
    """What is translated: `many` where there is a plural, `context` where the same words mean two things."""

    context: str
    one: str
    many: str


def wanted(root: Path = ROOT) -> set[Text]:
    """Every text to be translated. Raises NotWrittenOut."""
    found = set()
    for path in sorted((root / "templates").rglob("*.*")):
        found |= set(in_template(path.read_text()))
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            found |= set(in_python(path.read_text()))
    plural = {text[:2] for text in found if text.many}
    return {text for text in found if text.many or text[:2] not in plural}  # the plural's entry serves both


def in_template(text: str) -> Iterator[Text]:
    """Those of a template. Django turns it into calls with blanks and letters between them."""
    from django.utils.translation.template import templatize

    shown = templatize(text)
    for call in CALL.finditer(shown):
        end = call.end()
        while (end := shown.find(")", end) + 1) > 0:
            try:
                yield from in_python(shown[call.start() : end])
                break
            except SyntaxError:
                continue


def in_python(source: str) -> Iterator[Text]:
    """Those of Python's own source. Raises NotWrittenOut."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (name := _name(node.func)) in ASKS:
            yield _asked(node, ASKS[name])


def _name(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _asked(call: ast.Call, given: tuple[str, ...]) -> Text:
    words = dict.fromkeys(("context", "one", "many"), "")
    for name, word in zip(given, call.args, strict=False):
        if not isinstance(word, ast.Constant) or not isinstance(word.value, str):
            raise NotWrittenOut(ast.unparse(call))
        words[name] = word.value
    return Text(**words)


def known() -> dict[Text, polib.POEntry]:
    """What the .po holds."""
    entries = polib.pofile(str(PO)) if PO.exists() else []
    return {Text(entry.msgctxt or "", entry.msgid, entry.msgid_plural): entry for entry in entries}


def update() -> list[str]:
    """Bring the .po and the .mo up to date; what has no English yet."""
    before = known()
    po = polib.POFile(wrapwidth=110)
    po.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for text in sorted(wanted(), key=lambda text: (text.one, text)):
        po.append(before.get(text) or _untranslated(text))
    PO.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(PO))
    po.save_as_mofile(str(PO.with_suffix(".mo")))
    return [entry.msgid for entry in po if not entry.translated()]


def _untranslated(text: Text) -> polib.POEntry:
    plural = {"msgid_plural": text.many, "msgstr_plural": {0: "", 1: ""}} if text.many else {}
    return polib.POEntry(msgctxt=text.context or None, msgid=text.one, **plural)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django.conf.global_settings")
    missing = update()
    if missing:
        print(f"No English yet, write it into {PO.relative_to(ROOT)}:", file=sys.stderr)
    print("\n".join(missing) or "Everything has its English.")
    sys.exit(bool(missing))
