"""One refusal a row: the first faulty column in the order of the header table, whatever the order in the file."""

import pytest

from coupons.loading.run import load
from tests.coupons.load_files import HEADERS, TARO, load_lines, load_rows, places, tally, taros_coupon, write
from tests.makers import issuer, pay, regionpay

pytestmark = pytest.mark.django_db

GOOD = {
    "members": {"member_no": "M1", "phone": "0980000000", "email": "m@example.jp", "left_at": "2023-03-01 10:00"},
    "issuers": {"issuer_no": "I2", "name": "宿", "prefecture": "47", "phone": "0980000000"},
    "stores": {"store_no": "S2", "name": "店", "prefecture": "01", "phone": ""},
    "coupons": {
        "inquiry_no": "100000000077",
        "prefecture": "47",
        "issuer_no": "I1",
        "face_value": "3000",
        "issued_at": "2023-02-23 15:00",
        "travel_on": "2023-02-23",
        "expires_at": "2023-02-24 23:59",
        "member_no": "",
        "charged_at": "",
    },
    "entries": {
        "entry_no": "T1",
        "inquiry_no": TARO,
        "kind": "決済",
        "amount": "500",
        "occurred_at": "2023-02-24 18:00",
        "store_no": "S1",
        "cancels": "",
    },
}
FAULTS = [
    ("members", "member_no", ["", "M 1", "会員1", "M" * 41, 'M"1']),
    ("members", "phone", ["12", "9012345678", "090123456789", "abc", "00901234567", "01-23"]),
    ("members", "email", ["m", "m@", "@example.jp", "m@example", "a b@example.jp", "a@b@c.jp", "名前@example.jp"]),
    ("members", "email", ["m@example.jp" + "p" * 250, "a@example.jp>", "<a@example.jp"]),
    ("members", "left_at", ["2023-03-32 10:00", "昨日"]),
    ("issuers", "issuer_no", ["", "I" * 41]),
    ("issuers", "name", ["", " ", "　", "宿" * 201]),
    ("stores", "prefecture", ["", "0", "00", "48", "99", "7", "047", "沖縄県", "-1"]),
    ("stores", "phone", ["1"]),
    ("coupons", "inquiry_no", ["", "10000000007", "1000000000777", "=1+1", "10000000007a"]),
    ("coupons", "prefecture", ["48"]),
    ("coupons", "issuer_no", ["", "I9", "i1"]),
    ("coupons", "face_value", ["", "0", "00", "-1", "+1", "1.5", "10000000", "9" * 30, "3 000", "NaN"]),
    ("coupons", "issued_at", ["", "2023-02-23"]),
    ("coupons", "travel_on", ["", "2023-02-30"]),
    ("coupons", "expires_at", ["", "2023-02-24 24:00"]),
    ("coupons", "member_no", ["M9"]),
    ("coupons", "charged_at", ["2023-02-23 16:00"]),
    ("entries", "entry_no", ["", "T 1", "T" * 41, "HOSHO-R1-1", "HOSHO-I100000000001", "HOSHO-"]),
    ("entries", "inquiry_no", ["", "100000000002"]),
    ("entries", "kind", ["", "返品", "発行", "issue", "reversal", "戻入の取消"]),
    ("entries", "amount", ["", "0", "-500", "500円", "¥500", "10000000"]),
    ("entries", "occurred_at", ["", "24:00"]),
    ("entries", "store_no", ["S9"]),
    ("entries", "cancels", ["T0"]),
]


def row(of: str, **values: str) -> str:
    """A good row but for `values`, quoted where it must be."""
    cells = (GOOD[of] | values).values()
    return ",".join('"' + cell.replace('"', '""') + '"' if '"' in cell else cell for cell in cells)


@pytest.mark.parametrize("kind", GOOD)
def test_the_good_row_is_good(tmp_path, kind):
    taros_coupon()

    assert tally(load_rows(tmp_path, kind, row(kind))) == {"read": 1, "added": 1}


@pytest.mark.parametrize(
    ("kind", "column", "value"), [(kind, column, value) for kind, column, values in FAULTS for value in values]
)
def test_a_faulty_value_is_refused_at_its_column_and_nothing_else_is(tmp_path, kind, column, value):
    taros_coupon()

    report = load_rows(tmp_path, kind, row(kind, **{column: value}))

    assert (tally(report), places(report.refused)) == ({"read": 1, "refused": 1}, [(2, column)])


@pytest.mark.parametrize(("kind", "first"), [(kind, first) for kind in GOOD for first in range(len(GOOD[kind]) - 1)])
def test_of_many_faults_the_first_column_of_the_header_table_is_named(tmp_path, kind, first):
    taros_coupon()
    columns = list(GOOD[kind])
    cells = GOOD[kind] | dict.fromkeys(columns[first:], "? ?\x01")
    backwards = ",".join(reversed(columns)), ",".join(reversed(cells.values()))

    assert places(load_lines(tmp_path, *backwards).refused) == [(2, columns[first])]


def test_a_reference_to_a_refused_row_is_unknown(tmp_path):
    issuer(regionpay())
    files = [
        write(tmp_path, "members.csv", HEADERS["members"], "M1,12,,"),
        write(tmp_path, "coupons.csv", HEADERS["coupons"], row("coupons", member_no="M1")),
        write(tmp_path, "entries.csv", HEADERS["entries"], row("entries", inquiry_no="100000000077")),
    ]

    reports = load(scheme=regionpay(), paths=files)

    assert {name: places(report.refused) for name, report in reports.items()} == {
        "members.csv": [(2, "phone")],
        "coupons.csv": [(2, "member_no")],
        "entries.csv": [(2, "inquiry_no")],
    }


def test_a_payment_without_a_shop_is_taken(tmp_path):
    taros_coupon()

    assert load_rows(tmp_path, "entries", row("entries", store_no="")).added == 1


def test_what_is_on_record_is_never_overwritten_by_a_refused_row(tmp_path):
    payment = pay(taros_coupon(), 500, "2023-02-24 18:00")

    report = load_rows(tmp_path, "entries", row("entries", entry_no=payment.entry_no, amount="0"))

    payment.refresh_from_db()
    assert (places(report.refused), payment.amount_yen) == ([(2, "amount")], -500)


@pytest.mark.parametrize("number", ["1" * 34, "番号", "1\u3000"])
def test_a_looser_number_pattern_of_another_scheme_breaks_nothing(tmp_path, number):
    scheme = regionpay()
    scheme.inquiry_no_pattern = ".*"
    scheme.save()
    issuer(scheme)

    report = load_rows(tmp_path, "coupons", row("coupons", inquiry_no="A-1"), row("coupons", inquiry_no=number))

    assert (report.added, report.read) == (1 if number != "1\u3000" else 2, 2)
