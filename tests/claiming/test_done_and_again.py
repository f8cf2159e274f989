"""The page after filing: the same for every number; and more than 20 coupons by 「同じ内容で続けて申請する」."""

import pytest

from claims.models import Claim, OneTimeCode
from config import clock
from tests.claiming.walking import GOOD
from tests.makers import coupon, hanako, japan, line, regionpay


def after_filing(points, number: str) -> str:
    """The done page for one number, but for what is the claim's own."""
    points.good("coupons", inquiry_no=[number])
    for step in ("you", "delivery", "code", "review"):
        points.good(step)
    claim = Claim.objects.latest("pk")
    return points.main.replace(claim.receipt_no, "").replace(f"{number[:4]} {number[4:8]} {number[8:]}", "")


def test_the_page_is_the_same_for_every_number(points, client):
    scheme = regionpay()
    known, claimed, in_app = coupon(scheme), coupon(scheme), coupon(scheme, member=hanako(scheme))
    line(claimed)
    pages = set()
    for number in (known.inquiry_no, claimed.inquiry_no, in_app.inquiry_no, "999999999999"):
        client.cookies.clear()
        pages.add(after_filing(points, number))
    assert len(pages) == 1


def test_it_says_what_happens_next(points):
    points.until("done")
    assert "確認ができしだい、090-1234-5678 に、ポイント受取サイトのURLをお送りします。" in points.main
    assert "2023年5月31日（水）23:59までに、お好きなポイントをお受け取りください。" in points.main


def test_before_april_it_says_when_links_are_sent(points):
    clock.move_to(japan("2023-03-25 12:00"))
    points.until("done")
    assert "2023年4月上旬以降、090-1234-5678 に、ポイント受取サイトのURLをお送りします。" in points.main


def test_after_a_refund_it_says_from_when_money_is_sent(refund):
    refund.until("done")
    assert "2023年5月中旬以降、順次お振込みします。" in refund.main


@pytest.fixture
def again(points):
    return points.until("done").post("done", again="1")


def test_with_the_same_details_only_the_coupons_are_asked(again):
    held = {name: again.fields[name] for name in GOOD["coupons"] if name != "inquiry_no"}
    assert (again.at, held, again.fields.getlist("inquiry_no")) == (
        "coupons",
        {name: value for name, value in GOOD["coupons"].items() if name != "inquiry_no"},
        [""],
    )
    assert again.good("coupons", inquiry_no=["123456789013"]).at == "review"
    assert OneTimeCode.objects.count() == 1


def test_they_make_a_second_claim(again):
    again.good("coupons", inquiry_no=["123456789013"]).good("review")
    first, second = Claim.objects.order_by("pk")
    assert again.at == "done"
    assert (second.deliver_to, second.contact_verified_at) == (first.deliver_to, second.filed_at)
    assert [each.stated_no for each in second.lines.all()] == ["123456789013"]


def test_a_refund_asks_the_account_again(refund):
    refund.until("done").post("done", again="1")
    refund.good("coupons", inquiry_no=["123456789013"])
    assert (refund.at, "1234567" in refund.page) == ("bank", False)


def test_to_press_it_twice_is_harmless(again):
    assert (again.post("done", again="1").at, Claim.objects.count()) == ("coupons", 1)
