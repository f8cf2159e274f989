"""The staff's own pages in a real browser, by keyboard and without JavaScript; axe finds nothing on any of them."""

import pytest
from django_otp.oath import totp
from playwright.sync_api import Locator, Page, expect

from desk.models import Authenticator
from desk.staff import second_factor
from notifications import releases
from tests.browser.everybody import everybody_can_work_with
from tests.notifications.people import queued
from tests.staff.people import PASSWORD, staff

pytestmark = pytest.mark.browser


def press(page: Page, what: Locator | None = None) -> None:
    """Enter, here or on something, and the next page is there."""
    with page.expect_navigation():
        (what or page.locator(":focus")).press("Enter")


def log_in(page: Page, site: str, name: str, to: str = "/admin/") -> None:
    page.goto(f"{site}{to}")
    page.get_by_label("ユーザー名").fill(name)
    page.get_by_label("パスワード").fill(PASSWORD)
    press(page)


def test_setting_up_the_second_factor_and_using_it(page: Page, site: str, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    hanako = staff("hanako", "operator", password=PASSWORD)
    log_in(page, site, "hanako")
    everybody_can_work_with(page)
    press(page, page.get_by_role("button", name="QRコードを出す"))
    expect(page.get_by_role("img", name="認証アプリで読み取るQRコード")).to_be_visible()
    everybody_can_work_with(page)
    page.get_by_label("認証アプリに出た6桁の数字").fill("000000")
    press(page)
    expect(page.get_by_role("alert")).to_contain_text("コードが違います")
    everybody_can_work_with(page)
    Authenticator.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    page.get_by_label("認証アプリに出た6桁の数字").fill(f"{totp(Authenticator.objects.get().bin_key):06d}")
    press(page)
    code = page.locator(".staff-codes code").first.inner_text()
    everybody_can_work_with(page)
    page.goto(f"{site}/admin/second-factor/")
    everybody_can_work_with(page)
    press(page, page.get_by_role("button", name="ログアウト"))
    log_in(page, site, "hanako", "/admin/coupons/coupon/")
    everybody_can_work_with(page)
    expect(page.get_by_label("コード")).to_be_focused()
    page.get_by_label("コード").fill("wrong")
    press(page)
    everybody_can_work_with(page)
    page.goto(f"{site}/admin/coupons/coupon/")
    second_factor.StaticDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    page.get_by_label("コード").fill(code)
    press(page)
    assert page.url == f"{site}/admin/coupons/coupon/"
    expect(page.get_by_text("残りは9個です")).to_be_visible()
    assert second_factor.recovery_codes_left(hanako) == 9


def test_the_log_in_page_when_it_is_closed_and_a_page_that_is_not_for_everybody(page: Page, site: str):
    staff("hanako", "clerk", password=PASSWORD)
    page.goto(f"{site}/admin/")
    everybody_can_work_with(page)
    log_in(page, site, "hanako", "/admin/trail/auditevent/")
    expect(page.get_by_role("heading", name="この操作はできません")).to_be_visible()
    everybody_can_work_with(page)
    press(page, page.get_by_role("button", name="ログアウト"))
    for _ in range(5):
        page.goto(f"{site}/admin/")
        page.get_by_label("ユーザー名").fill("hanako")
        page.get_by_label("パスワード").fill("wrong")
        press(page)
    expect(page.get_by_text("15分間止めています")).to_be_visible()
    everybody_can_work_with(page)


def test_mass_sending_by_two_persons(page: Page, site: str):
    queued(release="receive-links", channel="mail", to="hanako@example.jp")
    queued(release="receive-links")
    for name, role in (("hanako", "operator"), ("taro", "approver")):
        staff(name, role, password=PASSWORD)
    log_in(page, site, "hanako", "/admin/notifications/release/")
    press(page, page.get_by_role("link", name="一斉送信を頼む"))
    everybody_can_work_with(page)
    press(page, page.get_by_role("button", name="この一斉送信を頼む"))
    expect(page.get_by_text("ほかの人が承認すると、送信が始まります")).to_be_visible()
    press(page, page.get_by_role("button", name="ログアウト"))
    log_in(page, site, "taro", "/admin/notifications/release/")
    press(page, page.get_by_role("link", name="内容を見て承認する"))
    everybody_can_work_with(page)
    press(page, page.get_by_role("button", name="送信を承認する"))
    expect(page.get_by_text("一斉送信を承認しました")).to_be_visible()
    for deed, done in (("止める", "一斉送信を止めました。"), ("再開する", "一斉送信を再開しました。")):
        press(page, page.get_by_role("link", name=deed))
        everybody_can_work_with(page)
        page.get_by_label("理由").fill(" ")  # a browser lets a space through
        press(page, page.get_by_role("button", name=deed))
        expect(page.get_by_role("alert")).to_contain_text("理由を入力してください。")
        everybody_can_work_with(page)
        page.get_by_label("理由").fill("宛先を確かめている")
        press(page, page.get_by_role("button", name=deed))
        expect(page.get_by_text(done)).to_be_visible()
    with pytest.raises(releases.NothingToApprove):
        releases.approve(scheme="regionpay-2023", what="receive-links", who="another")


def test_the_keys_of_somebody_and_their_account(page: Page, site: str):
    hanako = staff("hanako", "clerk")
    second_factor.finish(hanako, f"{totp(second_factor.begin(hanako).bin_key):06d}")
    staff("chef", "administrator", password=PASSWORD)
    log_in(page, site, "chef", f"/admin/auth/user/{hanako.pk}/change/")
    press(page, page.get_by_role("link", name="鍵（停止・2段階認証）"))
    everybody_can_work_with(page)
    press(page, page.get_by_role("button", name="2段階認証を消す"))
    expect(page.get_by_text("次のログインで設定し直します")).to_be_visible()
    everybody_can_work_with(page)
