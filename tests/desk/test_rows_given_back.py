"""Every kind of file that is handed in: what could not be taken is saved, corrected and handed in again."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from claims.models import StoreConfirmation
from config import clock
from coupons.models import Change
from payouts.batches.spreadsheet import reference
from payouts.issuers import lists
from payouts.models import PointCode, PointOrder, TransferOutcome
from tests.changes.people import downloaded, restored
from tests.issuers.files import as_csv, row_for
from tests.issuers.people import by_way, ordered
from tests.makers import japan, regionpay
from tests.refunds import people as refunds
from tests.shops.people import AT, two_cases
from tests.staff.people import client_of, staff, take_roles
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
SAVE = "直す行の表を保存する（xlsx）"


@dataclass(frozen=True)
class Kind:
    """A file of a kind with one row that is right and one with `wrong` in it, which should be `right`."""

    screen: str
    role: str
    data: bytes
    wrong: str
    right: str
    is_whole: bool
    taken: Callable[[], int]


def changes_of_regionpay() -> Kind:
    clock.move_to(japan("2023-03-22 10:00"))
    keys = [restored().entry_no, restored().entry_no]
    downloaded(clock.now())
    data = f"キー,結果\n{keys[0]},受理\n{keys[1]},うけた\n".encode()
    taken = Change.objects.filter(key__in=keys, acknowledged_at__isnull=False).count
    return Kind("change_take", "operator", data, "うけた", "受理", False, taken)


def answers_of_shops() -> Kind:
    clock.move_to(AT)
    one, two = two_cases()
    data = f"受付番号,結果,ご担当者\n{one.receipt_no},一致,山城\n{two.receipt_no},まちがい,山城\n".encode()
    taken = StoreConfirmation.objects.filter(result="agrees").count
    return Kind("confirm_take", "clerk", data, "まちがい", "一致", False, taken)


def results_of_the_bank() -> Kind:
    refunds.house()
    one, two = refunds.refunds(refunds.claim(1000), refunds.claim(2000))
    refunds.exported()
    rows = f"{reference(one.pk)},1000,入金済\n{reference(two.pk)},2000,入金ズミ\n"
    data = f"支払番号（顧客コード1）,振込額,結果\n{rows}".encode()
    return Kind("refund_results", "operator", data, "入金ズミ", "入金済", True, TransferOutcome.objects.count)


def codes_of_an_issuer() -> Kind:
    clock.move_to(japan("2023-04-07 15:00"))
    by_way("list")
    one, two = ordered(1000), ordered(2000)
    lists.make(scheme=regionpay(), brand="nanaco", who="jimu", at=clock.now())
    data = as_csv([row_for(one), row_for(two, brand="どれか")])
    taken = PointOrder.objects.filter(state="issued").count
    return Kind("desk_issuer_codes", "operator", data, "どれか", "nanaco", True, taken)


def codes_for_the_stock() -> Kind:
    clock.move_to(japan("2023-04-07 15:00"))
    data = "種類,額面,番号,有効期限\nedy,500,S-1,\nエディ,700,S-2,2033/03/31\n".encode("cp932")
    return Kind("desk_issuer_stock", "operator", data, "エディ", "Edy ギフト ID", True, PointCode.objects.count)


KINDS = (changes_of_regionpay, answers_of_shops, results_of_the_bank, codes_of_an_issuer, codes_for_the_stock)


def hand_in(client: Client, kind: Kind, data: bytes, name: str = "kaito.csv") -> HttpResponse:
    """With the confirmation that some kinds ask for."""
    answer = client.post(reverse(kind.screen), {"file": SimpleUploadedFile(name, data)}, follow=True)
    if kind.screen != "refund_results" or SAVE in answer.content.decode():
        return answer
    page = answer.content.decode()
    hidden = {one: re.search(rf'name="{one}" value="([^"]+)"', page)[1] for one in ("name", "data", "scheme")}
    return client.post(reverse("refund_take"), hidden, follow=True)


def save(client: Client, page: HttpResponse) -> HttpResponse:
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.content.decode())[1]
    return client.post(reverse("operations_refused_rows"), {"sealed": sealed})


def corrected(table: bytes, wrong: str, right: str) -> bytes:
    book, out = load_workbook(io.BytesIO(table)), io.BytesIO()
    for row in book.active.iter_rows():
        for cell in row:
            cell.value = right if cell.value == wrong else cell.value
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("made", KINDS, ids=[one.__name__ for one in KINDS])
def test_what_could_not_be_taken_is_saved_corrected_and_handed_in_again(made):
    kind = made()
    client = client_of(staff("jimu", kind.role))

    refused = hand_in(client, kind, kind.data)
    assert kind.taken() == (0 if kind.is_whole else 1)
    saved = save(client, refused)
    rows = list(load_workbook(io.BytesIO(saved.content)).active.values)
    assert [row[-3] for row in rows[1:]] == ([None, 3] if kind.is_whole else [3])
    assert all(reason for _, _, reason in [row[-3:] for row in rows if row[-3] == 3])
    assert AuditEvent.objects.get(action="took refused rows").detail == {"file": "kaito.直す行.xlsx"}

    again = hand_in(client, kind, corrected(saved.content, kind.wrong, kind.right), "naoshita.xlsx")
    assert (kind.taken(), SAVE in again.content.decode()) == (2, False)


def test_nobody_else_opens_it_and_neither_does_who_may_no_longer_hand_in_such_files():
    kind = codes_for_the_stock()
    jimu = staff("jimu", "operator")
    client = client_of(jimu)
    refused = hand_in(client, kind, kind.data)
    assert ("S-2" in refused.content.decode(), save(client_of(staff("mika", "operator")), refused).status_code) == (
        False,
        404,
    )
    take_roles(jimu, "clerk")
    assert save(client_of(type(jimu).objects.get(pk=jimu.pk)), refused).status_code == 403
    assert client.post(reverse("operations_refused_rows"), {"sealed": "x"}).status_code == 404
