"""A call from ringing to saved, without a mouse: by Tab alone without JavaScript, and with the keys of desk.js."""

import pytest
from playwright.sync_api import Page, expect

from claims.models import CallNote, Claim, OneTimeCode
from config import clock
from tests.desk_screens.browsing import log_in
from tests.desk_screens.people import DESK, NO, doubled, in_the_app
from tests.filing.drafts_made import code_of
from tests.makers import hanako, japan, regionpay
from tests.matching.people import STRANGER, filed
from tests.review.people import AT

pytestmark = pytest.mark.browser

FOCUSED = """(on =>
    [on.localName, on.name || '', on.value || '', on.textContent.trim()].join('|'))(document.activeElement)"""
LONGEST_WAY = 60
PHONE = "09012345679"


def tab_to(page: Page, what: str) -> int:
    """Press Tab until `what` has the focus; how often."""
    for pressed in range(1, LONGEST_WAY):
        page.keyboard.press("Tab")
        if what in page.evaluate(FOCUSED):
            return pressed
    raise AssertionError(f"Tab does not reach {what}")


def find(page: Page, number: str) -> None:
    """The box has the focus when the desk opens: type, Enter."""
    expect(page.locator("#q")).to_be_focused()  # given with the first picture, not with the load
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_url("**/coupon/*/")


def identify(page: Page) -> None:
    for fact in ("because|phone", "because|travel"):
        tab_to(page, fact)
        page.keyboard.press("Space")
    tab_to(page, "連絡先を表示する")
    page.keyboard.press("Enter")
    page.get_by_text("ご本人と確認しました").wait_for()
    page.wait_for_load_state()  # the script comes last


def write_note(page: Page) -> None:
    tab_to(page, "disposition|")
    page.keyboard.press("End")  # 「番号違い・切断」
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type("二重に引かれたとのこと")


def test_by_tab_alone_without_javascript(page: Page, site: str):
    in_the_app()
    log_in(page, site)
    page.context.new_cdp_session(page).send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.goto(site + DESK)
    find(page, NO)
    identify(page)
    assert "090-1234-5678" in page.locator(".data").inner_text()
    assert page.locator(".timeline li").last.inner_text().startswith("2023年2月27日（月）00:00")
    write_note(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("通話を記録しました（ご意見・苦情）。").wait_for(timeout=10_000)
    expect(page.locator("#q")).to_be_focused()  # given with the first picture, not with the load
    find(page, NO)
    assert "通話 ご意見・苦情（担当 clerk） 二重に引かれたとのこと" in page.locator(
        ".timeline li"
    ).last.inner_text().replace("　", " ")


def test_one_walk_with_a_claim_taken_on_the_phone(page: Page, site: str):
    """Search, choose, identify, read the timeline, take a claim, have the code read back, file it, note the call."""
    left = {"phone": PHONE, "left_at": japan("2023-03-20 12:00")}
    doubled(member=hanako(regionpay(), **left))
    filed("999999999999", by=STRANGER, phone=PHONE)
    clock.move_to(AT)
    log_in(page, site)
    page.goto(site + DESK)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(PHONE)
    enter(page)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    enter(page)
    identify(page)
    page.keyboard.press("Alt+2")
    assert page.evaluate("document.activeElement.id") == "timeline-title"
    assert "重複の疑い" in page.locator(".timeline").inner_text()
    page.keyboard.press("Alt+3")
    tab_to(page, "ポイント")
    enter(page)
    fill_in(page)
    have_the_code_read_back(page)
    tab_to(page, "button|||申請を受け付ける")
    enter(page)
    claim = Claim.objects.get(channel="desk")
    assert claim.receipt_no in page.locator(".review").inner_text()
    tab_to(page, "この申請を開く")
    enter(page)
    write_note(page)
    page.keyboard.press("Alt+s")
    page.get_by_text("通話を記録しました（ご意見・苦情）。").wait_for(timeout=10_000)
    assert (CallNote.objects.get().claim, claim.phone, claim.deliver_to) == (claim, PHONE, PHONE)
    assert list(claim.lines.values_list("stated_no", flat=True)) == [NO]


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill_in(page: Page) -> None:
    """What the desk does not know yet: the trip, the phone and the mail address are there."""
    for field, value in (
        ("inquiry_no|", NO),
        ("name|", "沖縄 次郎"),
        ("name_kana|", "オキナワ ジロウ"),
        ("deliver_by|", "SMS"),
        ("deliver_to|", PHONE),
    ):
        tab_to(page, field)
        page.keyboard.type(value)
    tab_to(page, "復唱へ進む")
    enter(page)
    assert "お問合せ番号 1234 5678 9012" in " ".join(page.locator(".review").inner_text().split())


def have_the_code_read_back(page: Page) -> None:
    tab_to(page, "認証コードを送る")
    enter(page)
    tab_to(page, "code|")
    page.keyboard.type(code_of(OneTimeCode.objects.get()))
    tab_to(page, "コードを確かめる")
    enter(page)
    assert "認証コードで確かめました。" in page.locator(".review").inner_text()
