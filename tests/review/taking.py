"""What a clerk types while a caller speaks, and the pages that follow."""

from django.test import Client

from claims.models import Draft, OneTimeCode
from tests.filing.drafts_made import code_of
from tests.review.screens import address, post, said

TYPED = {
    "prefecture": "47",
    "travel_year": "2023",
    "travel_month": "2",
    "travel_day": "23",
    "inquiry_no": "1234 5678 9012\n2234 5678 9012",
    "name": "沖縄 太郎",
    "name_kana": "おきなわ たろう",
    "phone": "090-1234-5678",
    "email": "",
    "deliver_by": "sms",
    "deliver_to": "０９０１２３４５６７８",
    "language": "ja",
}


def typed(clerk: Client, method: str = "points", **more):
    return post(clerk, "take", method, **TYPED | more)


def last() -> int:
    """The draft that was begun last: its page is the tab that is looked at."""
    return Draft.objects.latest("pk").pk


def proved(clerk: Client) -> None:
    post(clerk, "send_code", last())
    post(clerk, "check_code", last(), code=code_of(OneTimeCode.objects.latest("pk")))


def read_back(clerk: Client) -> str:
    return said(clerk.get(address("read_back", last())))


def filed(clerk: Client, draft: int | None = None) -> str:
    """「申請を受け付ける」, and the page that it leads to."""
    return said(clerk.post(address("file", draft or last()), follow=True))
