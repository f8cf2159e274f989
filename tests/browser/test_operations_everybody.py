"""Screens of files and long work: axe finds nothing, nothing scrolls sideways; a file goes in by keyboard."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from config import clock
from desk.operations import job_load
from desk.operations.jobs import WORKS
from payouts import orders, summary
from payouts.models import Reconciliation
from tests.browser.everybody import VIOLATIONS, bring_axe, everybody_can_work_with, press_enter
from tests.makers import code, coupon, hanako, japan, opened, regionpay
from tests.matching.people import filed
from tests.staff.people import client_of, staff
from trail import jobs
from trail.models import Job

pytestmark = pytest.mark.browser
STORES = "店舗番号,店舗名,都道府県コード,電話番号\n0012,北の店,01,\n0013,東の店,99,\n"


@pytest.fixture
def at_work(page: Page, site: str) -> Page:
    """An operator, logged in."""
    session = client_of(staff("taro", "operator")).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    return page


def job_in(state: str, **values) -> Job:
    job = job_load.ask(scheme=regionpay(), files={"stores.csv": STORES.encode()}, who="taro")[0]
    Job.objects.filter(pk=job.pk).update(state=state, **values)
    return job


def test_a_file_goes_in_and_its_job_is_read(at_work: Page, site: str, tmp_path: Path):
    page, file = at_work, tmp_path / "stores.csv"
    page.goto(site + reverse("operations"))
    everybody_can_work_with(page)
    press_enter(page, page.get_by_role("link", name="ファイルを取り込む"))
    everybody_can_work_with(page)
    file.write_text("x" * 10)
    page.get_by_label("regionPAYのファイル").set_input_files({"name": "x.exe", "mimeType": "", "buffer": b"x"})
    press_enter(page, page.get_by_role("button", name="取り込む"))
    assert page.get_by_role("alert").inner_text().endswith("x.exe: CSVか .xlsx のファイルを選んでください。")
    everybody_can_work_with(page)
    file.write_text(STORES)
    page.get_by_label("regionPAYのファイル").set_input_files(file)
    press_enter(page, page.get_by_role("button", name="取り込む"))
    assert "順番待ち" in page.get_by_role("status").first.inner_text()
    jobs.run_waiting(WORKS)
    page.get_by_text("完了", exact=True).wait_for()  # the page asks again by itself
    everybody_can_work_with(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="stores.受付不可.xlsx").press("Enter")
    assert download.value.suggested_filename == "stores.受付不可.xlsx"


@pytest.mark.parametrize(
    ("state", "values"),
    [
        ("running", {"done": 3, "total": 10, "says": "stores.csv: 3行を読みました"}),
        ("failed", {"problem": "x.csv: 読めません。", "ended_at": "2023-04-05T12:00Z"}),
        ("interrupted", {"ended_at": "2023-04-05T12:00Z"}),
    ],
)
def test_a_job_in_every_state(at_work: Page, site: str, state: str, values: dict):
    job = job_in(state, **values)
    at_work.goto(f"{site}{reverse('operations_job', args=[job.pk])}?still")
    everybody_can_work_with(at_work)
    at_work.goto(site + reverse("operations_jobs"))
    everybody_can_work_with(at_work)


def test_the_dashboard_before_and_behind_the_freeze(at_work: Page, site: str):
    page = at_work
    clock.move_to(japan("2023-02-26 12:00"))
    page.goto(site + reverse("operations"))
    everybody_can_work_with(page)
    for brand, yen in (("edy", 3000), ("nanaco", 2000)):
        [payout] = opened(coupon(yen=yen, member=hanako(regionpay())))
        code(brand, yen)
        made = orders.order(payout_id=payout.pk, brand=brand, who="test", at=japan("2023-04-05 12:00"))
        orders.settle(order_id=made.pk, at=japan("2023-04-05 12:00"))
    filed(coupon(prefecture="01")).lines.update(state="review", reason="number")
    Reconciliation.objects.create(scheme=regionpay(), at=japan("2023-04-10 12:00"), breaches={"x": [[1]]}, digest="x")
    clock.move_to(japan("2023-04-10 12:00"))
    summary.summarize(regionpay())
    page.goto(site + reverse("operations"))
    assert page.locator("svg[role=img]").count() == 2
    everybody_can_work_with(page)
    page.goto(site + reverse("operations_accounts", args=["regionpay-2023"]))
    everybody_can_work_with(page)
    page.goto(site + reverse("operations"))
    page.emulate_media(color_scheme="dark")
    page.reload()  # a change of theme fades, and axe would see it half way
    bring_axe(page)
    assert page.evaluate(VIOLATIONS) == []
    page.emulate_media(color_scheme="light")
