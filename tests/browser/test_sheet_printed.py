"""The sheet for issuers is one page of A4."""

import re

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_sheet_for_issuers_is_printed_on_one_page(page: Page, site: str, language: str):
    page.goto(f"{site}{language}/regionpay-2023/sheet/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
