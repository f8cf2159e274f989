"""Double clicks, two tabs, an hour without use, cookies switched off."""

import pytest
from django.db import connection
from django.test import Client

from claims.models import Claim, Draft
from tests.claiming.walking import Walker

OVER = "時間がたったため、もう一度入力をお願いします"


def an_hour_passes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("update claims_draft set used_at = used_at - interval '61 minutes'")


def test_a_second_click_on_filing_is_the_same_claim(points):
    points.until("done")
    first = points.main
    assert (points.good("review").main, Claim.objects.count()) == (first, 1)


def test_reloading_the_done_page_files_nothing(points):
    first = points.until("done").main
    assert (points.open("done").main, Claim.objects.count()) == (first, 1)


def test_back_after_filing_leads_to_the_done_page(points):
    points.until("done")
    assert [points.open(step).at for step in ("review", "code", "delivery", "you")] == ["done"] * 4
    assert (points.good("you").at, Claim.objects.count()) == ("done", 1)


def test_another_claim_may_begin_after_filing(points):
    points.until("done")
    assert points.open("coupons").fields.getlist("inquiry_no") == [""]
    points.good("coupons")
    assert (points.at, Draft.objects.count()) == ("you", 2)


def test_a_double_click_on_the_first_page_is_harmless(points):
    points.good("coupons").good("coupons")
    assert (points.at, Draft.objects.count()) == ("you", 1)


def test_points_and_refund_in_two_tabs_leave_each_other_alone(client, banks):
    points, refund = Walker(client), Walker(client, "refund")
    points.until("review")
    refund.until("review")
    points.good("you", name="沖縄 次郎")
    assert (points.good("review").at, refund.open("review").at) == ("done", "review")
    assert refund.answers["person"]["name"] == "沖縄 花子"
    assert refund.good("review").at == "done"
    assert {claim.method for claim in Claim.objects.all()} == {"points", "refund"}


def test_the_review_files_what_it_showed_not_what_another_tab_changed(points):
    points.until("review")
    shown = points.fields["shown"]
    points.good("you", name="沖縄 次郎")  # in the other tab
    points.good("review", shown=shown)
    assert (points.at, Claim.objects.count()) == ("review", 0)
    assert "別の画面で内容が変更されました。" in points.main
    assert points.good("review", shown=points.fields["shown"]).at == "done"


@pytest.mark.parametrize("step", ["you", "delivery", "code", "review"])
def test_after_an_hour_a_page_says_politely_that_one_must_begin_again(points, step):
    points.until(step)
    an_hour_passes()
    points.open(step)
    assert (points.status, points.title) == (403, f"{OVER} - 地域クーポン補償 特設サイト")
    assert "入力の途中だった申請は、完了していません。" in points.main
    assert 'class="button" href="/regionpay-2023/claim/points/"' in points.page


def test_what_is_posted_after_an_hour_is_not_taken(points):
    points.until("review")
    an_hour_passes()
    assert (points.good("review").status, Claim.objects.count()) == (403, 0)


def test_the_form_can_be_begun_again_after_that(points):
    points.until("review")
    an_hour_passes()
    points.open("review")
    assert (points.token, points.until("done").at) == ("", "done")


def test_the_first_page_posted_after_an_hour_is_simply_taken(points):
    points.good("coupons")
    an_hour_passes()
    assert points.good("coupons").at == "you"


def test_every_answer_begins_the_hour_anew(points):
    points.until("delivery")
    with connection.cursor() as cursor:
        cursor.execute("update claims_draft set used_at = used_at - interval '59 minutes'")
    points.good("delivery")
    with connection.cursor() as cursor:
        cursor.execute("update claims_draft set used_at = used_at - interval '59 minutes'")
    assert points.open("code").status == 200


def test_the_done_page_goes_after_an_hour_and_says_where_the_number_is(points):
    points.until("done")
    an_hour_passes()
    assert (points.open("done").status, "受付番号は、お送りしたメールまたはSMSにも書いてあります。" in points.main) == (
        403,
        True,
    )


def test_a_later_page_without_any_cookie_leads_to_the_first(points):
    assert points.open("review").at == "coupons"


def test_what_is_posted_without_the_cookie_is_answered_politely(points):
    points.until("you")
    points.client.cookies.clear()
    assert (points.good("you").status, OVER in points.main) == (403, True)


@pytest.mark.parametrize("token", ["x", "A" * 30, "é" * 30])
def test_a_token_that_opens_nothing_is_answered_politely(points, token):
    points.client.cookies["draft-points-regionpay-2023"] = token
    assert (points.open("you").status, OVER in points.main) == (403, True)


def test_somebody_elses_draft_does_not_open(points):
    points.until("review")
    other = Walker(Client())
    other.client.cookies["draft-points-regionpay-2023"] = f"{points.token[:-2]}xx"
    assert other.open("review").status == 403


def test_without_cookies_the_first_press_is_answered_politely(db):
    walker = Walker(Client(enforce_csrf_checks=True))
    walker.good("coupons")
    assert (walker.status, "Cookie" in walker.main, Draft.objects.count()) == (403, True, 0)
