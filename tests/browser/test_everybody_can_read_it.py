"""Every page that is only read, in every state: everybody can use it."""

import pytest
from playwright.sync_api import Page

from tests.browser.everybody import everybody_can_use, reads_the_same_without_javascript
from tests.browser.pages import STATES, open_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_use_it(page: Page, site: str, state: str):
    open_page(page, site, state)
    everybody_can_use(page, site)
    reads_the_same_without_javascript(page)
