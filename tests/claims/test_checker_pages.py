"""「対象かどうか調べる」 as pages: each answer is a link, results say what is right at the time, and nothing is an error."""

import re

import pytest

from coupons.models import Scheme
from tests.claims.pages import QUERIES, RESULTS, TOP, inside, page_at, text
from tests.makers import japan

pytestmark = pytest.mark.django_db

BEFORE, OPEN, AFTER, OVER = "2023-03-21 23:59:59", "2023-04-05 12:00", "2023-05-01 00:00", "2023-06-01 00:00"


@pytest.mark.parametrize(
    ("result", "at", "heading"),
    [
        ("claim", BEFORE, "2023年3月22日（水）から、特設サイトで申請できます"),
        ("claim", OPEN, "特設サイトから申請できます"),
        ("claim", AFTER, "申請の受付は終わりました"),
        ("claim", OVER, "申請の受付は終わりました"),
        ("not needed", BEFORE, "お手続きは必要ありません"),
        ("not needed", OPEN, "お手続きは必要ありません"),
        ("not needed", AFTER, "お手続きは必要ありません"),
        ("not needed", OVER, "ポイントの受け取りは終わりました"),
        ("call", BEFORE, "お電話でお手続きください"),
        ("call", OVER, "お電話でお手続きください"),
        ("not covered", OPEN, "対象にならない可能性があります"),
    ],
)
def test_a_result_says_what_can_be_done_at_the_time(client, result, at, heading):
    assert inside(page_at(client, at, f"check/?{RESULTS[result]}"), "h1") == [heading]


@pytest.mark.parametrize(
    ("result", "at", "heading"),
    [
        ("claim", BEFORE, "2023年3月22日（水）から 申し込みが できます"),
        ("claim", OPEN, "申し込みを してください"),
        ("claim", AFTER, "申し込みは おわりました"),
        ("not needed", OPEN, "何も しなくて いいです"),
        ("not needed", OVER, "ポイントを もらうことは、もう できません"),
        ("call", OPEN, "電話してください"),
        ("not covered", OPEN, "もらえないかも しれません"),
    ],
)
def test_the_easy_result_says_the_same(client, result, at, heading):
    assert inside(page_at(client, at, f"easy/check/?{RESULTS[result]}"), "h1") == [heading]


@pytest.mark.parametrize("folder", ["check/", "easy/check/"])
def test_following_any_answer_leads_to_a_result_in_three_steps(client, folder):
    """Walks every path of links; each ends at a page without answers, after one to three questions."""
    page_at(client, OPEN)
    paths, results = [[f"{TOP}{folder}"]], []
    while paths:
        path = paths.pop()
        answers = answer_links(client.get(path[-1]).content.decode())
        paths += [[*path, f"{TOP}{folder}{answer}"] for answer in answers]
        results += [] if answers else [len(path) - 1]
    assert sorted(results) == sorted([1, 1, 1, 2, *[3] * 8])


def answer_links(html: str) -> list[str]:
    found = re.search(r'<ul class="answers">.*?</ul>', html, re.DOTALL)
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(.*?)"', found[0])] if found else []


@pytest.mark.parametrize("query", QUERIES[1:])
def test_one_step_back_asks_the_last_question_again(client, query):
    page = page_at(client, OPEN, f"check/?{query}")
    back = re.search(r'class="go back" href="(.*?)"', page)[1].replace("&amp;", "&")
    assert back == "?" + "&".join(query.split("&")[:-1])


@pytest.mark.parametrize("query", QUERIES)
def test_no_page_of_it_has_a_word_that_frightens(client, query):
    page = text(page_at(client, OPEN, f"check/?{query}"))
    assert [word for word in ("エラー", "不正な", "無効な", "送信", "OK") if word in page] == []


def test_who_does_not_know_is_told_that_filing_is_fine(client):
    page = text(page_at(client, OPEN, "check/?happened=unused&expiry=unknown&app=unknown"))
    assert "わからないことがあっても、申請できます。" in page


def test_who_must_call_is_told_the_four_things_and_the_number(client):
    page = page_at(client, OPEN, f"check/?{RESULTS['call']}")
    four = ["地域クーポン（紙）のお問い合わせ番号", "有効期限", "ご旅行先の都道府県", "ご利用店舗名"]
    assert [fact for fact in inside(page, "li") if fact in four] == four
    assert page.count('href="tel:0120479249"') == 2


def test_a_refund_is_offered_as_long_as_it_can_be_claimed(client):
    Scheme.objects.update(refund_claims_until=japan("2023-05-11 00:00"))
    offered = [
        "銀行振込を希望する方" in page_at(client, at, f"check/?{RESULTS['claim']}")
        for at in (OPEN, "2023-05-10 23:59:59", "2023-05-11 00:00")
    ]
    assert offered == [True, True, False]


def test_a_query_of_nonsense_asks_the_first_question(client):
    page = page_at(client, OPEN, "check/?happened=<script>&app=x")
    assert inside(page, "h1") == ["どのようなことがありましたか"]
    assert "<script" not in page
