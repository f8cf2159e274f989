"""The English of the public pages: finds every translatable word, keeps locale/en, and compiles it.

    python tools/translations.py         # bring the .po up to date, compile the .mo; say what has no English yet

Found are {% translate %} and {% blocktranslate %} in templates/, and _(), gettext(), gettext_lazy(), ngettext() in the
rooms. GNU gettext is not needed: a fresh machine has none.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
ROOMS = ("config", "trail", "notifications", "coupons", "claims", "payouts", "desk")
SINGULAR, PLURAL = ("_", "gettext", "gettext_lazy"), ("ngettext", "ngettext_lazy")
CALL = re.compile(rf"\b({'|'.join(SINGULAR + PLURAL)})\(")


def wanted() -> set[tuple[str, str]]:
    """Every text to be translated: (one, many), `many` empty where there is no plural."""
    found = set()
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found |= set(_in_template(path.read_text()))
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            found |= set(_in_python(ast.parse(path.read_text())))
    return found


def _in_template(text: str) -> Iterator[tuple[str, str]]:
    from django.utils.translation.template import templatize

    shown = templatize(text)
    for call in CALL.finditer(shown):
        end = call.end()
        while (end := shown.find(")", end) + 1) > 0:
            try:
                yield from _in_python(ast.parse(shown[call.start() : end]))
                break
            except SyntaxError:
                continue


def _in_python(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SINGULAR + PLURAL:
            words = [
                word.value for word in node.args[:2] if isinstance(word, ast.Constant) and isinstance(word.value, str)
            ]
            if words:
                yield words[0], words[1] if node.func.id in PLURAL else ""


def update() -> list[str]:
    """Bring the .po and the .mo up to date; what has no English yet."""
    known = {entry.msgid: entry for entry in polib.pofile(str(PO))} if PO.exists() else {}
    po = polib.POFile(wrapwidth=110)
    po.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for one, many in sorted(wanted()):
        entry = polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural={0: "", 1: ""} if many else {})
        old = known.get(one)
        if old:
            entry.msgstr = old.msgstr
            entry.msgstr_plural = old.msgstr_plural or entry.msgstr_plural
        po.append(entry)
    PO.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(PO))
    po.save_as_mofile(str(PO.with_suffix(".mo")))
    return [entry.msgid for entry in po if not entry.translated()]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django.conf.global_settings")
    missing = update()
    print("\n".join(missing) or "Everything has its English.")
    sys.exit(bool(missing))
