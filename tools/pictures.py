"""make pictures: the README's screenshots, taken from the demo that runs beside it (PORT, HOSHO_STATE), all invented.

The walk files a claim, so it is done on a demo that is fresh: make clean, make demo, and in another terminal this.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import browser
import demo_port
import kept
import operator_password
import small_png
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES, SAMPLE = ROOT / "docs/pictures", ROOT / "data/sample/members.csv"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SHARP = 1.5  # pixels of the picture for each of the page's: letters stay readable, files stay small
PATIENCE = 15_000  # ms; the first page of a server that has just started takes its time
SCHEME, FROM_PAPER, IN_THE_APP = "/regionpay-2023/", "100554280966", "100221387080"
MAIL = "hanako@example.jp"


def main() -> None:
    site = f"http://127.0.0.1:{demo_port.chosen()}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**browser.launch_args())
        with a_tab(chromium, site, PHONE) as page:
            the_special_site(page)
        with a_tab(chromium, site, PHONE) as page:
            a_refund_claim(page)
        with a_tab(chromium, site, PHONE) as page:
            the_choice_of_points(page)
        with a_tab(chromium, site, DESK) as page:
            a_clerks_screen(page)
        with a_tab(chromium, site, DESK) as page:
            the_dashboard(page)
        chromium.close()


@contextmanager
def a_tab(chromium: Browser, site: str, size: dict) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=site, viewport=size, device_scale_factor=SHARP if size is PHONE else 1, locale="ja-JP"
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def keep(page: Page, name: str) -> None:
    """What is in the window, as a file of the documentation."""
    page.wait_for_load_state("networkidle")
    path = PICTURES / f"{name}.png"
    path.write_bytes(small_png.smaller(page.screenshot()))
    print(f"{path.name}: {path.stat().st_size:,} bytes", file=sys.stderr)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def the_special_site(page: Page) -> None:
    page.goto(SCHEME)
    keep(page, "top_390")
    page.goto(f"{SCHEME}check/")
    keep(page, "check_390")


def a_refund_claim(page: Page) -> None:
    page.goto(f"{SCHEME}claim/refund/")
    with page.expect_navigation():
        page.locator("main a.button").click()
    page.get_by_label("ご旅行先の都道府県").select_option("新潟県")
    page.get_by_label("1枚目", exact=True).fill("10055428096")
    press(page, "次へ進む")
    keep(page, "claim_390")
    page.get_by_label("月", exact=True).fill("2")
    page.get_by_label("日", exact=True).fill("23")
    page.get_by_label("1枚目", exact=True).fill(FROM_PAPER)
    press(page, "次へ進む")
    for label, value in {"お名前": "沖縄　花子", "フリガナ": "おきなわ　はなこ", "電話番号": "090-1234-5678"}.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("メールアドレス").fill(MAIL)
    press(page, "次へ進む")
    page.get_by_label("宿泊施設名").fill("なはホテル")
    press(page, "次へ進む")
    page.get_by_label("メールで受け取る").check()
    press(page, "認証コードを送る")
    page.get_by_label("認証コード").fill(code_sent(page))
    press(page, "確認する")
    page.get_by_label("銀行名か4桁の銀行コード").fill("おきなわ")
    press(page, "探す")
    page.get_by_label("沖縄銀行").check()
    press(page, "次へ進む")
    page.get_by_label("支店名か3桁の支店番号").fill("本店")
    press(page, "探す")
    page.get_by_label("本店").first.check()
    press(page, "次へ進む")
    page.get_by_label("口座番号").fill("0012345")
    press(page, "次へ進む")
    keep(page, "review_390")
    page.get_by_label("個人情報の取り扱いに同意する").check()
    press(page, "この内容で申請する")
    its_status(page)


def its_status(page: Page) -> None:
    receipt = page.locator(".receipt .plain-code").inner_text()
    page.goto(f"{SCHEME}status/")
    page.get_by_label("受付番号").fill(receipt)
    page.get_by_label("電話番号の下4桁").fill("5678")
    with page.expect_navigation():
        page.locator("main form button").last.click()
    keep(page, "status_390")


def newest_message(page: Page, words: str, to: str = "") -> str:
    """The text of the newest message of the demo's outbox that has `words`; looked for until it is there."""
    aside = page.context.new_page()
    for _ in range(60):
        aside.goto(f"/demo/outbox/?to={to}")
        found = aside.locator("main details", has_text=words)
        if found.count():
            text = found.first.text_content() or ""
            aside.close()
            return text
        aside.wait_for_timeout(500)  # a worker sends it
    sys.exit(f"No message says {words}. Does the demo's worker run?")


def code_sent(page: Page) -> str:
    return re.search(r"\b\d{6}\b", newest_message(page, "認証コード", MAIL)).group()


def the_choice_of_points(page: Page) -> None:
    text = newest_message(page, "ご登録の電話番号の下4桁", "@")
    page.goto(re.search(r"https?://[^/]+(/r/[^/\s]+/)", text).group(1))
    page.get_by_label("電話番号の下4桁").fill(phones()[text.split()[0]][-4:])
    press(page, "次へ進む")
    keep(page, "receive_390")


def phones() -> dict[str, str]:
    """The sample's members: phone by mail."""
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        return {row["メールアドレス"]: row["電話番号"] for row in csv.DictReader(file)}


def log_in(page: Page, name: str) -> None:
    page.goto("/admin/login/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(operator_password.kept_in(kept.state_folder()))
    with page.expect_navigation():
        page.locator("[type=submit]").last.click()


def a_clerks_screen(page: Page) -> None:
    log_in(page, "clerk")
    page.goto("/admin/desk/")
    page.get_by_label("検索").first.fill(IN_THE_APP)
    press(page, "探す")
    keep(page, "desk_1280")


def the_dashboard(page: Page) -> None:
    log_in(page, "operator")
    page.goto("/admin/operations/")
    keep(page, "dashboard_1280")


if __name__ == "__main__":
    main()
