"""The screen of a scheme in every state: axe finds nothing, nothing scrolls sideways, and all of it by keyboard."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from config import clock
from coupons.models import Scheme, SchemeChange
from payouts.changing import proposing
from payouts.changing.effects import effects
from tests.browser.everybody import everybody_can_work_with, press_enter
from tests.makers import coupon, hanako, japan, opened, other_scheme, regionpay
from tests.makers import staff as named
from tests.schemes.addresses import asked
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.browser


def log_in(page: Page, site: str, name: str, role: str) -> None:
    session = client_of(staff(name, role)).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


def of(one) -> str:
    return reverse("scheme_asked", args=[one.pk])


def nothing() -> str:
    return reverse("scheme", args=["regionpay-2023"])


def settled_and_versions() -> str:
    other_scheme()
    one = asked()
    wish = proposing.wish_of(one)
    seen = proposing.mark_of_effects(wish, effects(wish, clock.now()))
    proposing.confirm(change_id=one.pk, by=named("shonin"), seen=seen)
    proposing.refuse(change_id=asked(sender="x").pk, by=named("shonin"), answer="第三報を待つ")
    asked(sender="y")
    Scheme.objects.filter(slug="regionpay-2023").update(sender="z")
    asked(brand="edy", max_yen=20_000)
    return nothing()


def waiting() -> str:
    opened(coupon(member=hanako(regionpay())))
    return of(asked(points_from=japan("2023-04-10 00:00"), help_desk_hours_en="Weekdays 10:00–18:00, on all holidays"))


def confirmed() -> str:
    settled_and_versions()
    return of(SchemeChange.objects.filter(state="confirmed").get())


def refused() -> str:
    one = asked()
    proposing.refuse(change_id=one.pk, by=named("shonin"), answer="第三報を待つ")
    return of(one)


def withdrawn() -> str:
    one = asked()
    proposing.refuse(change_id=one.pk, by=named("jimu"))
    return of(one)


def stale() -> str:
    one = asked()
    Scheme.objects.filter(slug="regionpay-2023").update(sender="z")
    return of(one)


def impossible() -> str:
    one = asked(inquiry_no_pattern="^[0-9]{11}$")
    coupon()
    return of(one)


STATES = [nothing, settled_and_versions, waiting, confirmed, refused, withdrawn, stale, impossible]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("role", ["operator", "approver"])
def test_everybody_can_work_with_every_state(page: Page, site: str, state: Callable[[], str], role: str):
    clock.move_to(japan("2023-04-05 12:00"))
    log_in(page, site, "one", role)
    page.goto(site + state())
    everybody_can_work_with(page)


def test_a_change_is_asked_for_and_confirmed_by_keyboard(page: Page, site: str):
    clock.move_to(japan("2023-04-05 12:00"))
    opened(coupon(member=hanako(regionpay())))
    log_in(page, site, "jimu2", "operator")
    page.goto(site + reverse("operations"))
    press_enter(page, page.get_by_role("link", name="制度の内容"))
    press_enter(page, page.get_by_role("link", name="日付と障害の時間の変更を頼む"))
    everybody_can_work_with(page)
    page.get_by_label("受取の締切").fill("")
    press_enter(page, page.get_by_role("button", name="影響を調べる"))
    assert page.get_by_text("「受取の締切」を入力してください。").count() == 1
    everybody_can_work_with(page)
    page.get_by_label("受取の締切").fill("2023-06-14T23:59")
    press_enter(page, page.get_by_role("button", name="影響を調べる"))
    expect(page.get_by_role("heading", name="変わること")).to_be_focused()
    assert page.get_by_text("いま受け取れる支払（1件 3,000円）は、案内した期限のままです。").count() == 1
    everybody_can_work_with(page)
    page.get_by_label("変更の理由").fill("第三報のため")
    press_enter(page, page.get_by_role("button", name="2人目に確認を頼む"))
    press_where = page.url
    log_in(page, site, "shonin2", "approver")
    page.goto(press_where)
    press_enter(page, page.get_by_role("button", name="この変更を確認する"))
    assert page.get_by_text("確認しました。制度の内容が変わりました。").count() == 1
    everybody_can_work_with(page)
    assert regionpay().receive_until == japan("2023-06-15 00:00")


@pytest.mark.parametrize("key", ["scope", "words", "help-desk", "edy"])
def test_everybody_can_work_with_every_form(page: Page, site: str, key: str):
    clock.move_to(japan("2023-04-05 12:00"))
    log_in(page, site, "jimu2", "operator")
    page.goto(site + reverse("scheme_change", args=["regionpay-2023", key]))
    everybody_can_work_with(page)
