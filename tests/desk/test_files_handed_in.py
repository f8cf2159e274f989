"""Files through the browser: handed in, loaded by a worker, refused rows taken, corrected and handed in again."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from coupons.models import Store
from desk.operations import upload_forms
from desk.operations.jobs import WORKS
from tests.makers import japan, regionpay
from tests.staff.people import client_of, staff
from trail import jobs
from trail.models import AuditEvent, Job

STORES = "店舗番号,店舗名,都道府県コード,電話番号\n"
GOOD_AND_BAD = f"{STORES}0012,北の店,01,\n0013,東の店,99,\n"


@pytest.fixture
def operator(own_database) -> Client:
    regionpay()
    return client_of(staff("taro", "operator"))


def hand_in(client: Client, *files: tuple[str, bytes]):
    uploaded = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("operations_files"), {"scheme": "regionpay-2023", "files": uploaded})


def errors(response) -> list[str]:
    return response.context["form"].errors.get("files", [])


def the_job() -> Job:
    return Job.objects.get()


def page(client: Client) -> str:
    return client.get(reverse("operations_job", args=[the_job().pk])).content.decode()


def test_files_are_loaded_and_refused_rows_come_back_and_go_in(operator):
    answer = hand_in(operator, ("stores.csv", GOOD_AND_BAD.encode()), ("x.csv", b"a,b\n1,2\n"))
    assert answer.url == reverse("operations_job", args=[the_job().pk])
    assert operator.get(answer.url)["Refresh"] == "3"
    assert "Refresh" not in operator.get(f"{answer.url}?still")
    assert jobs.run_waiting(WORKS) == 1
    shown = page(operator)
    assert "完了" in shown and "3行目 都道府県コード：都道府県コードは01から47までの2桁です。" in shown
    assert "x.csv" in shown and "見出しが合わないので、とばしました。" in shown
    assert list(Store.objects.values_list("no", flat=True)) == ["0012"]

    refused = the_job().files.get(way="out")
    taken = operator.get(reverse("operations_job_file", args=[the_job().pk, refused.pk]))
    assert (refused.name, taken["X-Content-Type-Options"]) == ("stores.受付不可.xlsx", "nosniff")
    assert "no-store" in taken["Cache-Control"]
    assert AuditEvent.objects.filter(who="taro", action="took a file").count() == 1

    book, again = load_workbook(io.BytesIO(taken.content)), io.BytesIO()
    book.active["C2"] = "26"
    book.save(again)
    hand_in(operator, ("stores.受付不可.xlsx", again.getvalue()))
    assert jobs.run_waiting(WORKS) == 1
    assert list(Store.objects.order_by("no").values_list("no", "prefecture")) == [("0012", "01"), ("0013", "26")]


def test_the_trail_says_who_loaded(operator):
    hand_in(operator, ("stores.csv", GOOD_AND_BAD.encode()))
    jobs.run_waiting(WORKS)
    assert AuditEvent.objects.get(action="loaded").who == "taro"


def test_a_file_that_cannot_be_read_fails_the_job_with_its_name(operator):
    hand_in(operator, ("good.csv", GOOD_AND_BAD.encode()), ("x.xlsx", b"PK\x03\x04broken"))
    jobs.run_waiting(WORKS)
    assert (the_job().state, Store.objects.count()) == ("failed", 0)
    assert "x.xlsx: スプレッドシートとして読めません" in page(operator)
    operator.post(reverse("operations_job_again", args=[the_job().pk]))
    assert (the_job().state, the_job().problem) == ("waiting", "")


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "ファイルを選んでください。"),
        ([("a.csv", b"")], "空のファイル"),
        ([("a.exe", b"x")], "CSVか .xlsx"),
        ([("a.csv", b"x"), ("a.csv", b"y")], "別の名前"),
        ([(f"{n}.csv", b"x") for n in range(11)], "10つまで"),
        ([("a.csv", b"x" * 2000)], "大きすぎます"),
        ([("a.csv", b"x" * 900), ("b.csv", b"x" * 900), ("c.csv", b"x" * 900)], "大きすぎます"),
    ],
)
def test_what_is_seen_to_be_wrong_is_said_at_once_and_nothing_is_kept(operator, monkeypatch, files, words):
    monkeypatch.setattr(upload_forms, "MAX_FILE", 1000)
    monkeypatch.setattr(upload_forms, "MAX_ALL", 2500)
    answer = hand_in(operator, *files)
    assert (answer.status_code, Job.objects.count()) == (200, 0)
    assert words in errors(answer)[0]


def test_a_double_click_is_one_job_and_the_same_file_later_another(operator):
    first, second = (hand_in(operator, ("stores.csv", GOOD_AND_BAD.encode())).url for _ in range(2))
    assert (first == second, Job.objects.count()) == (True, 1)
    assert "もう頼んであります。" in page(operator)
    hand_in(operator, ("stores.csv", STORES.encode()))
    hand_in(client_of(staff("hana", "operator")), ("stores.csv", GOOD_AND_BAD.encode()))
    assert Job.objects.count() == 3
    jobs.run_waiting(WORKS)
    hand_in(operator, ("stores.csv", GOOD_AND_BAD.encode()))
    assert Job.objects.count() == 4


def test_a_scheme_that_nobody_can_choose_is_said_and_no_fault_of_ours(operator):
    uploaded = SimpleUploadedFile("stores.csv", GOOD_AND_BAD.encode())
    answer = operator.post(reverse("operations_files"), {"scheme": "x\0", "files": uploaded})
    assert (answer.status_code, "scheme" in answer.context["form"].errors, Job.objects.count()) == (200, True, 0)


def test_the_page_of_a_job_whose_worker_is_gone_says_so_before_anybody_has_noted_it(operator):
    hand_in(operator, ("stores.csv", GOOD_AND_BAD.encode()))
    Job.objects.update(state="running", started_at=japan("2023-04-05 12:00"))
    assert "作業をしていたプログラムが、止まっています。" in page(operator)
    Job.objects.update(state="waiting", started_at=None)
    seen = []

    def work(job, progress):
        seen.append(jobs.is_left_alone(Job.objects.using("default").get(pk=job.pk)))
        return {}

    jobs.run_waiting({"load": work})
    assert seen == [False]


def test_a_name_with_folders_is_only_its_name(operator):
    hand_in(operator, ("../../stores.csv", GOOD_AND_BAD.encode()))
    assert the_job().files.get().name == "stores.csv"


def test_who_only_looks_takes_no_file_and_repeats_nothing(operator):
    hand_in(operator, ("stores.csv", GOOD_AND_BAD.encode()))
    auditor = client_of(staff("kan", "auditor"))
    file = the_job().files.get()
    assert "stores.csv</a>" not in page(auditor)
    assert auditor.get(reverse("operations_job_file", args=[the_job().pk, file.pk])).status_code == 403
    assert auditor.post(reverse("operations_job_again", args=[the_job().pk])).status_code == 403


def test_a_file_of_another_job_is_not_found(operator):
    hand_in(operator, ("stores.csv", b"x"))
    other = jobs.ask(kind="load", scheme="regionpay-2023", who="taro")
    file = Job.objects.order_by("pk")[0].files.get()
    assert operator.get(reverse("operations_job_file", args=[other.pk, file.pk])).status_code == 404
