"""The claim forms in a real browser: every page of them, and how one walks through."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from claims import drafts
from claims.claiming.visit import cookie_name
from config import clock
from tests.claiming.directory import write_banks
from tests.claiming.walking import code_sent, draft_before
from tests.makers import japan, regionpay

OPEN = "2023-04-05 12:00"
NEXT, SEND_CODE, CHECK_CODE, FILE = "次へ進む", "認証コードを送る", "確認する", "この内容で申請する"
NUMBERS = [f"{200000000000 + n}" for n in range(1, 21)]


def press(page: Page, name: str = NEXT) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def arrive(page: Page, site: str, method: str, step: str) -> None:
    """At `step`, with everything before it answered."""
    clock.move_to(japan(OPEN))
    if method == "refund":
        write_banks()
    made = draft_before(step, method)
    cookie = {"name": cookie_name(regionpay(), method), "value": drafts.token_of(made), "url": site}
    page.context.add_cookies([cookie])
    page.goto(address(site, method, step))


def address(site: str, method: str, step: str = "") -> str:
    return f"{site}/regionpay-2023/claim/{method}/{f'{step}/' if step else ''}"


def step_of(page: Page) -> str:
    return urlsplit(page.url).path.rstrip("/").rpartition("/")[2]


def start(page: Page, site: str, method: str) -> None:
    clock.move_to(japan(OPEN))
    page.goto(address(site, method))
    page.locator("main a.button").click()


def coupons(page: Page, *numbers: str) -> None:
    page.get_by_label("ご旅行先の都道府県").select_option("沖縄県")
    page.get_by_label("月", exact=True).fill("2")
    page.get_by_label("日", exact=True).fill("23")
    for nth, number in enumerate(numbers, start=1):
        if nth > 1:
            press(page, "＋ クーポンを追加する")
        page.get_by_label(f"{nth}枚目", exact=True).fill(number)
    press(page)


def person(page: Page) -> None:
    page.get_by_label("お名前").fill("沖縄　花子")
    page.get_by_label("フリガナ").fill("おきなわ　はなこ")
    page.get_by_label("電話番号").fill("０９０－１２３４－５６７８")
    press(page)


def stay(page: Page) -> None:
    page.get_by_label("宿泊施設名").fill("なはホテル")
    press(page)


def delivery(page: Page) -> None:
    page.get_by_label("携帯電話にSMSで受け取る").check()
    press(page, SEND_CODE)


def code(page: Page) -> None:
    page.get_by_label("認証コード").fill(code_sent())
    press(page, CHECK_CODE)


def bank(page: Page, words: str, name: str) -> None:
    page.get_by_label("銀行名か4桁の銀行コード").fill(words)
    press(page, "探す")
    page.get_by_label(name).check()
    press(page)


def branch(page: Page, name: str) -> None:
    page.get_by_label(name).check()
    press(page)


def yucho(page: Page) -> None:
    page.get_by_label("記号", exact=False).first.fill("１４０３０")
    page.get_by_label("番号", exact=False).last.fill("12345671")
    press(page)


def account(page: Page, number: str | None = None) -> None:
    if number:
        page.get_by_label("口座番号").fill(number)
    press(page)


def agree(page: Page) -> None:
    page.get_by_label("個人情報の取り扱いに同意する").check()
    press(page, FILE)


def nothing_more(page: Page) -> None:
    """Press the page's button with nothing filled in."""
    page.locator("main .actions .button").last.click()


def emptied(*labels: str) -> Callable[[Page], None]:
    """Take away what was prefilled, and press the button."""

    def empty(page: Page) -> None:
        for label in labels:
            page.get_by_label(label).fill("")
        nothing_more(page)

    return empty


def bad_rows(page: Page) -> None:
    """Three numbers with a fault each, nothing else filled in."""
    for nth, number in enumerate(("123", "abc", "456"), start=1):
        if nth > 1:
            press(page, "＋ クーポンを追加する")
        page.get_by_label(f"{nth}枚目", exact=True).fill(number)
    page.locator("summary").click()
    nothing_more(page)


def wrong_code(page: Page) -> None:
    page.get_by_label("認証コード").fill("1234567")
    press(page, CHECK_CODE)
    page.locator("summary").click()


def typo(page: Page) -> None:
    person_with_typo = {"お名前": "沖縄 花子", "フリガナ": "おきなわ", "電話番号": "09012345678"}
    for label, value in person_with_typo.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("メールアドレス").fill("hanako@gmail.con")
    press(page)


def search_in_vain(page: Page) -> None:
    page.get_by_role("searchbox").fill("どこにもない")
    press(page, "探す")


def other_holder(page: Page) -> None:
    page.get_by_label("口座名義（カナ）").fill("ベツノ ヒト")
    press(page)


# For each page what is done on it, one after another, so that its other states are seen too.
STATES: list[tuple[str, str, list[Callable[[Page], None]]]] = [
    ("points", "coupons", [bad_rows]),
    ("points", "you", [nothing_more, typo]),
    ("points", "delivery", [nothing_more]),
    ("points", "code", [wrong_code]),
    ("points", "review", [nothing_more, agree]),
    ("refund", "stay", [emptied("宿泊施設名")]),
    ("refund", "delivery", [nothing_more]),
    ("refund", "bank", [nothing_more, search_in_vain]),
    ("refund", "branch", [nothing_more, search_in_vain]),
    ("refund", "account", [emptied("口座番号"), other_holder]),
    ("refund", "review", [nothing_more, agree]),
]
