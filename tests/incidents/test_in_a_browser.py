"""Case (B) in a browser: everybody can work with its pages, and a call is taken by keyboard within the budget."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from claims.models import Incident
from tests.browser.everybody import everybody_can_work_with
from tests.browser.test_review_everybody import open_all
from tests.desk_screens.people import DESK, NO, in_the_app
from tests.incidents.pages import STATES, taking, to_decide
from tests.incidents.people import now_is
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.browser
A_KEY, A_PAGE = 0.8, 10  # seconds, as the design reckons (ux check 9)
BUDGET = 90


PEOPLE = {"clerk": "hana", "reviewer": "sato", "approver": "kaneko"}


@pytest.fixture
def as_a(page: Page, site: str) -> Callable[[str], Page]:
    """The browser with whoever has this one role, and no other, logged in; on 12 March."""
    now_is("2023-03-12 12:00")
    cookie = settings.SESSION_COOKIE_NAME
    sessions = {role: client_of(staff(name, role)).cookies[cookie].value for role, name in PEOPLE.items()}

    def log_in(role: str) -> Page:
        page.context.add_cookies([{"name": cookie, "value": sessions[role], "url": site}])
        return page

    return log_in


def test_everybody_can_work_with_every_state(as_a: Callable[[str], Page], site: str):
    for state, (role, make) in STATES.items():
        page = as_a(role)
        page.goto(site + make())
        assert page.locator(".incident").count() == 1, state
        open_all(page)
        everybody_can_work_with(page)


def test_with_faults_and_before_it_is_done(as_a: Callable[[str], Page], site: str):
    page = as_a("clerk")
    page.goto(site + taking())
    page.get_by_role("button", name="保存して").press("Enter")
    page.get_by_text("種類を選んでください。").wait_for()
    assert page.title().startswith("エラー：")
    everybody_can_work_with(page)
    page = as_a("reviewer")
    page.goto(site + to_decide())
    page.get_by_label("理由と根拠").fill("店の記録と一致")
    page.get_by_role("button", name="戻す内容を確かめる").press("Enter")
    page.get_by_role("heading", name="1,000円を戻します").wait_for()
    everybody_can_work_with(page)


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed, self.pages = page, 0, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def tab_to(self, name: str) -> None:
        while focused(self.page) != name:
            assert self.pressed < 100, f"Tab does not reach {name}"
            self.press("Tab")

    def type(self, text: str, keys: str = "") -> None:
        """`keys`: what is pressed for it on a keyboard, where a letter takes more than one key."""
        self.page.keyboard.type(text)
        self.pressed += len(keys or text)

    def arrived(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()
        self.page.wait_for_load_state()  # the script of the keys comes last
        self.pages += 1

    @property
    def seconds(self) -> float:
        return self.pressed * A_KEY + self.pages * A_PAGE


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")


def test_a_call_from_search_to_saved_by_keyboard_alone(as_a: Callable[[str], Page], site: str):
    """Search, the coupon, the report, its receipt number: no mouse, no more than 90 seconds."""
    page = as_a("clerk")
    keys = Keys(page)
    in_the_app()
    page.goto(site + DESK)
    expect(page.locator("#q")).to_be_focused()
    keys.type(NO)
    keys.press("Enter")
    keys.arrived("お客様への案内")
    keys.press("Alt+3")
    keys.tab_to("お申し出(B)を受け付ける")
    keys.press("Enter")
    keys.arrived("お伺いすること")
    expect(page.locator("[name=kind]:focus")).to_have_count(1)
    keys.press("ArrowDown")  # from the first to 「②複数回押して」
    keys.tab_to("facts_agree")
    keys.press("Space")
    keys.tab_to("at_store")
    keys.press("Space")
    keys.tab_to("name")
    keys.type("沖縄 桜", "okinawa  sakura  ")  # a blank turns kana into 漢字, one more takes the first that is offered
    keys.tab_to("phone")
    keys.type("09022220008")
    keys.press("Alt+s")
    keys.arrived("お客様にお伝えください")

    of = Incident.objects.get()
    assert (of.kind, of.name, of.phone, of.facts_agree, of.store_id is None) == (
        "paid_twice",
        "沖縄 桜",
        "09022220008",
        True,
        False,
    )
    assert of.receipt_no in page.locator("h1").inner_text()
    assert (of.taken_by.get_username(), keys.pages) == ("hana", 3)
    assert keys.seconds <= BUDGET, f"{keys.pressed} keys"
