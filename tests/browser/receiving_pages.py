"""The receiving site in a real browser: every state of it, and how one gets there."""

from collections.abc import Callable

from playwright.sync_api import Page

from config import clock
from payouts import releasing
from payouts.issuers import outcomes
from payouts.models import BrandSetting, PointCode, ReceiveLink
from tests.english.receiving_states import asked_for_the_bank
from tests.makers import japan, regionpay, told
from tests.receiving.people import DAY, DIGITS, FIRST_TOO_LATE, address, by_sms, hold, link, stock, take
from tests.stories.claims_told import duties

NEXT = "次へ進む"
EARLIER = "2023-04-10 11:55"  # a page that waits for a code does not reload itself any more


def answer(page: Page, digits: str = DIGITS) -> None:
    """Types the last four digits and goes on."""
    page.get_by_label("電話番号の下4桁").fill(digits)
    page.get_by_role("button", name=NEXT).click()


def enter(page: Page, site: str, to: ReceiveLink) -> None:
    """From the message's address to the page behind the check."""
    page.goto(site + address(to))
    answer(page)


def choose(page: Page, brand: str = "nanaco ギフト") -> None:
    page.get_by_label(brand).check()
    page.get_by_role("button", name="確認画面へ進む").click()


def confirm(page: Page) -> None:
    page.get_by_role("button", name="受け取りを確定する").click()


def check_by_phone(page: Page, site: str) -> None:
    page.goto(site + address(link()))


def check_by_trip(page: Page, site: str) -> None:
    page.goto(site + address(by_sms()))


def wrong_digits(page: Page, site: str) -> None:
    check_by_phone(page, site)
    answer(page, "0000")


def badly_typed_trip(page: Page, site: str) -> None:
    check_by_trip(page, site)
    page.get_by_label("月", exact=True).fill("2")
    page.get_by_label("日", exact=True).fill("30")
    page.get_by_role("button", name=NEXT).click()


def locked(page: Page, site: str) -> None:
    check_by_phone(page, site)
    for _ in range(5):
        answer(page, "0000")


def unknown(page: Page, site: str) -> None:
    page.goto(f"{site}/r/{'A' * 30}/")


def session_over(page: Page, site: str) -> None:
    page.goto(f"{site}/r/")


def choice(page: Page, site: str) -> None:
    enter(page, site, link(2000, 1240))


def one_kind_is_out(page: Page, site: str) -> None:
    """Of one there is nothing just now, another was taken off, the others can be chosen."""
    stock(yen=3240)
    BrandSetting.objects.filter(brand="edy").update(is_offered=False)
    choice(page, site)
    assert "準備中" in page.locator("main").inner_text()


def choice_of_a_group(page: Page, site: str) -> None:
    enter(page, site, link(*[3000] * 20))
    page.get_by_text("クーポンごとの額を見る").click()


def nothing_chosen(page: Page, site: str) -> None:
    choice(page, site)
    page.get_by_role("button", name="確認画面へ進む").click()


def review(page: Page, site: str) -> None:
    choice(page, site)
    choose(page)


def other_url(page: Page, site: str) -> None:
    """Confirmed in the first tab after another URL was opened in a second one."""
    review(page, site)
    second = page.context.new_page()
    enter(second, site, link(1000))
    second.close()
    confirm(page)


def code(page: Page, site: str) -> None:
    stock(yen=3240)
    review(page, site)
    confirm(page)


def preparing(page: Page, site: str) -> None:
    to = link()
    take(to, at=EARLIER)
    enter(page, site, to)


def received(page: Page, site: str) -> None:
    to = link()
    stock()
    take(to, at=EARLIER)
    enter(page, site, to)


def code_is_over(page: Page, site: str) -> None:
    """Its last day is past; the page is shown still."""
    to = link()
    stock()
    PointCode.objects.update(expires_on="2023-05-14")
    take(to, at=EARLIER)
    clock.move_to(japan("2023-05-15 12:00"))
    enter(page, site, to)
    page.get_by_role("link", name="番号をもう一度見る").click()


def refused(page: Page, site: str) -> None:
    to = link()
    outcomes.refuse(order_id=take(to, at=EARLIER).pk, who="issuer", reason="この額はありません", at=japan(DAY))
    enter(page, site, to)


def call_us(page: Page, site: str) -> None:
    to = link()
    hold(to)
    enter(page, site, to)


def over(page: Page, site: str) -> None:
    to = link()
    clock.move_to(japan(FIRST_TOO_LATE))
    told()
    releasing.lapse(regionpay())
    page.goto(site + address(to))


def gave_way(page: Page, site: str) -> None:
    to = link()
    releasing.void(payout_id=to.payout_id, who="test", reason="別の申請", at=japan(DAY))
    page.goto(site + address(to))


def no_brand_carries_it(page: Page, site: str) -> None:
    enter(page, site, link(*[30_000] * 20))


def bank_choice(page: Page, site: str) -> None:
    choice(page, site)
    page.get_by_role("link", name="銀行振込を希望する").click()


def bank_choice_of_a_group(page: Page, site: str) -> None:
    enter(page, site, link(*[1000] * 21))
    page.get_by_role("link", name="銀行振込を希望する").click()


def refund_asked_for(page: Page, site: str) -> None:
    asked_for_the_bank(to := link())
    enter(page, site, to)


def by_bank(page: Page, site: str) -> None:
    asked_for_the_bank(to := link())
    duties("2023-04-10 12:05")
    page.goto(site + address(to))


def forged(page: Page, site: str) -> None:
    """The form of a page whose cookie is gone."""
    check_by_phone(page, site)
    page.context.clear_cookies()
    answer(page)


STATES: dict[str, Callable[[Page, str], None]] = {
    "check by phone": check_by_phone,
    "check by trip": check_by_trip,
    "wrong digits": wrong_digits,
    "badly typed trip": badly_typed_trip,
    "locked": locked,
    "unknown": unknown,
    "session over": session_over,
    "choice": choice,
    "one kind is out": one_kind_is_out,
    "choice of a group": choice_of_a_group,
    "nothing chosen": nothing_chosen,
    "review": review,
    "other url": other_url,
    "code": code,
    "preparing": preparing,
    "received": received,
    "code is over": code_is_over,
    "refused": refused,
    "call us": call_us,
    "over": over,
    "gave way": gave_way,
    "no brand carries it": no_brand_carries_it,
    "bank choice": bank_choice,
    "bank choice of a group": bank_choice_of_a_group,
    "refund asked for": refund_asked_for,
    "by bank": by_bank,
    "forged": forged,
}


def open_state(page: Page, site: str, state: str, width: int = 390) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    STATES[state](page, site)
