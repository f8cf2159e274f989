"""実績報告: equal to the statement, with the evidence of every payment; of one prefecture nothing of another."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from config import clock
from desk.operations.jobs import WORKS
from payouts import entitlements, orders, statement, summary
from payouts.models import Payout
from tests.makers import code, coupon, hanako, japan, opened, other_scheme, pay, regionpay
from tests.staff.people import client_of, staff
from trail import jobs
from trail.models import Job

AT = "2023-04-20 12:00"
PAGE = "/admin/operations/accounts/regionpay-2023/"


@pytest.fixture
def operator(own_database) -> Client:
    """In 沖縄県 3,000 yen were received as Edy; in 北海道 1,500 yen wait to be claimed."""
    [payout] = opened(coupon(yen=3000, member=hanako(regionpay())))
    code("edy", 3000)
    made = orders.order(payout_id=payout.pk, brand="edy", who="test", at=japan("2023-04-05 12:00"))
    orders.settle(order_id=made.pk, at=japan("2023-04-05 12:00"))
    on = coupon(yen=2000, prefecture="01")
    pay(on, 500, "2023-03-01 12:00")
    opened(on)
    clock.move_to(japan(AT))
    return client_of(staff("ope", "operator"))


def workbook(client: Client, prefecture: str = "") -> dict[str, list[tuple]]:
    """The rows of each sheet below its headings, made by a worker and downloaded."""
    client.post(PAGE, {"prefecture": prefecture, "fee_yen": "220"})
    assert jobs.run_waiting(WORKS) == 1
    job = Job.objects.latest("pk")
    assert (job.state, job.problem) == ("done", "")
    taken = client.get(reverse("operations_job_file", args=[job.pk, job.files.get().pk]))
    book = load_workbook(io.BytesIO(taken.content))
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


def test_the_workbook_equals_the_statement_and_shows_every_payment(operator):
    sheets = workbook(operator)
    wanted = statement.totals(regionpay())
    assert sheets["総括"] == [
        ("北海道", "(A) 2月26日の後も残額", "申請", 1, 1500, 0, 0, 1500, 0, 0),
        ("沖縄県", "(A) 2月26日の後も残額", "手続き不要", 1, 3000, 3000, 0, 0, 0, 0),
        ("合計", None, None, 2, wanted["owed_yen"], wanted["paid_points_yen"], wanted["paid_bank_yen"], 1500, 0, 0),
    ]
    [paid, total] = sheets["支払の明細"]
    payout = Payout.objects.get(state="paid")
    assert paid[:7] == (
        "沖縄県",
        payout.items.get().coupon.inquiry_no,
        "(A) 2月26日の後も残額",
        "台帳の残額",
        "キャッシュレスポイント",
        3000,
        str(payout.pk),
    )
    assert (f"{paid[7]:%Y-%m-%d %H:%M}", paid[8], bool(paid[9])) == ("2023-04-05 12:00", "Edy ギフト ID", True)
    assert total[5] == wanted["paid_points_yen"] + wanted["paid_bank_yen"]
    assert [row[0] for row in sheets["発行店別"]] == ["北海道", "沖縄県", "合計"]
    assert sheets["振込手数料"] == [("合計", 0, None, 0)]


def test_of_one_prefecture_nothing_of_another_is_told(operator):
    sheets = workbook(operator, "01")
    assert {row[0] for rows in sheets.values() for row in rows} == {"北海道", "合計"}


def test_the_page_shows_the_summary_of_one_prefecture_or_all(operator):
    summary.summarize(regionpay())
    shown = operator.get(PAGE).context
    assert [(line.path, line.owed, line.points, line.not_yet) for line in shown["lines"]] == [
        ("申請", 1500, 0, 1500),
        ("手続き不要", 3000, 3000, 0),
    ]
    assert (shown["total"].owed, shown["total"].coupons) == (4500, 2)
    of_one = operator.get(f"{PAGE}?prefecture=47").context
    assert (of_one["name"], of_one["total"].owed) == ("沖縄県", 3000)
    assert operator.get(f"{PAGE}?prefecture=99").context["total"].owed == 4500


def test_before_the_first_summary_it_says_so(operator):
    assert "まだ集計がありません" in operator.get(PAGE).content.decode()


@pytest.mark.parametrize("fee", ["", "-1", "x", "10001"])
def test_a_fee_that_is_none_is_told_and_nothing_is_asked(operator, fee):
    page = operator.post(PAGE, {"prefecture": "", "fee_yen": fee})
    assert (page.status_code, Job.objects.count(), list(page.context["form"].errors)) == (200, 0, ["fee_yen"])


def test_another_scheme_has_accounts_of_its_own(operator):
    there = f"/admin/operations/accounts/{other_scheme().slug}/"
    assert operator.get(there).status_code == 200
    operator.post(there, {"prefecture": "", "fee_yen": "0"})
    jobs.run_waiting(WORKS)
    assert [sheet["rows"] for sheet in Job.objects.get().result["sheets"]] == [0, 0, 0, 0, 0]


def test_without_an_even_statement_there_are_no_accounts(operator, monkeypatch):
    monkeypatch.setattr(statement, "totals", lambda scheme, at=None: {"check_yen": 1})
    operator.post(PAGE, {"prefecture": "", "fee_yen": "0"})
    jobs.run_waiting(WORKS)
    assert "差額" in Job.objects.get().problem


def test_a_late_difference_is_listed(operator):
    pay(Payout.objects.get(state="paid").items.get().coupon, 1000, "2023-03-30 12:00")
    entitlements.freeze(regionpay(), japan(AT))
    [row, total] = workbook(operator)["期限切れ・組戻し・差"]
    assert (row[0], row[8], total[8]) == ("沖縄県", -1000, -1000)
