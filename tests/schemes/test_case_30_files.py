"""Case 30 for what is saved and posted: no file of one scheme holds anything of the other, and what is one's is not
answered, booked or left out through the other.
"""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from claims import receipt
from claims.models import Announcement, Claim, Incident, StoreAttempt
from config import clock
from coupons import changes, reinstatement, settlements
from coupons.models import Change, Scheme, SettlementList, Store
from desk.operations import job_load
from desk.operations.jobs import WORKS
from payouts import orders
from payouts.batches.spreadsheet import reference
from payouts.issuers import lists
from payouts.models import BrandSetting, Consignor, RefundBatch, RefundLine, TransferOutcome
from tests.issuers.people import by_way
from tests.makers import coupon, hanako, incident, japan, opened, other_scheme, pay, regionpay
from tests.matching.people import filed
from tests.refunds import people as refunds
from tests.staff.people import client_of, staff
from trail import jobs
from trail.models import Job

NUMBERS = [f"12345678901{end}" for end in range(4)]
ROLES = ("clerk", "reviewer", "operator", "approver")
MINE, THEIRS = ("甲甲", "ｺｳｺｳ", 1_731), ("乙乙", "ｵﾂｵﾂ", 2_867)


def world(scheme: Scheme, mark: str, kana: str, yen: int) -> Scheme:
    """In both: case (B) was given back, points were asked for on a list, a refund stands in a file for the bank."""
    clock.move_to(japan("2023-03-20 10:00"))
    shop = Store.objects.create(scheme=scheme, no="S1", name=f"{mark}商店", prefecture="47")
    on = coupon(scheme, yen=yen, inquiry_no=NUMBERS[0])
    payment = pay(on, 300, "2023-02-24 18:00")
    incident(on, store=shop, name=f"{mark}桜")
    reinstatement.reinstate(payment=payment, amount_yen=300, ground="B1", who=f"{mark}事務", at=clock.now())
    chosen = coupon(scheme, yen=yen, inquiry_no=NUMBERS[1], member=hanako(scheme, email=f"{yen}@example.jp"))
    back = coupon(scheme, yen=yen, inquiry_no=NUMBERS[2])
    claim = filed(back, scheme=scheme, method="refund", name=f"{mark}太郎", by=f"b{yen}@example.jp")
    claim.lines.update(state="accepted", coupon=back)
    Claim.objects.filter(pk=claim.pk).update(receipt_no=receipt.new_number(receipt.CLAIM))
    refunds.account(claim, holder_kana=kana)
    by_member = {payout.member_id: payout for payout in opened(chosen, back, at="2023-04-10 12:00")}
    orders.order(payout_id=by_member[chosen.member_id].pk, brand="nanaco", who="x", at=japan("2023-04-10 13:00"))
    clock.move_to(japan("2023-05-15 10:00"))
    settlements.close(scheme=scheme, until=japan("2023-05-01 00:00"), who="x")
    return scheme


def two_worlds() -> tuple[Scheme, Scheme]:
    by_way("list")
    refunds.house()
    other = other_scheme()
    Scheme.objects.filter(pk=other.pk).update(help_desk_name="乙の補償窓口", sender="乙の補償")
    nanaco = BrandSetting.objects.get(scheme=regionpay(), brand="nanaco")
    nanaco.pk, nanaco.scheme_id = None, other.pk
    nanaco.save()
    Consignor.objects.create(scheme=other, **refunds.PAYER | {"name": "ﾍﾞﾂﾉ-ﾎｼﾖｳ"})
    return world(regionpay(), *MINE), world(Scheme.objects.get(pk=other.pk), *THEIRS)


@pytest.fixture
def both(db) -> tuple[Scheme, Scheme]:
    return two_worlds()


@pytest.fixture
def client(both) -> Client:
    return client_of(staff("all", *ROLES))


def words(data: bytes) -> str:
    """All that a file says: of a workbook the text of every part."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("no text")


def saved(answer: HttpResponse) -> str:
    assert (answer.status_code, "attachment" in answer.get("Content-Disposition", "")) == (200, True)
    return words(answer.content)


def accounts(client: Client, scheme: Scheme, _folder: Path) -> str:
    client.post(reverse("operations_accounts", args=[scheme.slug]), {"prefecture": "", "fee_yen": "220"})
    jobs.run_waiting(WORKS)
    job = Job.objects.latest("pk")
    return saved(client.get(reverse("operations_job_file", args=[job.pk, job.files.get().pk])))


def told_to_regionpay(client: Client, scheme: Scheme, _folder: Path) -> str:
    file = changes.make_file(scheme=scheme, who="x")
    return saved(client.post(reverse("change_download", args=[file.pk])))


def list_for_shops(client: Client, scheme: Scheme, _folder: Path) -> str:
    return saved(client.post(reverse("confirm_list"), {"scheme": scheme.slug, "q": ""}))


def settlement(client: Client, scheme: Scheme, _folder: Path) -> str:
    number = SettlementList.objects.get(scheme=scheme).number
    return saved(client.post(reverse("settlement_download"), {"scheme": scheme.slug, "list": number}))


def order_list(client: Client, scheme: Scheme, _folder: Path) -> str:
    made = lists.make(scheme=scheme, brand="nanaco", who="x")
    return saved(client.get(reverse("desk_issuer_file", args=[made.pk])))


def of_the_bank(client: Client, scheme: Scheme, _folder: Path) -> str:
    batch = exported(scheme)
    address, again = reverse("refund_download", args=[batch.pk]), {"reason": "もう一度", "not_sent_yet": "on"}
    files = [client.post(address, {"kind": kind, **again}) for kind in ("zengin", "xlsx")]
    return "".join(map(saved, [*files, client.post(reverse("refund_template", args=[batch.pk]))]))


def exported(scheme: Scheme) -> RefundBatch:
    return refunds.exported(refunds.approved(refunds.submitted(refunds.drafted(scheme=scheme))))


def the_statement(_client: Client, scheme: Scheme, folder: Path) -> str:
    call_command("statement", scheme=scheme.slug, csv=folder / "s.csv", stdout=io.StringIO())
    return words((folder / "s.csv").read_bytes())


def refused_rows(client: Client, scheme: Scheme, _folder: Path) -> str:
    name = Store.objects.get(scheme=scheme, no="S1").name
    rows = f"store_no,name,prefecture,phone\nS9,{name},99,\n".encode()
    job = job_load.ask(scheme=scheme, files={"stores.csv": rows}, who="x")[0]
    jobs.run_waiting(WORKS)
    return saved(client.get(reverse("operations_job_file", args=[job.pk, job.files.get(way="out").pk])))


FILES = {  # what is saved, and what of its own it says
    accounts: "{yen}",
    told_to_regionpay: "300",
    list_for_shops: "{mark}商店",
    settlement: "{mark}商店",
    order_list: "{yen}",
    of_the_bank: "{kana}",
    the_statement: "{yen}",
    refused_rows: "{mark}商店",
}


def test_no_file_of_one_holds_anything_of_the_other(own_database, tmp_path):
    both = two_worlds()
    client, leaks = client_of(staff("all", *ROLES)), {}
    for scheme, own, other in ((both[0], MINE, THEIRS), (both[1], THEIRS, MINE)):
        mark, kana, yen = own
        foreign = (*map(str, other), f"{other[2]:,}")
        for saving, says in FILES.items():
            text = saving(client, scheme, tmp_path)
            assert says.format(mark=mark, kana=kana, yen=yen) in text, saving.__name__
            leaks[saving.__name__, scheme.slug] = [one for one in foreign if one in text]
    assert {key: found for key, found in leaks.items() if found} == {}


def hand_in(client: Client, name: str, scheme: Scheme, rows: str) -> str:
    file = SimpleUploadedFile("x.csv", rows.encode())
    return client.post(reverse(name), {"scheme": scheme.slug, "file": file}, follow=True).content.decode()


def test_a_file_handed_in_for_one_books_nothing_of_the_other(both, client):
    mine, theirs = both
    changes.download(file_id=changes.make_file(scheme=theirs, who="x").pk, who="x")
    keys = "".join(f"{key},受理\n" for key in Change.objects.filter(scheme=theirs).values_list("key", flat=True))
    assert "こちらから知らせたキーではありません。" in hand_in(client, "change_take", mine, f"キー,結果\n{keys}")
    reported = Incident.objects.get(scheme=theirs).receipt_no
    said = hand_in(client, "confirm_take", mine, f"受付番号,結果,ご担当者\n{reported},一致,山城\n")
    assert "こちらからお願いした受付番号ではありません。" in said
    number = reference(exported(theirs).lines.get().payout_id)
    said = hand_in(
        client, "refund_results", mine, f"支払番号（顧客コード1）,振込額,結果\n{number},{THEIRS[2]},入金済\n"
    )
    assert "この支払番号の振込はありません。" in said
    assert Change.objects.filter(acknowledged_at__isnull=False).count() == 0
    assert (StoreAttempt.objects.count(), TransferOutcome.objects.count()) == (0, 0)


def test_a_row_of_one_is_not_changed_through_a_screen_of_the_other(both, client):
    mine, theirs = (refunds.drafted(scheme=scheme) for scheme in both)
    line = RefundLine.objects.get(batch=theirs)
    left_out = {"line": [line.pk], "way": "exclude", "reason": "x"}
    client.post(reverse("refund_leave_out", args=[mine.pk]), left_out)
    case = Incident.objects.get(scheme=both[1])
    shop = Store.objects.get(scheme=both[0], no="S1")
    typed = {"person": "店長", "way": "phone", f"says_{case.pk}": "agrees"}
    client.post(reverse("confirm_call", args=[shop.pk]), typed)
    line.refresh_from_db()
    assert (line.excluded_at, StoreAttempt.objects.filter(confirmation=case.pk).count()) == (None, 0)
    closed = SettlementList.objects.get(scheme=both[1])
    job = job_load.ask(scheme=both[1], files={"x.csv": b"x"}, who="x")[0]
    other_job = job_load.ask(scheme=both[0], files={"y.csv": b"y"}, who="x")[0]
    wrong = reverse("operations_job_file", args=[other_job.pk, job.files.get().pk])
    assert client.get(wrong).status_code == 404
    no_such = {"scheme": both[0].slug, "list": closed.number, "store": "S9"}
    assert client.post(reverse("settlement_download"), no_such).status_code == 404


@pytest.fixture
def claimed(both) -> tuple[Claim, Client]:
    return Claim.objects.get(scheme=both[1], name="乙乙太郎"), Client()


def test_the_status_of_a_claim_opens_only_under_its_own_scheme(both, claimed):
    claim, visitor = claimed
    asked = {"receipt_no": claim.receipt_no, "digits": claim.phone[-4:]}
    mine, theirs = (f"/{scheme.slug}/status/" for scheme in both)
    wrong = visitor.post(mine, asked)
    assert (wrong.status_code, claim.name in wrong.content.decode()) == (200, False)
    assert visitor.post(theirs, asked)["Location"] == f"{theirs}claim/"
    assert claim.receipt_no in visitor.get(f"{theirs}claim/").content.decode()
    assert visitor.get(f"{mine}claim/").status_code == 302
    assert visitor.post(f"{mine}claim/withdraw/", {"confirm": "1"}).status_code == 403
    claim.refresh_from_db()
    assert claim.withdrawn_at is None


def test_an_announcement_of_one_is_not_there_under_the_other(both):
    told = Announcement.objects.create(
        scheme=both[1], title="乙乙", body="乙乙", published_at=japan("2023-04-01 00:00")
    )
    found = [Client().get(f"/{scheme.slug}/news/{told.pk}/").status_code for scheme in both]
    assert (found, "乙乙" in Client().get(f"/{both[0].slug}/news/").content.decode()) == ([404, 200], False)
