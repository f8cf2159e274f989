"""What was restored of each shop's payments in a period, for its settlement: reversals are negative rows."""

import io
from datetime import datetime
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from config import clock
from coupons import reinstatement, settlements
from coupons.models import Entry, SettledEntry, SettlementList
from coupons.settlements import Period
from tests.changes.people import AT, restored
from tests.changes.test_screens import said
from tests.makers import coupon, japan, other_scheme, pay, regionpay, store
from tests.races.guards import refusal
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


def closed(until: str = "2023-04-01 00:00", at: str = "2023-04-01 00:05") -> SettlementList:
    return settlements.close(scheme=regionpay(), until=japan(until), who="jimu", at=japan(at))


def takes(client: Client, **given):
    return client.post(reverse("settlement_download"), {"list": closed().number} | given)


def sums(period: Period | SettlementList, **more) -> list[tuple]:
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
    answer = takes(jimu)

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
    assert answer["Content-Disposition"] == 'attachment; filename="settlement_0001.xlsx"'
    event = AuditEvent.objects.get(action="settlement list downloaded")
    assert (event.who, event.about, event.detail) == (
        "jimu",
        f"coupons.scheme/{regionpay().pk}",
        {"number": 1, "rows": 1},
    )


def test_a_shops_own_list_has_no_other_shop(jimu):
    restored()
    elsewhere()
    by_shop, rows = sheets(takes(jimu, store="S2").content)
    assert [row[0] for row in (*by_shop[1:], *rows[1:])] == ["S2", "合計", "S2", "合計"]
    assert AuditEvent.objects.get(action="settlement list downloaded").about == f"coupons.store/{other_shop().pk}"
    assert jimu.post(reverse("settlement_download"), {"list": 1, "store": "S99"}).status_code == 404
    assert jimu.post(reverse("settlement_download"), {"list": 2}).status_code == 404


def test_rows_that_do_not_come_to_the_sums_are_not_handed_out(jimu, monkeypatch):
    restored()
    monkeypatch.setattr(settlements, "_rows", lambda *_: iter([]))
    with pytest.raises(settlements.DoesNotAddUp):
        settlements.write_list(io.BytesIO(), closed("2023-03-25 00:00"))
    answer = jimu.post(reverse("settlement_download"), {"list": 1})
    assert (answer.status_code, "もう一度受け取ってください。" in said(answer)) == (409, True)


def test_the_screen_shows_the_period_and_what_is_wrong_with_it(jimu):
    restored()
    store(regionpay())
    shown = said(jimu.get(reverse("settlements"), {"since": "2023-03-01", "last": "2023-03-31"}))
    assert "土産店 S1 1件 500円 0件 0円 500円" in shown.replace("\u3000", " ")
    assert "この期間に、戻した決済はありません。" in said(jimu.get(reverse("settlements")))  # April
    wrong = jimu.get(reverse("settlements"), {"since": "2023-03-31", "last": "2023-03-01"})
    assert (wrong.status_code, "終わりの日は、始めの日から" in said(wrong)) == (422, True)
    assert jimu.post(reverse("settlement_download"), {"list": "x"}).status_code == 404


def test_an_auditor_looks_and_takes_nothing(jimu):
    restored()
    auditor = client_of(staff("kansa", "auditor"))
    shown = said(auditor.get(reverse("settlements"), {"since": "2023-03-01", "last": "2023-03-31"}))
    assert ("土産店" in shown, "xlsx" in shown) == (True, False)
    assert auditor.post(reverse("settlement_download")).status_code == 403


def test_a_time_that_is_not_over_is_not_closed():
    restored()
    with pytest.raises(settlements.NotOver):
        closed("2023-04-01 00:00", at="2023-03-31 23:59")


def test_a_list_stays_and_takes_its_own():
    entry = restored()
    of = closed()
    payment, late = entry.restores, restored_at("2023-04-01 00:00")

    assert (
        refusal(lambda: SettlementList.objects.update(net_yen=1))
        == "coupons_settlementlist takes inserts only (a_settlement_stays)"
    )
    assert (
        refusal(lambda: SettledEntry.objects.all().delete())
        == "coupons_settledentry takes inserts only (a_settled_entry_stays)"
    )
    for wrong in (payment, late):
        deed = partial(SettledEntry.objects.create, entry=wrong, list=of)
        assert refusal(deed) == "a_settlement_takes_what_was_restored_in_its_time"


def test_a_list_is_closed_on_the_screen(jimu):
    restored()
    answer = jimu.post(reverse("settlement_close"), {"last": "2023-03-31"}, follow=True)
    assert "一覧 1 を締めました。" in answer.text
    assert "この一覧に入っている分です。" in said(answer)

    again = jimu.post(reverse("settlement_close"), {"last": "2023-03-31"})
    assert (again.status_code, "もうすべて一覧に入っています。" in said(again)) == (409, True)
    today = jimu.post(reverse("settlement_close"), {"last": "2023-04-10"})
    assert (today.status_code, "まだ終わっていない日です。" in said(today)) == (422, True)
    assert jimu.post(reverse("settlement_close"), {"last": "x"}).status_code == 422
