"""The screens of what regionPAY is told: who makes, downloads and takes answers, and what each page says."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from config import clock
from coupons.models import AnswerFile, Change, ChangeFile
from tests.changes.people import answers, downloaded, extended, restored
from tests.makers import coupon, japan, other_scheme, pay, regionpay
from tests.staff.people import client_of, staff
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def march(db) -> None:
    clock.move_to(japan("2023-03-22 10:00"))


@pytest.fixture
def jimu() -> Client:
    return client_of(staff("jimu", "operator"))


def said(answer: HttpResponse) -> str:
    html = re.search(r'<div class="review">.*', answer.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def make(client: Client) -> ChangeFile:
    client.post(reverse("change_make"))
    return ChangeFile.objects.latest("pk")


def upload(client: Client, *rows: str, name: str = "kaito.csv", **more) -> HttpResponse:
    file = SimpleUploadedFile(name, answers(*rows, **more))
    return client.post(reverse("change_take"), {"file": file}, follow=True)


def test_from_what_waits_to_the_answer(jimu):
    key = restored().entry_no
    assert "延長 1件 戻入 1件 500円 いまファイルを作る" in said(jimu.get(reverse("changes")))

    file = make(jimu)
    shown = said(jimu.get(reverse("change_file", args=[file.pk])))
    assert "ダウンロード待ち" in shown
    assert f"戻入 1件 500円 戻入の取消 0件 0円 合わせて 2件（見出しの行のほかに） ファイル {file.name}" in shown
    assert (file.sha256 in shown, key in shown, "UTF-8（BOM付き）" in shown) == (True, True, True)

    downloaded = jimu.post(reverse("change_download", args=[file.pk]))
    assert (downloaded.content, downloaded["Content-Disposition"], "no-store" in downloaded["Cache-Control"]) == (
        bytes(file.content),
        f'attachment; filename="{file.name}"',
        True,
    )
    assert jimu.post(reverse("change_download", args=[file.pk])).content == downloaded.content
    assert Change.objects.filter(told_at=None).count() == 0
    assert AuditEvent.objects.filter(action="change file downloaded", who="jimu").count() == 2

    result = said(upload(jimu, f"{key},受理,,501"))
    assert "受理 0件" in result
    assert "2行目 金額 金額が違います（こちらは500円）。" in result
    assert "取り込めない行はありませんでした。" in said(upload(jimu, f"{key},受理,,500"))
    assert "受理 1件 拒否 0件 回答待ち 1件" in said(jimu.get(reverse("change_file", args=[file.pk])))


def test_looking_tells_nothing(jimu):
    extended()
    file = make(jimu)
    for address in (reverse("changes"), reverse("change_file", args=[file.pk])):
        assert jimu.get(address).status_code == 200
    assert jimu.get(reverse("change_download", args=[file.pk])).status_code == 405
    assert Change.objects.get().told_at is None


def test_what_is_not_answered_after_a_day_is_listed_with_its_age(jimu):
    key = restored().entry_no
    file = make(jimu)
    jimu.post(reverse("change_download", args=[file.pk]))
    assert "回答がないもの 0件" in said(jimu.get(reverse("changes")))

    clock.move_to(japan("2023-03-25 10:00"))
    upload(jimu, f"{Change.objects.get(kind='extension').key},拒否,番号がありません,")

    shown = said(jimu.get(reverse("changes")))
    assert "回答がないもの 1件" in shown
    assert re.search(rf"{key} 戻入 \d{{4}} \S+ のクーポン 500円 2023年3月22日（水）10:00 3日 1", shown)
    assert "regionPAYが拒否したもの" in shown
    assert "番号がありません" in shown


def test_two_ask_for_a_file_and_the_second_is_told(jimu):
    extended()
    make(jimu)
    again = jimu.post(reverse("change_make"), follow=True)
    assert "ほかの人が先に作ったファイルを見てください。" in again.content.decode()
    assert ChangeFile.objects.count() == 1


def test_a_file_that_was_set_aside_is_not_handed_out(jimu):
    wrong = extended(yen=1000)
    extended()
    file = make(jimu)
    pay(wrong.coupon, 1000, "2023-02-25 12:00")
    extended()  # a run of the duty

    answer = jimu.post(reverse("change_download", args=[file.pk]), follow=True)

    assert "取りやめになっています" in answer.content.decode()
    assert "延長の条件に合わなくなったものがありました" in said(answer)
    assert "ダウンロードして" not in said(answer)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "回答のファイルを選んでください。"),
        ({"file": SimpleUploadedFile("a.csv", b"a,b\n1,2")}, "見出しがありません"),
    ],
    ids=["none", "no table"],
)
def test_what_is_no_file_of_answers_is_said_and_nothing_is_taken(jimu, more, words):
    answer = jimu.post(reverse("change_take"), more)
    assert (answer.status_code, words in said(answer), AnswerFile.objects.count()) == (422, True, 0)


def test_an_auditor_looks_and_is_offered_nothing_to_do(jimu):
    extended()
    file = make(jimu)
    auditor = client_of(staff("kansa", "auditor"))
    for address in (reverse("changes"), reverse("change_file", args=[file.pk])):
        page = auditor.get(address)
        assert "<form" not in re.search(r'<div class="review">.*', page.content.decode(), re.DOTALL)[0]
    assert auditor.post(reverse("change_download", args=[file.pk])).status_code == 403


def test_one_scheme_at_a_time(jimu):
    extended()
    other = other_scheme()
    assert "延長 1件" in said(jimu.get(reverse("changes"), {"scheme": regionpay().slug}))
    assert "いまファイルを作る" not in said(jimu.get(reverse("changes"), {"scheme": other.slug}))
    assert jimu.get(reverse("changes"), {"scheme": "nothing"}).status_code == 404


@pytest.fixture
def fifty_two(jimu) -> list[str]:
    """The keys of 52 extensions that regionPAY was told of and has not answered."""
    for _ in range(51):
        coupon()
    extended()
    downloaded(at=japan("2023-03-10 06:00"))
    return list(Change.objects.order_by("pk").values_list("key", flat=True))


def shown(page: str, keys: list[str]) -> list[str]:
    return [key for key in keys if f'<th scope="row">{key}</th>' in page]


def test_what_is_late_goes_on_behind_the_first_fifty(jimu, fifty_two):
    first = jimu.get(reverse("changes")).content.decode()
    assert (shown(first, fifty_two), "回答がないもの　52件" in first) == (fifty_two[:50], True)
    assert "52件のうち 1件目から50件目まで" in first

    address = unescape(re.search(r'href="([^"]*late=50[^"]*)"', first)[1])
    rest = jimu.get(address).content.decode()
    assert (shown(rest, fifty_two), "前の50件" in rest, "次の50件" in rest) == (fifty_two[50:], True, False)
    assert shown(jimu.get(reverse("changes"), {"late": "9999"}).content.decode(), fifty_two) == fifty_two[50:]


def test_so_it_does_on_a_page_that_refused_something(jimu, fifty_two):
    refused = jimu.post(reverse("change_take"), {"scheme": "regionpay-2023"}).content.decode()
    address = unescape(re.search(r'href="([^"]*late=50[^"]*)"', refused)[1])

    assert address == "/admin/operations/changes/?scheme=regionpay-2023&late=50#late-title"
    assert shown(jimu.get(address).content.decode(), fifty_two) == fifty_two[50:]
