"""Every screen of the desk: axe finds nothing, in the light and in the dark, wide and narrow."""

import pytest
from playwright.sync_api import Page

from tests.browser.everybody import NARROW, SIDEWAYS, VIOLATIONS, as_wide_as, bring_axe, in_theme
from tests.desk_screens.browsing import STATES, open_state

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(page: Page, site: str, state: str):
    open_state(page, site, state)
    bring_axe(page)
    assert page.evaluate(VIOLATIONS) == []
    in_theme(page, "dark")
    assert page.evaluate(VIOLATIONS) == []
    in_theme(page, "light")
    as_wide_as(page, NARROW)
    assert (page.evaluate(VIOLATIONS), page.evaluate(SIDEWAYS)) == ([], 0)
    assert page.locator("h1").count() == 1
