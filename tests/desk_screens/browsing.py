"""The desk in a real browser: a clerk who is logged in, and every screen in its states."""

from collections.abc import Callable

from django.contrib.auth.models import User
from playwright.sync_api import Page

from config import clock
from tests.desk_screens.people import DESK, NO, PHONE, claimed, doubled, in_the_app, path
from tests.makers import hanako, japan, regionpay
from tests.matching.people import covered
from tests.staff.people import client_of, staff, take_roles
from tests.status import people as status


def log_in(page: Page, site: str) -> None:
    """As a clerk, by the session that a log-in leaves."""
    client = client_of(staff("clerk", "clerk"))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def typed(page: Page, site: str, what: str) -> None:
    page.goto(site + DESK)
    page.get_by_label("検索").fill(what)
    with page.expect_navigation():
        page.get_by_role("button", name="探す").click()


def home(page: Page, site: str) -> None:
    clock.move_to(japan("2023-03-20 12:00"))
    page.goto(site + DESK)


def after_searches(page: Page, site: str) -> None:
    doubled()
    for what in ("サトウ", NO):
        typed(page, site, what)
    page.goto(site + DESK)


def several(page: Page, site: str) -> None:
    claimed(phone=PHONE)
    covered(member=hanako(regionpay(), phone=PHONE))
    typed(page, site, PHONE)


def nothing(page: Page, site: str) -> None:
    typed(page, site, "A-1234-5678-9")


def coupon(page: Page, site: str) -> None:
    doubled()
    typed(page, site, NO)
    for summary in page.locator(".script summary").all():
        summary.click()


def coupon_of_a_member(page: Page, site: str) -> None:
    page.goto(site + path(in_the_app()))


def claim(page: Page, site: str) -> None:
    page.goto(site + path(status.sent()))
    page.get_by_text("確認番号で本人確認をする").click()


def identified(page: Page, site: str) -> None:
    page.goto(site + path(status.paid(name="沖縄 太郎", name_kana="オキナワ タロウ")))
    page.get_by_label("お名前").check()
    page.get_by_label("旅行日").check()
    page.get_by_role("button", name="連絡先を表示する").click()


def refused(page: Page, site: str) -> None:
    page.goto(site + path(status.returned()))
    page.get_by_role("button", name="連絡先を表示する").click()


def bad_note(page: Page, site: str) -> None:
    page.goto(site + path(doubled()))
    page.get_by_role("button", name="保存して次へ").click()


def member(page: Page, site: str) -> None:
    page.goto(site + path(in_the_app().member))


def payout(page: Page, site: str) -> None:
    as_a("reviewer")
    made = status.sent()
    page.goto(site + path(made))
    page.get_by_label("お名前").check()
    page.get_by_label("旅行日").check()
    page.get_by_role("button", name="連絡先を表示する").click()
    page.get_by_role("link", name="キャッシュレスポイント").click()
    page.get_by_text("保留する", exact=True).first.click()


def payout_held(page: Page, site: str) -> None:
    as_a("reviewer")
    page.goto(site + path(status.payout(status.held())))
    page.get_by_text("保留を外す", exact=True).first.click()
    page.get_by_role("button", name="保留を外す").click()


def stopped(page: Page, site: str) -> None:
    as_a("approver")
    status.stopped()
    page.goto(f"{site}{DESK}stopped/")
    page.get_by_text("支払を再開する", exact=True).first.click()
    page.get_by_role("button", name="支払を再開する").click()


def as_a(role: str) -> None:
    """Whoever is logged in, from now on."""
    take_roles(User.objects.get(username="clerk"), role)


STATES: dict[str, Callable[[Page, str], None]] = {
    "home": home,
    "after searches": after_searches,
    "several hits": several,
    "nothing found": nothing,
    "coupon": coupon,
    "coupon of a member": coupon_of_a_member,
    "claim": claim,
    "identified": identified,
    "not enough facts": refused,
    "bad note": bad_note,
    "member": member,
    "payout": payout,
    "held payout": payout_held,
    "stopped": stopped,
}


def open_state(page: Page, site: str, state: str, width: int = 1280) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    log_in(page, site)
    STATES[state](page, site)
