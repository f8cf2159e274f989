"""What was restored of each shop's payments in a period, for its settlement: reversals are negative rows."""

import io
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from config import clock
from coupons import reinstatement, settlements
from coupons.models import Entry
from coupons.settlements import Period
from tests.changes.people import AT, restored
from tests.changes.test_screens import said
from tests.makers import coupon, japan, other_scheme, pay, regionpay, store
from tests.shops.people import other_shop
from tests.staff.people import client_of, staff
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

MARCH = Period(japan("2023-03-01 00:00"), japan("2023-04-01 00:00"))
APRIL = Period(japan("2023-04-01 00:00"), japan("2023-05-01 00:00"))


def restored_at(at: str, yen: int = 500) -> Entry:
    payment = pay(coupon(last_minute="2023-02-25 23:59"), yen, "2023-02-24 18:00")
    return reinstatement.reinstate(payment=payment, amount_yen=yen, ground="B1", who="sato", at=japan(at))


def elsewhere(yen: int = 700) -> Entry:
    """Restored in March at the other shop."""
    other_shop()
    payment = pay(coupon(last_minute="2023-02-25 23:59"), yen, "2023-02-24 18:00")
    values = {"scheme": payment.scheme, "coupon": payment.coupon, "kind": "payment", "store": other_shop()}
    theirs = Entry.objects.create(
        entry_no="T-S2", amount_yen=-yen, occurred_at=payment.occurred_at, counts_at=payment.occurred_at, **values
    )
    return reinstatement.reinstate(payment=theirs, amount_yen=yen, ground="B1", who="sato", at=AT)


def sums(period: Period, **more) -> list[tuple]:
    lines = settlements.by_shop(regionpay(), period, **more)
    return [(one.store.no, one.restored, one.restored_yen, one.reversals, one.reversed_yen) for one in lines]


def sheets(content: bytes) -> list[list[list]]:
    book = load_workbook(io.BytesIO(content))
    return [[[cell.value for cell in row] for row in page.iter_rows()] for page in book.worksheets]


@pytest.fixture
def jimu() -> Client:
    clock.move_to(japan("2023-04-10 10:00"))
    return client_of(staff("jimu", "operator"))


@pytest.mark.parametrize(
    ("at", "in_march", "in_april"),
    [
        ("2023-02-28 23:59", 0, 0),
        ("2023-03-01 00:00", 1, 0),
        ("2023-03-31 23:59", 1, 0),
        ("2023-04-01 00:00", 0, 1),
    ],
)
def test_a_restoration_is_of_the_day_on_which_it_was_written(at, in_march, in_april):
    restored_at(at)
    assert (len(sums(MARCH)), len(sums(APRIL))) == (in_march, in_april)


def test_a_reversal_is_negative_in_its_own_period():
    entry = restored()
    restored(yen=300)
    reinstatement.reverse(reinstatement=entry, amount_yen=500, who="sato", at=japan("2023-04-03 10:00"))

    assert sums(MARCH) == [("S1", 2, 800, 0, 0)]
    assert sums(APRIL) == [("S1", 0, 0, 1, -500)]


def test_shop_by_shop_and_one_shop_alone():
    restored()
    elsewhere()
    assert sums(MARCH) == [("S1", 1, 500, 0, 0), ("S2", 1, 700, 0, 0)]
    assert sums(MARCH, store=other_shop()) == [("S2", 1, 700, 0, 0)]
    assert settlements.by_shop(other_scheme(), MARCH) == []


def test_the_list_has_its_sums_and_every_row(jimu):
    entry = restored()
    payment = entry.restores
    answer = jimu.post(reverse("settlement_download"), {"since": "2023-03-01", "last": "2023-03-31"})

    by_shop, rows = sheets(answer.content)
    assert by_shop[1:] == [["S1", "土産店", 1, 500, 0, 0, 500], ["合計", None, 1, 500, 0, 0, 500]]
    assert rows[1] == [
        "S1",
        "土産店",
        datetime(2023, 3, 20, 10),
        "戻入",
        entry.entry_no,
        payment.entry_no,
        datetime(2023, 2, 24, 18),
        500,
        entry.coupon.inquiry_no[-4:],
        500,
    ]
    assert (rows[2][0], rows[2][-1]) == ("合計", 500)
    assert answer["Content-Disposition"] == 'attachment; filename="settlement_20230301_20230331.xlsx"'
    event = AuditEvent.objects.get(action="settlement list downloaded")
    assert (event.who, event.about, event.detail) == (
        "jimu",
        f"coupons.scheme/{regionpay().pk}",
        {"days": ["2023-03-01", "2023-03-31"], "rows": 1},
    )


def test_a_shops_own_list_has_no_other_shop(jimu):
    restored()
    elsewhere()
    given = {"since": "2023-03-01", "last": "2023-03-31", "store": "S2"}
    by_shop, rows = sheets(jimu.post(reverse("settlement_download"), given).content)
    assert [row[0] for row in (*by_shop[1:], *rows[1:])] == ["S2", "合計", "S2", "合計"]
    assert AuditEvent.objects.get(action="settlement list downloaded").about == f"coupons.store/{other_shop().pk}"
    assert jimu.post(reverse("settlement_download"), given | {"store": "S99"}).status_code == 404


def test_rows_that_do_not_come_to_the_sums_are_not_handed_out(jimu, monkeypatch):
    restored()
    monkeypatch.setattr(settlements, "_rows", lambda *_: iter([]))
    with pytest.raises(settlements.DoesNotAddUp):
        settlements.write_list(io.BytesIO(), regionpay(), MARCH)
    answer = jimu.post(reverse("settlement_download"), {"since": "2023-03-01", "last": "2023-03-31"})
    assert (answer.status_code, "もう一度受け取ってください。" in said(answer)) == (409, True)


def test_the_screen_shows_the_period_and_what_is_wrong_with_it(jimu):
    restored()
    store(regionpay())
    shown = said(jimu.get(reverse("settlements"), {"since": "2023-03-01", "last": "2023-03-31"}))
    assert "土産店 S1 1件 500円 0件 0円 500円" in shown.replace("\u3000", " ")
    assert "この期間に、戻した決済はありません。" in said(jimu.get(reverse("settlements")))  # April
    wrong = jimu.get(reverse("settlements"), {"since": "2023-03-31", "last": "2023-03-01"})
    assert (wrong.status_code, "終わりの日は、始めの日から" in said(wrong)) == (422, True)
    assert jimu.post(reverse("settlement_download"), {"since": "x", "last": ""}).status_code == 422


def test_an_auditor_looks_and_takes_nothing(jimu):
    restored()
    auditor = client_of(staff("kansa", "auditor"))
    shown = said(auditor.get(reverse("settlements"), {"since": "2023-03-01", "last": "2023-03-31"}))
    assert ("土産店" in shown, "xlsx" in shown) == (True, False)
    assert auditor.post(reverse("settlement_download")).status_code == 403
