"""やさしい日本語: the conclusion first at every stage, short sentences, no word of the offices."""

import re

import pytest

from tests.claims.pages import READ, inside, page_at, part, text

pytestmark = pytest.mark.django_db

EASY = [address for address in READ if address.startswith("easy")]


@pytest.mark.parametrize(
    ("at", "conclusion", "answers"),
    [
        (
            "2023-03-05 12:00",
            "残っている お金と 同じだけ、ポイントを もらえます。",
            ["何も しなくて いいです", "申し込みを してください", "電話してください"],
        ),
        (
            "2023-04-05 12:00",
            "残っている お金と 同じだけ、ポイントを もらえます。",
            ["何も しなくて いいです", "申し込みを してください", "電話してください"],
        ),
        (
            "2023-05-01 00:00",
            "申し込みは おわりました。",
            ["何も しなくて いいです", "申し込みは おわりました", "電話してください"],
        ),
        (
            "2023-06-01 00:00",
            "ポイントを もらうことは、もう できません。",
            ["おわりました", "申し込みは おわりました", "電話してください"],
        ),
    ],
)
def test_the_first_page_begins_with_the_conclusion(client, at, conclusion, answers):
    page = page_at(client, at, "easy/")
    assert inside(page, "strong")[1] == conclusion  # the first is the rehearsal's
    assert inside(page, "p", ' class="answer"') == answers


@pytest.mark.parametrize("address", EASY)
def test_sentences_are_short(client, address):
    main = part(page_at(client, "2023-04-05 12:00", address), "main")
    ends = re.sub(r"</(p|li|h\d)>", "。", main)
    assert [sentence for sentence in re.split("。", text(ends)) if len(sentence.replace(" ", "")) > 60] == []


@pytest.mark.parametrize("address", EASY)
def test_no_word_of_the_offices(client, address):
    main = text(part(page_at(client, "2023-04-05 12:00", address), "main"))
    assert [word for word in ("上旬", "中旬", "配信", "該当", "手続き", "適用", "延長") if word in main] == []
