"""Claims from the first page to the receipt number, on a phone without JavaScript and at a desk with it."""

import re

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim
from tests.browser import claim_pages as on
from tests.browser.claim_pages import NUMBERS, press, start
from tests.claiming.directory import write_banks

pytestmark = pytest.mark.browser
WAYS = {"phone without JavaScript": (390, "page_without_javascript"), "desk": (1280, "page")}


@pytest.fixture(params=WAYS)
def reader(request) -> Page:
    width, fixture = WAYS[request.param]
    page = request.getfixturevalue(fixture)
    page.set_viewport_size({"width": width, "height": 844})
    return page


def is_filed(page: Page) -> Claim:
    expect(page.locator("h1")).to_have_text("申請を受け付けました")
    expect(page.locator(".receipt .plain-code")).to_have_text(re.compile("^A-[0-9]{4}-[0-9]{4}-[0-9]$"))
    return Claim.objects.get()


def test_points_for_one_coupon(reader: Page, site: str):
    start(reader, site, "points")
    on.coupons(reader, "１２３４－５６７８－９０１２")
    on.person(reader)
    on.delivery(reader)
    on.code(reader)
    expect(reader.locator("main")).to_contain_text("まだ申請は完了していません。")
    on.agree(reader)
    claim = is_filed(reader)
    assert (claim.name_kana, claim.deliver_to) == ("オキナワ ハナコ", "09012345678")
    assert [line.stated_no for line in claim.lines.all()] == ["123456789012"]


def test_points_for_twenty_coupons_some_pasted_together(reader: Page, site: str):
    start(reader, site, "points")
    on.coupons(reader, *NUMBERS[:3], " ".join(NUMBERS[3:]))
    on.person(reader)
    reader.get_by_role("link", name="前のページに戻る").click()
    reader.get_by_role("link", name="前のページに戻る").click()
    expect(reader.get_by_label("20枚目", exact=True)).to_have_value("2000 0000 0020")
    press(reader)
    on.delivery(reader)
    on.code(reader)
    on.agree(reader)
    assert [line.stated_no for line in is_filed(reader).lines.order_by("pk")] == NUMBERS


def test_a_refund_to_a_bank(reader: Page, site: str):
    write_banks()
    start(reader, site, "refund")
    on.coupons(reader, NUMBERS[0])
    on.person(reader)
    on.stay(reader)
    on.delivery(reader)
    on.code(reader)
    on.bank(reader, "おきなわ", "沖縄銀行")
    on.branch(reader, "本店")
    on.account(reader, "１２３－４５")
    expect(reader.locator("main")).to_contain_text("ｵｷﾅﾜ ﾊﾅｺ")
    on.agree(reader)
    account = is_filed(reader).account
    assert (account.bank_code, account.branch_code, account.number_ends) == ("0188", "201", "345")


def test_a_refund_to_yucho_by_symbol_and_number(reader: Page, site: str):
    write_banks()
    start(reader, site, "refund")
    on.coupons(reader, NUMBERS[0])
    on.person(reader)
    on.stay(reader)
    on.delivery(reader)
    on.code(reader)
    reader.get_by_label("ゆうちょ銀行").check()
    press(reader)
    on.yucho(reader)
    expect(reader.locator("main")).to_contain_text("店番 408・口座番号 1234567 に変換しました。")
    on.account(reader)
    on.agree(reader)
    account = is_filed(reader).account
    assert (account.bank_code, account.branch_code, account.number_ends) == ("9900", "408", "567")
