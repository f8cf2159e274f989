"""The call centre on each page: open now, or when; from 20 April the last hour to claim by phone (question 19)."""

import pytest

from tests.claims.pages import READ, inside, page_at, part

pytestmark = pytest.mark.django_db


def box(html: str) -> str:
    return part(html, "aside")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2023-04-05 10:00", ["ただいま受付中"]),
        ("2023-04-05 17:59:59", ["ただいま受付中"]),
        ("2023-03-25 12:00", ["ただいま受付中"]),  # a Saturday in March
        ("2023-04-05 18:00", ["ただいま受付時間外", "次の受付：2023年4月6日（木）10:00"]),
        ("2023-04-08 12:00", ["ただいま受付時間外", "次の受付：2023年4月10日（月）10:00"]),
        ("2023-04-20 12:00", ["ただいま受付中", "お電話での申請は、2023年4月28日（金）18:00までです。"]),
        ("2023-05-03 12:00", ["ただいま受付時間外", "次の受付：2023年5月8日（月）10:00"]),
    ],
)
def test_it_says_whether_somebody_answers_now(client, at, said):
    assert inside(box(page_at(client, at)), "p")[2:-1] == said


@pytest.mark.parametrize("address", READ)
def test_every_page_has_one_at_the_same_place(client, address):
    page = page_at(client, "2023-04-05 12:00", address)
    assert page.count("<aside") == 1
    assert inside(box(page), "p") == [
        "全国旅行支援地域クーポン regionPAY 補償コールセンター（通話無料）",
        "0120-479-249",
        "ただいま受付中",
        "平日 10:00～18:00（3月中は土日祝も受付）",
    ]
