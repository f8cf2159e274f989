"""A few pages of each kind in English, whose words are longer: everybody can use them too.

Further English states stand in the tables of pages.py and status_pages.py.
"""

import pytest
from playwright.sync_api import Page

from config import clock
from tests.browser.claim_pages import OPEN, arrive
from tests.browser.everybody import everybody_can_use
from tests.claims.pages import RESULTS, TOP
from tests.makers import japan
from tests.receiving.people import DIGITS, address, by_sms, link, stock

pytestmark = pytest.mark.browser


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def checker_result(page: Page, site: str) -> None:
    clock.move_to(japan(OPEN))
    page.goto(f"{site}{TOP}check/?{RESULTS['claim']}")


def step_with_faults(page: Page, site: str) -> None:
    arrive(page, site, "points", "coupons")
    page.get_by_label("month", exact=True).fill("13")
    page.get_by_label("Coupon 1", exact=True).fill("123")
    press(page, "+ Add another coupon")
    press(page, "Next")


def review(page: Page, site: str) -> None:
    arrive(page, site, "refund", "review")


def trip_with_faults(page: Page, site: str) -> None:
    page.goto(site + address(by_sms()))
    press(page, "Next")


def choice(page: Page, site: str) -> None:
    page.goto(site + address(link(2000, 1240)))
    page.get_by_label("Last 4 digits of your phone number").fill(DIGITS)
    press(page, "Next")


def code(page: Page, site: str) -> None:
    stock(yen=3240)
    choice(page, site)
    page.get_by_label("nanaco Gift").check()
    press(page, "Go on to check")
    press(page, "Confirm")


STATES = {
    "checker result": (checker_result, "You can apply on this site"),
    "step with faults": (step_with_faults, "Your coupons"),
    "review": (review, "Check your answers"),
    "trip with faults": (trip_with_faults, "Please confirm that it is you"),
    "choice": (choice, "Choose your points"),
    "code": (code, "You have received your points"),
}


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_use_it(page: Page, site: str, state: str):
    open_it, heading = STATES[state]
    open_it(page, f"{site}/en")
    assert page.locator("h1").inner_text() == heading
    everybody_can_use(page, site)
