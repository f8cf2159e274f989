"""The status pages in every state: everybody can use them."""

import pytest
from playwright.sync_api import Page

from tests.browser.everybody import everybody_can_use
from tests.browser.status_pages import STATES, open_state

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_use_it(page: Page, site: str, state: str):
    open_state(page, site, state)
    everybody_can_use(page, site)
