"""Cases 13, 15 and 20 as people live them: on the pages of the site and of the staff, to the last yen."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from claims import matching, receipt, reviewing
from config import clock
from payouts import account_requests, opening, statement
from payouts.audit import breaches
from payouts.batches import working
from payouts.batches.spreadsheet import reference
from payouts.models import AccountProposal, AccountRequest, Payout, RefundBatch, RefundLine, ResultFile
from tests.makers import japan, regionpay, told
from tests.makers import staff as somebody
from tests.matching.people import covered, filed, outcome
from tests.receiving import people as receiving
from tests.refunds import people
from tests.refunds.pages import address
from tests.refunds.test_giving_an_account import let_in, shown, walk
from tests.refunds.test_screens import approve
from tests.refunds.test_screens import said as staff_page
from tests.review.people import seen
from tests.staff.people import client_of, staff
from tests.status import people as status
from tests.status.people import STATUS
from tests.stories.claims_told import duties, texts

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def live() -> list[tuple[str, str, int]]:
    kept = Payout.objects.exclude(state__in=["void", "returned"])
    return list(kept.order_by("pk").values_list("method", "state", "amount_yen"))


def test_case_13_points_taken_on_the_page_while_a_mismatched_claim_is_looked_at():
    people.house(japan("2023-04-10 12:00"))
    url = receiving.link()
    told("2023-04-04 09:00")
    receiving.stock()
    on = url.payout.items.get().coupon
    claim = filed(on, by="hanako@example.jp", method="refund", prefecture="13")
    people.account(claim)
    matching.match_claims()
    assert outcome(claim) == [("review", "number", None)]

    hanako = Client()
    receiving.let_in(hanako, url)
    hanako.post("/r/review/", receiving.choice(url))
    duties("2023-04-10 12:30")
    assert live() == [("points", "paid", 3000)]
    line, how = claim.lines.get(), {"because": "お電話で確かめた", "by": somebody("reviewer")}
    with pytest.raises(reviewing.NotOverridden) as doubts:
        reviewing.accept(line_id=line.pk, seen=seen(line), **how)
    asked = reviewing.accept(line_id=line.pk, seen=seen(line), overriding=doubts.value.doubts, **how)
    if asked:
        reviewing.approve_accept(proposal_id=asked.pk, by=somebody("second"))
    duties("2023-04-11 10:00")
    duties("2023-05-15 10:00")

    assert outcome(claim) == [("declined", "received", on.pk)]
    assert (live(), Payout.objects.filter(method="refund").count()) == ([("points", "paid", 3000)], 0)
    assert (len(texts("claim_checked")), breaches(regionpay())) == (3, {})


@pytest.fixture
def operator(db) -> Client:
    return client_of(staff("maki", "operator"))


@pytest.fixture
def approver(db) -> Client:
    return client_of(staff("sato", "approver"))


def to_the_bank(operator: Client, approver: Client) -> RefundLine:
    """Everything that is open, by two persons and a worker; the only line of it."""
    on = clock.now() + 3 * DAY
    operator.post(address("refund_make"), {"transfer_on": f"{on:%Y-%m-%d}"})
    working.work()
    batch = RefundBatch.objects.latest("pk")
    operator.post(address("refund_submit", batch.pk))
    approve(approver, batch, typed_count="1", typed_yen="1500")
    operator.post(address("refund_export", batch.pk))
    working.work()
    return batch.lines.get()


def comes_back(line: RefundLine, operator: Client, approver: Client) -> None:
    """On the day of the transfer the operator takes the bank's answer as a file in; the approver compares it."""
    clock.move_to(japan(f"{line.batch.transfer_on} 10:00"))
    rows = f"支払番号（顧客コード1）,振込額,結果,理由コード\n{reference(line.payout_id)},1500,振込不能,1\n"
    upload = SimpleUploadedFile("kekka.csv", rows.encode())
    page = operator.post(address("refund_results"), {"file": upload})
    hidden = {"scheme": "regionpay-2023", "name": "kekka.csv", "data": page.context["data"]}
    operator.post(address("refund_take"), hidden)
    assert people.state(line.payout) == "ordered"
    approver.post(address("refund_settle_file", ResultFile.objects.latest("pk").pk), {"confirm": "1"})
    assert people.state(line.payout) == "returned"


def gives_another(asked: AccountRequest, number: str) -> None:
    claimant = Client()
    let_in(claimant, asked)
    claimant.post("/a/review/", {"shown": shown(walk(claimant, account_no=number))})


def test_case_15_returned_three_times_and_then_nobody_answers(operator, approver):
    people.house()
    claim = people.refund(1500).claim
    claim.receipt_no = receipt.new_number(receipt.CLAIM)
    claim.save()
    for turn, day in enumerate(("2023-05-15", "2023-05-22", "2023-05-29")):
        clock.move_to(japan(f"{day} 10:00"))
        opening.open_payouts(regionpay(), japan(f"{day} 09:00"))
        comes_back(to_the_bank(operator, approver), operator, approver)
        asked = AccountRequest.objects.get(claim=claim, answered_at=None)
        assert asked.has_link == (turn < 2)
        if asked.has_link:
            gives_another(asked, f"000000{turn}")
    assert claim.receipt_no in staff_page(operator.get(address("refund_returned")))
    assert statement.totals(regionpay())["returned_yen"] == 1500

    clock.move_to(clock.now() + account_requests.SILENT_FOR)
    opening.open_payouts(regionpay())
    operator.post(address("refund_account_close", asked.pk), {"close-reason": "手紙が戻り、電話も通じない"})
    approver.post(address("refund_account_settle", AccountProposal.objects.get().pk), {"approve": "1"})

    opening.open_payouts(regionpay())
    sums = statement.totals(regionpay())
    found = {name: sums[name] for name in ("owed_yen", "lapsed_yen", "undeliverable_yen", "returned_yen", "check_yen")}
    assert found == {
        "owed_yen": 1500,
        "lapsed_yen": 1500,
        "undeliverable_yen": 1500,
        "returned_yen": 0,
        "check_yen": 0,
    }
    assert (live(), len(texts("account_asked")), breaches(regionpay())) == ([], 2, {})
    me = Client()
    status.let_in(me, claim)
    assert "お振込みの手続きは終わりました" in status.said(me.get(f"{STATUS}claim/"))


@pytest.mark.parametrize(
    ("until", "claim_is", "batch_is"),
    [(people.drafted, "void", "draft"), (people.submitted, "void", "draft"), (people.approved, "ordered", "approved")],
)
def test_case_20_withdrawn_on_the_status_page_while_it_is_in_a_batch(until, claim_is, batch_is):
    people.house(japan("2023-05-15 10:00"))
    claim = status.claim(covered(), method="refund", filed="2023-04-20 11:00")
    people.account(claim)
    duties("2023-05-12 10:00")
    duties("2023-05-15 10:00")
    payout = Payout.objects.get(method="refund")
    until()
    me = Client()
    status.let_in(me, claim)

    page = me.post(f"{STATUS}claim/withdraw/", follow=True)

    claim.refresh_from_db()
    assert (people.state(payout), RefundBatch.objects.get().state) == (claim_is, batch_is)
    assert (claim.withdrawn_at is None, RefundLine.objects.get().excluded_at is None) == ((claim_is == "ordered"),) * 2
    assert ("この申請は取り下げられました" in status.said(page)) == (claim_is == "void")
    assert breaches(regionpay()) == {}
