"""The status pages in a real browser: every state of them, and how one gets there."""

from collections.abc import Callable

from playwright.sync_api import Page

from claims import receipt
from claims.models import Claim
from config import clock
from payouts.status.taking_back import take_back
from tests.incidents.people import given_back
from tests.makers import japan
from tests.matching.people import covered
from tests.status import people
from tests.status.people import DIGITS, LATER, STATUS, UNKNOWN_NO, in_the_app, matched

OTHER_NO = "8888 8888 8888"


def look(page: Page, site: str, of: Claim | str, digits: str = DIGITS, language: str = "") -> None:
    """Type a receipt number and four digits."""
    page.goto(f"{site}{language}{STATUS}")
    page.locator("[name=receipt_no]").fill(of if isinstance(of, str) else of.receipt_no)
    page.locator("[name=digits]").fill(digits)
    page.locator("main button[type=submit]").click()


def of(making: Callable[[], Claim], language: str = "") -> Callable[[Page, str], None]:
    """The status of a claim at a stage."""
    return lambda page, site: look(page, site, making(), language=language)


def question(page: Page, site: str) -> None:
    clock.move_to(japan(LATER))
    page.goto(site + STATUS)


def wrong_pair(page: Page, site: str) -> None:
    look(page, site, people.claim(covered()), "1111")


def badly_typed(page: Page, site: str) -> None:
    question(page, site)
    page.get_by_role("button", name="調べる").click()


def too_many(page: Page, site: str) -> None:
    number = receipt.new_number(receipt.CLAIM)
    for _ in range(6):
        look(page, site, number)


def ask_code(page: Page, site: str) -> None:
    question(page, site)
    page.get_by_role("link", name="認証コードで調べる").click()


def code_asked(page: Page, site: str) -> None:
    ask_code(page, site)
    page.get_by_label("受付番号").fill(people.claim(covered()).receipt_no)
    page.get_by_role("button", name="認証コードを送る").click()


def wrong_code(page: Page, site: str) -> None:
    code_asked(page, site)
    page.get_by_label("認証コード").fill("12345")
    page.get_by_role("button", name="確認する").click()


def lost(page: Page, site: str) -> None:
    question(page, site)
    page.get_by_role("link", name="受付番号がわからない方へ").click()


def lost_sent(page: Page, site: str) -> None:
    lost(page, site)
    page.get_by_label("携帯電話の番号かメールアドレス").fill("taro@example.jp")
    page.get_by_role("button", name="受付番号を送る").click()


def lost_url(page: Page, site: str) -> None:
    question(page, site)
    page.get_by_role("link", name="受取URLが見つからない方へ").click()


def lost_url_badly_typed(page: Page, site: str) -> None:
    lost_url(page, site)
    page.get_by_role("button", name="URLをもう一度送る").click()


def lost_url_sent(page: Page, site: str) -> None:
    lost_url(page, site)
    page.get_by_label("携帯電話の番号かメールアドレス").fill("taro@example.jp")
    page.get_by_role("button", name="URLをもう一度送る").click()


def over(page: Page, site: str) -> None:
    look(page, site, people.sent())
    cookie = next(one for one in page.context.cookies() if one["name"].startswith("status-"))
    page.context.add_cookies([cookie | {"value": "1:x:y"}])
    page.reload()


def sent_again(page: Page, site: str) -> None:
    look(page, site, people.sent())
    page.get_by_role("button", name="URLをもう一度送る").click()


def mixed() -> Claim:
    return people.sent(
        *[covered(yen=1000) for _ in range(3)], in_the_app(), people.used_up(), UNKNOWN_NO, filed="2023-04-03 11:00"
    )


def to_check() -> Claim:
    return matched(UNKNOWN_NO, "7" * 12)


def correction(page: Page, site: str) -> None:
    look(page, site, to_check())
    page.get_by_role("link", name="番号を確認する").click()


def corrected(page: Page, site: str) -> None:
    correction(page, site)
    page.get_by_label("1枚目").fill(OTHER_NO)
    page.get_by_role("button", name="確認画面へ進む").click()


def badly_corrected(page: Page, site: str) -> None:
    correction(page, site)
    page.get_by_label("1枚目").fill("8888")
    page.get_by_label("月", exact=True).fill("13")
    page.get_by_role("button", name="確認画面へ進む").click()


def unchanged(page: Page, site: str) -> None:
    correction(page, site)
    page.get_by_role("button", name="確認画面へ進む").click()


def saved(page: Page, site: str) -> None:
    corrected(page, site)
    page.get_by_role("button", name="この内容で直す").click()


def withdrawal(page: Page, site: str) -> None:
    look(page, site, people.sent())
    page.get_by_role("link", name="申請を取り下げる").click()


def withdrawal_too_late(page: Page, site: str) -> None:
    made = people.sent()
    clock.move_to(japan("2023-05-02 12:00"))
    look(page, site, made)
    page.get_by_role("link", name="申請を取り下げる").click()


def not_withdrawn(page: Page, site: str) -> None:
    look(page, site, people.paid())
    page.goto(f"{site}{STATUS}claim/withdraw/")


def withdrawn() -> Claim:
    made = people.sent()
    take_back(claim_id=made.pk)
    return made


STATES: dict[str, Callable[[Page, str], None]] = {
    "question": question,
    "wrong pair": wrong_pair,
    "badly typed": badly_typed,
    "too many": too_many,
    "ask for a code": ask_code,
    "enter the code": code_asked,
    "wrong code": wrong_code,
    "lost": lost,
    "lost and sent": lost_sent,
    "lost url": lost_url,
    "lost url badly typed": lost_url_badly_typed,
    "lost url and sent": lost_url_sent,
    "over": over,
    "filed": of(lambda: people.claim(covered())),
    "accepted before the freeze": of(lambda: matched(covered(), filed="2023-03-25 11:00", at="2023-03-25 12:00")),
    "to check": of(to_check),
    "URL sent": of(people.sent),
    "URL sent, in English": of(people.sent, "/en"),
    "mixed": of(mixed),
    "sent again": sent_again,
    "held": of(people.held),
    "paid": of(people.paid),
    "lapsed": of(people.lapsed),
    "refund waiting": of(people.to_be_refunded),
    "refund paid": of(people.transferred),
    "refund returned": of(people.returned),
    "used up": of(people.zero),
    "superseded": of(people.superseded),
    "withdrawn": of(withdrawn),
    "correction": correction,
    "corrected": corrected,
    "badly corrected": badly_corrected,
    "unchanged": unchanged,
    "saved": saved,
    "withdrawal": withdrawal,
    "withdrawal too late": withdrawal_too_late,
    "not withdrawn": not_withdrawn,
    "report given back": lambda page, site: look(page, site, given_back(), "0008"),
}


def open_state(page: Page, site: str, state: str, width: int = 390) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    STATES[state](page, site)
