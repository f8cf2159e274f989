"""Every kind of file through the browser: what was refused is told, corrected by hand, and handed in again.

regionPAY's files give the refused rows back as a sheet; in the others the file's own rows are corrected.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from claims.models import Incident
from coupons.models import Change, Coupon, Entry, Issuer, Member, Store
from desk.management.commands.sample import HEADERS as OF_KINDS
from desk.operations.jobs import WORKS
from payouts.models import Payout, PointOrder
from tests.browser.everybody import press_enter
from tests.browser.test_review_everybody import at_the_desk
from tests.changes.people import answers, downloaded, restored
from tests.issuers.files import as_csv, row_for
from tests.issuers.people import listed
from tests.refunds import people as refunds
from tests.refunds.test_files_of_results import reference, table
from tests.shops.people import two_cases
from trail import jobs

pytestmark = pytest.mark.browser
__all__ = ["at_the_desk"]
ASKS = "この内容で取り込む"

# In the order in which they need each other: a good row, a bad one, the column that is wrong, and what it should say.
COUPON = "47,I1,3000,2023-02-23 15:00,2023-02-23,2023-02-24 23:59,,"
FILES = {
    "members": ("M1,09000000001,,\nM2,,nobody,\n", "メールアドレス", "somebody@example.jp"),
    "issuers": ("I1,宿,47,\nI2,店,99,\n", "都道府県コード", "26"),
    "stores": ("S1,土産店,47,\nS2,茶店,00,\n", "都道府県コード", "01"),
    "coupons": (f"100000000001,{COUPON}\n10000000002,{COUPON}\n", "お問合せ番号", "100000000002"),
    "entries": (
        "T1,100000000001,決済,500,2023-02-23 18:00,S1,\nT2,100000000001,決済,-500,2023-02-23 19:00,S1,\n",
        "金額",
        "500",
    ),
    "cancellations": (
        "T3,100000000001,取消,500,2023-02-24 09:00,S1,\nT4,100000000001,取り消し,500,2023-02-24 09:00,S1,\n",
        "種別",
        "取消",
    ),
}
HEADERS = {**OF_KINDS, "cancellations": OF_KINDS["entries"]}


def handed_in(page: Page, site: str, file: Path) -> None:
    """Uploaded, and loaded by a worker."""
    page.goto(f"{site}/admin/operations/files/")
    page.get_by_label("regionPAYのファイル").set_input_files(file)
    press_enter(page, page.get_by_role("button", name="取り込む"))
    assert jobs.run_waiting(WORKS) == 1
    page.reload()
    page.get_by_text("完了", exact=True).wait_for()


def corrected(page: Page, folder: Path, column: str, value: str) -> Path:
    """The refused rows, fetched, with what is right written over what was wrong."""
    with page.expect_download() as download:
        page.get_by_role("link", name="受付不可.xlsx").click()
    path = folder / download.value.suggested_filename
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    assert (sheet.max_row, column in headings) == (2, True)
    sheet.cell(2, headings.index(column) + 1).value = value
    book.save(path)
    return path


def test_regionpays_files_go_in_and_what_was_refused_goes_in_corrected(at_the_desk: Page, site: str, tmp_path: Path):
    page = at_the_desk
    for name, (rows, column, right) in FILES.items():
        file = tmp_path / f"{name}.csv"
        file.write_text(f"{HEADERS[name]}\n{rows}", "cp932")
        handed_in(page, site, file)
        main = page.locator("main")
        assert (main.get_by_text("3行目").count(), column in main.inner_text()) == (1, True), name
        handed_in(page, site, corrected(page, tmp_path, column, right))
        assert (page.get_by_role("link", name="受付不可.xlsx").count(), page.get_by_text("3行目").count()) == (1, 0), (
            name
        )

    assert sorted(Member.objects.values_list("email", flat=True)) == ["", "somebody@example.jp"]
    assert list(Issuer.objects.order_by("no").values_list("prefecture", flat=True)) == ["47", "26"]
    assert list(Store.objects.order_by("no").values_list("prefecture", flat=True)) == ["47", "01"]
    assert sorted(Coupon.objects.values_list("inquiry_no", flat=True)) == ["100000000001", "100000000002"]
    told = Entry.objects.exclude(kind="issue").order_by("entry_no")
    assert list(told.values_list("amount_yen", flat=True)) == [-500, -500, 500, 500]


@dataclass
class Answered:
    """A file of answers: where it is handed in, what is wrong with it, the corrected one, and when all is taken."""

    address: str
    label: str
    button: str
    wrong: bytes
    said: str
    right: bytes
    is_taken: Callable[[], bool]


def regionpays_answers() -> Answered:
    key = restored().entry_no
    downloaded()
    rest = f"{Change.objects.get(kind='extension').key},受理,,"
    return Answered(
        "/admin/operations/changes/",
        "回答のファイル",
        "取り込む",
        answers(rest, f"{key},受理,,501"),
        "金額が違います（こちらは500円）。",
        answers(rest, f"{key},受理,,500"),
        lambda: not Change.objects.filter(acknowledged_at=None).exists(),
    )


def shops_answers() -> Answered:
    first, second = two_cases()
    file = "受付番号,結果,ご担当者\n{},一致,山城\n{},{},山城\n".format
    return Answered(
        "/admin/desk/confirm/",
        "回答のファイル",
        "取り込む",
        file(first.receipt_no, second.receipt_no, "はい").encode(),
        "「一致」「不一致」「分からない」のどれかです。",
        file(first.receipt_no, second.receipt_no, "不一致").encode(),
        lambda: set(Incident.objects.values_list("state", flat=True)) == {"confirmed", "refuted"},
    )


def the_banks_results() -> Answered:
    refunds.house()
    one, two = refunds.refunds(refunds.claim(1000), refunds.claim(2000))
    refunds.exported()
    good = [reference(one.pk), "1000", "入金済", "", ""]
    return Answered(
        "/admin/operations/refunds/results/",
        "振込結果のファイル",
        "内容を確かめる",
        table(good, [reference(two.pk), "2001", "入金済", "", ""]),
        "3行目",
        table(good, [reference(two.pk), "2000", "入金済", "", ""]),
        lambda: set(Payout.objects.values_list("state", flat=True)) == {"paid"},
    )


def an_issuers_codes() -> Answered:
    order = listed().orders.get()
    return Answered(
        "/admin/desk/issuers/lists/",
        "発行会社から届いたファイル",
        "番号を取り込む",
        as_csv([row_for(order, amount=999)]),
        "2行目",
        as_csv([row_for(order)]),
        lambda: PointOrder.objects.get().state == "issued",
    )


@pytest.mark.parametrize("kind", [regionpays_answers, shops_answers, the_banks_results, an_issuers_codes])
def test_answers_go_in_and_what_was_refused_goes_in_corrected(
    at_the_desk: Page, site: str, kind: Callable[[], Answered]
):
    page, found = at_the_desk, kind()
    for content, says in ((found.wrong, found.said), (found.right, "")):
        page.goto(site + found.address)
        page.get_by_label(found.label).set_input_files({"name": "kaito.csv", "mimeType": "text/csv", "buffer": content})
        press_enter(page, page.get_by_role("button", name=found.button, exact=True))
        if page.get_by_role("button", name=ASKS).count():  # it is shown first what the file would do
            press_enter(page, page.get_by_role("button", name=ASKS))
        assert (says in page.locator("#content").inner_text(), found.is_taken()) == (True, says == "")
