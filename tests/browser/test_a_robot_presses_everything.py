"""A mail scanner in a real browser opens 20 URLs and presses everything; all 20 still work for their owners."""

import pytest
from django.test import Client
from playwright.sync_api import Page

from claims.models import Draft
from payouts.models import Payout, PointOrder, ReceiveLink
from tests.receiving.people import DIGITS, TRAVEL, address, by_sms, headline, let_in, link

pytestmark = pytest.mark.browser
LINKS = 20
BUTTONS = "button, input[type=submit]"


def world() -> tuple:
    """Everything that a press might have changed."""
    return (
        list(ReceiveLink.objects.order_by("pk").values_list("tries", "locked_at", "revoked_at")),
        list(Payout.objects.order_by("pk").values_list("state", "receive_until", "held_at")),
        PointOrder.objects.count(),
        Draft.objects.count(),
    )


def press_everything(page: Page, url: str, where: str) -> int:
    """Follows each link of the page, and presses each button, on the page opened anew. How many there were."""
    page.goto(url)
    part = page.locator(where)
    links = part.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    for to in dict.fromkeys(to for to in links if to.startswith("http")):
        page.request.get(to)
    count = part.locator(BUTTONS).count()
    for number in range(count):
        page.goto(url)
        with page.expect_navigation():
            part.locator(BUTTONS).nth(number).click()
    return len(links) + count


def test_twenty_urls_still_work_after_a_robot_pressed_everything(page: Page, site: str):
    mails, texts = [link() for _ in range(LINKS // 2)], [by_sms() for _ in range(LINKS // 2)]
    before = world()

    page.request.head(site + address(mails[0]))
    pressed = press_everything(page, site + address(mails[0]), "body")
    pressed += sum(press_everything(page, site + address(to), "main") for to in [*mails[1:], *texts])

    assert pressed >= LINKS
    assert world() == before
    for to, answer in [*[(to, {"digits": DIGITS}) for to in mails], *[(to, TRAVEL) for to in texts]]:
        client = Client()
        assert let_in(client, to, **answer).url == "/r/"
        assert headline(client.get("/r/")) == "受け取るポイントを選んでください"
