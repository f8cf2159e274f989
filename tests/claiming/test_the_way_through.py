"""From 「申請の前に」 to the receipt number: each page leads to the next, and none can be skipped."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from claims.models import Claim, Draft
from coupons.models import Scheme
from tests.claiming.walking import GOOD, ORDER, Walker

WAYS = [(method, step) for method, steps in ORDER.items() for step in steps]


def walker(request, method: str) -> Walker:
    return request.getfixturevalue(method)


@pytest.mark.parametrize(("method", "step"), WAYS)
def test_a_page_that_is_answered_leads_to_the_next(request, method, step):
    after = (*ORDER[method], "done")[ORDER[method].index(step) + 1]
    assert walker(request, method).until(step).good(step).at == after


@pytest.mark.parametrize(("method", "step"), WAYS)
def test_a_later_page_leads_back_to_the_one_that_is_not_answered(request, method, step):
    walked = walker(request, method).until(step)
    later = ORDER[method][ORDER[method].index(step) + 1 :]
    assert {walked.open(each).at for each in later} <= {step}


@pytest.mark.parametrize(("method", "step"), [way for way in WAYS if way[1] != "coupons"])
def test_what_is_posted_to_a_later_page_is_not_taken(request, method, step):
    walked = walker(request, method).until(step)
    before = walked.answers
    later = [each for each in ORDER[method][ORDER[method].index(step) + 1 :] if each != "code"]
    assert {walked.good(each).at for each in later} <= {step}
    assert (walked.answers, Claim.objects.count()) == (before, 0)


def test_a_points_claim_is_filed_as_it_was_understood(points):
    points.until("done")
    claim = Claim.objects.get()
    assert (points.at, points.title) == ("done", "申請を受け付けました - 地域クーポン補償 特設サイト")
    assert claim.receipt_no in points.main
    assert (claim.name, claim.name_kana, claim.phone, claim.deliver_by, claim.deliver_to) == (
        "沖縄 花子",
        "オキナワ ハナコ",
        "09012345678",
        "sms",
        "09012345678",
    )
    assert [line.stated_no for line in claim.lines.all()] == GOOD["coupons"]["inquiry_no"]


def test_a_refund_is_filed_with_stay_and_account(refund):
    refund.until("done")
    claim = Claim.objects.get()
    assert (claim.stay.place, str(claim.account)) == ("なはホテル", "琉球銀行 那覇支店 普通（総合） ****567")
    assert claim.account.holder_kana == "ｵｷﾅﾜ ﾊﾅｺ"


def test_the_done_page_names_no_bank_number_in_full(refund):
    refund.until("done")
    assert ("****567" in refund.main, "1234567" in refund.page) == (True, False)


def test_opening_pages_stores_nothing(points):
    points.open()
    points.open("coupons", prefecture="47")
    assert (Draft.objects.count(), points.token, points.fields["prefecture"]) == (0, None, "47")


def test_the_first_press_on_a_button_makes_the_draft(points):
    points.post("coupons", add="1", inquiry_no=["1234"])
    assert Draft.objects.count() == 1


def test_the_campaigns_prefecture_is_handed_on(points):
    assert 'href="/regionpay-2023/claim/points/coupons/?prefecture=47"' in points.open(prefecture="47").page


def test_a_page_that_does_not_exist_is_not_found(points):
    assert [points.open(step).status for step in ("nothing", "bank")] == [404, 404]
    points.method = "nothing"
    assert points.open("coupons").status == 404


def test_pages_are_neither_stored_nor_told_to_other_sites(points):
    seen = [points.open("coupons").response, points.good("coupons").response]
    assert {(page["Cache-Control"], page["Referrer-Policy"], page["X-Robots-Tag"]) for page in seen} == {
        ("no-store, private", "no-referrer", "noindex, nofollow")
    }


def test_the_cookie_is_for_http_alone(points):
    points.good("coupons")
    cookie = points.client.cookies["draft-points-regionpay-2023"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["path"]) == (True, "Lax", "", "/")


def test_the_cookie_is_secure_in_production(points, settings):
    settings.REHEARSAL = False
    clock_stands_still()
    claim_period_is_now()
    points.good("coupons")
    assert points.client.cookies["draft-points-regionpay-2023"]["secure"] is True


def clock_stands_still() -> None:
    """Production refuses a clock that was moved."""
    with connection.cursor() as cursor:
        cursor.execute("delete from clock_ahead")


def claim_period_is_now() -> None:
    far = timedelta(days=36500)
    later = {"claims_until": F("claims_until") + far, "receive_until": F("receive_until") + far}
    Scheme.objects.update(**later, keep_personal_data_until=F("keep_personal_data_until") + far)
