"""A coupon's second URL, when the first was taken as points: the page promises the bank where it will pay, no other."""

import pytest

from claims import filing
from claims.models import ClaimLine, Draft
from config import clock
from payouts import links, releasing
from payouts.audit import breaches
from payouts.models import BrandSetting, Payout, ReceiveLink
from tests.filing.drafts_made import proved
from tests.makers import cancel, coupon, hanako, japan, line, opened, pay, regionpay, told
from tests.receiving.people import FIRST_TOO_LATE, PHONE, address, headline, let_in, said, stock, take
from tests.stories.claims_told import duties

pytestmark = pytest.mark.django_db
BANK = 'href="/r/bank/"'


def second_url(*, is_claimed: bool) -> ReceiveLink:
    """3,000 of 3,800 yen taken on 10 April; the cancellation of the other 800 came the day after."""
    on = coupon(member=None if is_claimed else hanako(regionpay(), phone=PHONE), yen=3800)
    payment = pay(on, 800, "2023-03-30 12:00")
    if is_claimed:
        line(on)
    [first] = opened(on)
    told()
    stock()
    take(first.links.get())
    cancel(payment, "2023-04-11 10:00")
    duties("2023-04-11 12:00")
    told("2023-04-11 12:30")
    clock.move_to(japan("2023-04-20 12:00"))
    return Payout.objects.get(state="open").links.get()


def entered(client, to: ReceiveLink) -> str:
    let_in(client, to, digits=links.phone_of(to.payout)[-4:])
    return client.get("/r/").content.decode()


def no_brand_carries_it() -> None:
    BrandSetting.objects.update(min_yen=1000)


def test_a_member_has_the_rest_by_bank_as_the_page_says(client):
    to = second_url(is_claimed=False)
    assert BANK in entered(client, to)
    number = to.payout.items.get().coupon.inquiry_no
    made = proved("refund", number, delivery={"deliver_by": "mail", "deliver_to": "hanako@example.jp"})
    Draft.objects.filter(pk=made.pk).update(open_until=to.payout.receive_until)
    made.refresh_from_db()
    filing.file(draft=made)
    assert "口座へお振込みします" in said(client.get("/r/"))

    duties("2023-04-20 12:05")
    duties("2023-04-20 12:10")
    assert ClaimLine.objects.get().state == "accepted"
    assert sorted(Payout.objects.values_list("method", "amount_yen", "state")) == [
        ("points", 800, "void"),
        ("points", 3000, "paid"),
        ("refund", 800, "open"),
    ]
    assert headline(client.get(address(to))) == "銀行振込でお返しします"
    assert breaches(regionpay(), japan("2023-04-20 12:10")) == {}


def test_a_claim_is_not_promised_what_its_line_cannot_give(client):
    page = entered(client, to := second_url(is_claimed=True))

    assert BANK not in page
    assert "この額は、このページからは銀行振込にできません" in page
    assert client.get("/r/bank/").url == "/r/"
    assert client.post("/r/bank/", {"payout": to.payout_id, "trip": 0}).url == "/r/"
    assert Draft.objects.count() == 0


def test_where_no_brand_carries_it_either_the_page_says_to_call_and_nothing_lapses(client):
    to = second_url(is_claimed=True)
    no_brand_carries_it()
    page = entered(client, to)

    assert "銀行振込でお返しします" not in page
    assert "お渡しできるようになるまで、期限切れになることはありません" in page
    assert releasing.lapse(regionpay(), japan(FIRST_TOO_LATE)) == 0
    to.payout.refresh_from_db()
    assert (to.payout.state, to.payout.receive_until) == ("open", japan("2023-06-16 00:00"))


def test_once_a_brand_carries_it_there_are_fourteen_days():
    second_url(is_claimed=True)
    no_brand_carries_it()
    releasing.lapse(regionpay(), japan(FIRST_TOO_LATE))
    BrandSetting.objects.update(min_yen=1)

    assert releasing.lapse(regionpay(), japan("2023-06-15 23:59:59")) == 0
    assert releasing.lapse(regionpay(), japan("2023-06-16 00:00")) == 1


@pytest.mark.parametrize("is_claimed", [False, True])
def test_what_a_brand_can_carry_lapses_like_any_other(is_claimed):
    second_url(is_claimed=is_claimed)

    assert releasing.lapse(regionpay(), japan(FIRST_TOO_LATE)) == 1
