"""Every page that is only read, in every state: everybody can use it."""

import pytest
from playwright.sync_api import Page

from tests.browser.everybody import everybody_can_read, reads_the_same_without_javascript
from tests.browser.pages import STATES, open_page
from tests.browser.weighing import Weighed

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_use_it_and_the_first_view_is_light(page: Page, site: str, state: str):
    weighed = Weighed(page)
    open_page(page, site, state)
    weighed.is_light(site)
    everybody_can_read(page)
    reads_the_same_without_javascript(page)
