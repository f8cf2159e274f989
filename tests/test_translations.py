"""The English of the public pages: whole, the same in both its files, and English."""

import re
from pathlib import Path

import polib
import pytest
import translations
from translations import NotWrittenOut, Text, in_python, in_template

from tests.english.reading import japanese_in

HAS_PLACES = re.compile(r"%\(\w+\)s|\{\w+\}|</?(?!span|/span|wbr)\w+")
MARKED = re.compile('<span[^>]* lang="ja">[^<]*</span>')
FOUND, KNOWN = translations.wanted(), translations.known()
ENTRIES = sorted(KNOWN.items())


def english(entry: polib.POEntry) -> list[str]:
    """One text, or the one and the many."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_has_its_english():
    assert sorted(FOUND - set(KNOWN)) == []
    assert [text.one for text, entry in ENTRIES if not entry.translated()] == []


def test_no_english_is_left_of_texts_that_are_gone():
    assert sorted(set(KNOWN) - FOUND) == []
    assert polib.pofile(str(translations.PO)).obsolete_entries() == []


def test_the_english_has_the_same_places_for_values():
    """And the same elements, except that English may mark Japanese words in it."""
    differing = [
        words
        for text, entry in ENTRIES
        for words in english(entry)
        if set(HAS_PLACES.findall(words)) != set(HAS_PLACES.findall(text.one))
    ]
    assert differing == []


def test_the_english_is_english():
    assert japanese_in(MARKED.sub("", words) for _, entry in ENTRIES for words in english(entry)) == []


def test_no_two_words_of_one_list_become_the_same():
    """A list of progress counts its stages by their names."""
    from claims.claiming.steps import ORDER, STAGES

    for steps in ORDER.values():
        words = {str(STAGES[step]) for step in steps}
        said = {KNOWN[Text("", word, "")].msgstr for word in words}
        assert len(said) == len(words)


def test_the_compiled_file_is_of_this_text():
    compiled = polib.mofile(str(translations.PO.with_suffix(".mo")))
    assert {Text(one.msgctxt or "", one.msgid, one.msgid_plural): english(one) for one in compiled} == {
        text: english(entry) for text, entry in ENTRIES
    }


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{% translate "一" %}', Text("", "一", "")),
        ('{% translate "一" as word %}', Text("", "一", "")),
        ('{% translate "一（{x}）" context "c" %}', Text("c", "一（{x}）", "")),
        ('{% include "x.html" with name=_("一") %}', Text("", "一", "")),
        ('{{ word|default:_("一") }}', Text("", "一", "")),
        ("{% blocktranslate trimmed with a=b|c %}\n一{{ a }}\n{% endblocktranslate %}", Text("", "一%(a)s", "")),
        (
            "{% blocktranslate count n=m %}一{{ n }}{% plural %}多{{ n }}{% endblocktranslate %}",
            Text("", "一%(n)s", "多%(n)s"),
        ),
    ],
)
def test_what_is_found_in_a_template(template, found):
    assert list(in_template(f"{{% load i18n %}}{template}")) == [found]


@pytest.mark.parametrize(
    ("python", "found"),
    [
        ('_("一")', Text("", "一", "")),
        ('_("一" "二")', Text("", "一二", "")),
        ('Card(brand, _("一"), steps=(1,))', Text("", "一", "")),
        ('translation.gettext_lazy("一")', Text("", "一", "")),
        ('pgettext_lazy("c", "一")', Text("c", "一", "")),
        ('ngettext("一", "多", n)', Text("", "一", "多")),
        ('npgettext("c", "一", "多", n)', Text("c", "一", "多")),
    ],
)
def test_what_is_found_in_python(python, found):
    assert list(in_python(python)) == [found]


@pytest.mark.parametrize("python", ["_(word)", '_(f"{n}枚")', '_("一" + word)'])
def test_a_text_put_together_at_run_time_is_refused(python):
    with pytest.raises(NotWrittenOut):
        list(in_python(python))


def test_the_plural_of_a_text_serves_for_it_alone_too(tmp_path: Path):
    for room in translations.ROOMS:
        (tmp_path / room).mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "claims" / "words.py").write_text('_("一")\nngettext("一", "多", n)\n_("二")\n')
    assert translations.wanted(tmp_path) == {Text("", "一", "多"), Text("", "二", "")}
