"""What regionPAY is told, in a browser: axe finds nothing, nothing scrolls sideways; a file is answered."""

import pytest
from playwright.sync_api import Page

from coupons.models import Change
from tests.browser.test_review_everybody import at_the_desk, everybody_can_work_with, press
from tests.changes.pages import STATES
from tests.changes.people import answers

pytestmark = pytest.mark.browser
__all__ = ["at_the_desk"]


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_work_with_it(at_the_desk: Page, site: str, state: str):
    at_the_desk.goto(site + STATES[state]())
    everybody_can_work_with(at_the_desk)


def test_a_file_is_downloaded_and_its_answer_taken(at_the_desk: Page, site: str, tmp_path):
    page = at_the_desk
    page.goto(site + STATES["file_to_download"]())
    with page.expect_download() as waiting:
        page.get_by_role("button", name="ダウンロードして、知らせたと記録する").press("Enter")
    keys = [line.split(",")[0] for line in waiting.value.path().read_text("utf-8-sig").splitlines()[1:]]
    assert keys == list(Change.objects.order_by("line_no").values_list("key", flat=True))

    path = tmp_path / "kaito.csv"
    path.write_bytes(answers(*(f"{key},受理,," for key in keys)))
    page.goto(site + STATES["nothing_yet"]())
    page.get_by_label("回答のファイル").set_input_files(path)
    press(page, "取り込む")
    assert "取り込めない行はありませんでした。" in page.locator(".review").inner_text()
    assert Change.objects.filter(acknowledged_at=None).count() == 0
