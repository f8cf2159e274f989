"""「銀行振込を希望する」: from an open URL to a refund claim with the coupons filled in, as long as the URL is open."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from claims import filing
from claims.models import Claim, Draft
from config import clock
from coupons.models import Coupon
from payouts import refund_instead
from payouts.models import Payout, ReceiveLink
from tests.claiming.directory import write_banks
from tests.claiming.walking import Walker, code_sent
from tests.filing.drafts_made import proved
from tests.makers import coupon, hanako, japan, opened, regionpay, told
from tests.races.guards import drop_trigger, refusal
from tests.receiving.people import PHONE, address, headline, let_in, link, said, take
from tests.stories.claims_told import duties

pytestmark = pytest.mark.django_db
BANK = "/r/bank/"
MAY = "2023-05-20 12:00"
LAST, TOO_LATE = "2023-05-31 23:59:59", "2023-06-01 00:00:00"
HERS = {"deliver_by": "mail", "deliver_to": "hanako@example.jp"}


def pressed(client: Client, of: ReceiveLink, trip: int | str = 0):
    return client.post(BANK, {"payout": of.payout_id, "trip": trip})


def walked(client: Client, at: str) -> Walker:
    """From the button to the page that says it is filed, proved by her registered mail."""
    write_banks()
    walker = Walker(client, "refund")
    clock.move_to(japan(at))
    walker.open("you").good("you", email="hanako@example.jp").good("stay")
    walker.post("delivery", deliver_by="mail", deliver_to="").post("code", code=code_sent())
    return walker.good("bank").good("branch").good("account").good("review")


def test_the_page_says_what_it_takes_and_changes_nothing(client):
    let_in(client, to := link(2000, 1240))
    page = client.get(BANK)

    assert headline(page) == "銀行振込で受け取る"
    words = said(page)
    assert "沖縄県 2023年2月23日（木）" in words
    assert "3,240円（クーポン2枚分）" in words
    assert (Draft.objects.count(), to.payout.state) == (0, "open")


def test_the_form_begins_with_the_coupons_filled_in_and_nothing_of_the_person(client):
    let_in(client, to := link(2000, 1240))
    answer = pressed(client, to)

    assert answer.url == "/regionpay-2023/claim/refund/you/"
    walker = Walker(client, "refund")
    clock.move_to(japan("2023-04-10 12:00"))
    numbers = sorted(Coupon.objects.values_list("inquiry_no", flat=True))
    assert set(walker.answers) == {"trip"}
    assert sorted(walker.answers["trip"]["inquiry_nos"]) == numbers
    assert walker.open("you").at == "you"
    assert PHONE not in walker.page and "hanako@example.jp" not in walker.page


def test_to_the_end_in_may_by_the_registered_mail_the_url_gives_way_to_the_bank(client):
    told_to = link(2000, 1240)
    told()
    clock.move_to(japan(MAY))
    let_in(client, told_to)
    pressed(client, told_to)
    walker = walked(client, MAY)
    assert walker.at == "done"
    assert "銀行振込の申請を受け付けています。" in said(client.get("/r/"))

    duties("2023-05-20 12:05")
    assert sorted(Payout.objects.values_list("method", "amount_yen", "state")) == [
        ("points", 3240, "void"),
        ("refund", 3240, "open"),
    ]
    gone = client.get(address(told_to))
    assert (gone.status_code, headline(gone)) == (410, "銀行振込でお返しします")


def test_who_takes_the_points_meanwhile_keeps_them_and_the_claim_is_declined(client):
    to = link(3000)
    told()
    let_in(client, to)
    pressed(client, to)
    walked(client, "2023-04-10 12:10")
    take(to, at="2023-04-10 12:11")
    duties("2023-04-10 12:15")

    assert list(Payout.objects.values_list("method", "state")) == [("points", "ordered")]
    assert Claim.objects.get().lines.get().state == "declined"


@pytest.mark.parametrize(("at", "window"), [(LAST, "filed"), (TOO_LATE, "ClaimPeriodOver")])
def test_it_is_filed_as_long_as_the_url_was_open(at, window):
    to = link(3000)
    made = proved("refund", delivery=HERS)
    Draft.objects.filter(pk=made.pk).update(open_until=to.payout.receive_until)
    made.refresh_from_db()
    clock.move_to(japan(at))

    try:
        filing.file(draft=made)
    except filing.ClaimPeriodOver as over:
        assert type(over).__name__ == window
    assert Claim.objects.count() == (window == "filed")


def test_the_database_has_the_same_window(monkeypatch):
    to = link(3000)
    made = proved("refund", delivery=HERS)
    Draft.objects.filter(pk=made.pk).update(open_until=to.payout.receive_until)
    made.refresh_from_db()
    monkeypatch.setattr(filing, "_must_be_open", lambda *_: None)
    clock.move_to(japan(TOO_LATE))

    assert refusal(lambda: filing.file(draft=made)) == "a_site_claim_is_filed_in_its_window"


def test_only_a_refund_has_a_window_of_its_own():
    made = proved("points")
    clock.move_to(japan(MAY))
    Draft.objects.filter(pk=made.pk).update(open_until=japan(TOO_LATE))
    made.refresh_from_db()

    assert refusal(lambda: filing.file(draft=made)) == "only_a_refund_has_a_window_of_its_own"


def test_nobody_else_may_begin_one_in_may(client):
    clock.move_to(japan(MAY))

    assert "締め切りました" in client.get("/regionpay-2023/claim/refund/coupons/").content.decode()


def test_coupons_of_two_trips_are_two_claims(client):
    member = hanako(regionpay(), phone=PHONE)
    coupons = [coupon(member=member, yen=yen) for yen in (1000, 2000, 3000)]
    drop_trigger("issue_facts_never_change", "coupons_coupon")
    Coupon.objects.filter(pk=coupons[1].pk).update(prefecture="13")
    Coupon.objects.filter(pk=coupons[2].pk).update(travel_on=coupons[2].travel_on - timedelta(days=15))
    [payout] = opened(*coupons)

    found = refund_instead.trips(payout)
    assert [(trip.prefecture, trip.yen, len(trip.inquiry_nos)) for trip in found] == [
        ("47", 3000, 1),
        ("13", 2000, 1),
        ("47", 1000, 1),
    ]


def test_fourteen_days_and_twenty_coupons_are_one_claim():
    member = hanako(regionpay(), phone=PHONE)
    coupons = [coupon(member=member, yen=1000) for _ in range(22)]
    drop_trigger("issue_facts_never_change", "coupons_coupon")
    Coupon.objects.filter(pk=coupons[0].pk).update(travel_on=coupons[0].travel_on - timedelta(days=14))
    [payout] = opened(*coupons)

    assert [len(trip.inquiry_nos) for trip in refund_instead.trips(payout)] == [20, 2]


@pytest.mark.parametrize("trip", ["1", "-1", "x", "", "9999", "٣"])
def test_a_trip_that_is_none_begins_nothing(client, trip):
    let_in(client, to := link(3000))

    assert pressed(client, to, trip).url == BANK
    assert Draft.objects.count() == 0


def test_what_is_no_choice_any_more_leads_to_what_is(client):
    to = link(3000)
    let_in(client, to)
    take(to)

    assert client.get(BANK).url == "/r/"
    assert (pressed(client, to).url, Draft.objects.count()) == ("/r/", 0)


def test_the_button_of_another_url_is_refused(client):
    first = link(3000)
    let_in(client, first)
    let_in(client, link(1000))

    assert (pressed(client, first).status_code, Draft.objects.count()) == (409, 0)


def test_nobody_comes_here_without_the_check(client):
    to = link(3000)

    assert (client.get(BANK).status_code, pressed(client, to).status_code, Draft.objects.count()) == (403, 403, 0)


def test_a_strangers_claim_is_not_told_on_the_page(client):
    to = link(3000)
    number = Coupon.objects.get().inquiry_no
    filing.file(draft=proved("refund", number, delivery={"deliver_by": "mail", "deliver_to": "stranger@example.jp"}))
    let_in(client, to)

    assert "銀行振込の申請を受け付けています。" not in said(client.get("/r/"))


def test_the_way_is_offered_beside_the_brands(client):
    let_in(client, link(3000))

    assert re.search(
        r'<a class="button is-second" href="/r/bank/">銀行振込を希望する</a>', client.get("/r/").content.decode()
    )
