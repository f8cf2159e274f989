"""Who claimed in English is written to in English: every message of the site has both, on both channels."""

from pathlib import Path

import pytest

MESSAGES = Path(__file__).resolve().parents[2] / "templates" / "messages"
# The app told us no language; staff read Japanese.
IN_JAPANESE_ONLY = {"asked_for", "usable_until", "link_moved", "breach_found", "batch_news"}
NAMES = sorted({path.name.split(".")[0] for path in MESSAGES.glob("*.txt")} - IN_JAPANESE_ONLY)


@pytest.mark.parametrize("name", NAMES)
def test_a_message_has_both_languages_on_both_channels(name):
    kinds = {path.name.removeprefix(f"{name}.") for path in MESSAGES.glob(f"{name}.*")}
    assert kinds == {"txt", "sms.txt", "en.txt", "en.sms.txt"}


@pytest.mark.parametrize("name", NAMES)
def test_the_english_uses_the_same_values(name):
    def values(kind: str) -> set[str]:
        text = (MESSAGES / f"{name}.{kind}").read_text()
        return {word.split("|")[0].strip() for part in text.split("{{")[1:] for word in [part.split("}}")[0]]}

    assert values("en.txt") == values("txt")


@pytest.mark.parametrize("name", NAMES)
def test_the_english_has_no_japanese_in_it(name):
    for kind in ("en.txt", "en.sms.txt"):
        text = (MESSAGES / f"{name}.{kind}").read_text()
        assert [letter for letter in text if "\u3040" <= letter <= "\u9fff"] == []
