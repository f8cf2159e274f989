"""A time as people remember it, and nothing that tells who they are: it is printed for the shop."""

import pytest

from claims.normalise import NotUnderstood, around


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("18時ごろ", "18時ごろ"),
        ("１８：０５", "18:05"),
        ("２／２４　夕方", "2/24 夕方"),
        ("2023年2月24日（金）午後6時半ごろ", "2023年2月24日(金)午後6時半ごろ"),
        ("2023-02-24 18:05", "2023-02-24 18:05"),
        ("18時〜19時", "18時〜19時"),
        ("夕食のあと", "夕食のあと"),
        ("19:30くらい", "19:30くらい"),
        ("お昼すぎ", "お昼すぎ"),
        ("6:30pm", "6:30pm"),
        ("金曜日の夜", "金曜日の夜"),
        ("覚えていない", "覚えていない"),
        ("", ""),
    ],
)
def test_a_time_or_what_comes_near_it(typed, stored):
    assert (around(typed), around(stored)) == (stored, stored)


@pytest.mark.parametrize(
    "typed",
    [
        "沖縄桜さん",
        "090-2222-0008",
        "09022220008",
        "18時 09022220008",
        "123456789012",
        "sakura@example.jp",
        "18時<script>",
        "=1+1",
        "夕方" * 16,
    ],
)
def test_names_numbers_and_all_else_are_refused(typed):
    with pytest.raises(NotUnderstood, match="時刻を"):
        around(typed)
