"""What a later file may change, and what it may not: the rest differs and stays as it is (design 5 "Loading")."""

import pytest

from coupons.loading.run import load
from coupons.models import Coupon, Member
from tests.coupons.load_files import HEADERS, contents, load_file, load_rows, tally, write
from tests.makers import issuer, japan, regionpay
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

COUPON = "100000000077,47,I1,3000,2023-02-23 15:00,2023-02-23,2023-02-24 23:59,"
PAPER, CHARGED = COUPON + ",", COUPON + "M1,2023-02-23 16:00"


@pytest.fixture(autouse=True)
def people():
    issuer(regionpay())
    for number in ("M1", "M2"):
        Member.objects.create(scheme=regionpay(), member_no=number, phone="0980000000", email="m@example.jp")


@pytest.mark.parametrize(
    ("row", "now", "columns"),
    [
        ("M1,0980000001,m@example.jp,", ("0980000001", "m@example.jp", None), ["phone"]),
        ("M1,0980000000,n@example.jp,", ("0980000000", "n@example.jp", None), ["email"]),
        (
            "M1,0980000000,m@example.jp,2023-03-20 12:00",
            ("0980000000", "m@example.jp", japan("2023-03-20 12:00")),
            ["left_at"],
        ),
        (
            "M1,,,2023-03-20 12:00",
            ("", "", japan("2023-03-20 12:00")),
            ["phone", "email", "left_at"],
        ),
    ],
)
def test_a_members_contacts_and_leaving_change_and_the_trail_says_where_but_not_what(tmp_path, row, now, columns):
    report = load_file(write(tmp_path, "members-0320.csv", HEADERS["members"], "M2,0980000000,m@example.jp,", row))
    member = Member.objects.get(member_no="M1")
    event = AuditEvent.objects.get(action="changed by file")

    contacts = {"contacts": 1} if columns != ["left_at"] else {}
    assert tally(report) == {"read": 2, "changed": 1, "unchanged": 1, **contacts}
    assert (member.contact_changed_at is not None) == bool(contacts)
    assert (member.phone, member.email, member.left_at) == now
    assert (event.who, event.about) == ("command:load", f"coupons.member/{member.pk}")
    assert event.detail == {"file": "members-0320.csv", "line": 3, "columns": columns}


def test_who_changed_contacts_and_how_many_is_one_row_of_the_trail(tmp_path):
    changed = write(tmp_path, "members-0401.csv", HEADERS["members"], "M1,0980000001,,", "M2,,m@example.jp,")
    load(scheme=regionpay(), paths=[changed, write(tmp_path, "new.csv", HEADERS["members"], "M3,,,")], who="sato")
    load(scheme=regionpay(), paths=[changed], who="sato")  # says nothing new

    event = AuditEvent.objects.get(action="contacts changed by file")
    assert (event.who, event.about) == ("sato", "contacts/regionpay-2023")
    assert event.detail == {"files": {"members-0401.csv": 2}}
    assert {event.who for event in AuditEvent.objects.filter(action="changed by file")} == {"sato"}


def test_a_member_who_comes_back_is_no_longer_left(tmp_path):
    load_rows(tmp_path, "members", "M1,0980000000,m@example.jp,2023-03-20 12:00")

    assert load_rows(tmp_path, "members", "M1,0980000000,m@example.jp,").changed == 1
    assert Member.objects.get(member_no="M1").left_at is None


@pytest.mark.parametrize(
    ("first", "then", "columns"),
    [
        (PAPER, CHARGED, ["member_id", "charged_at"]),
        (PAPER, COUPON + "M1,", ["member_id"]),
        (COUPON + "M1,", CHARGED, ["charged_at"]),
    ],
)
def test_a_coupons_member_and_charging_time_are_filled_in_once(tmp_path, first, then, columns):
    load_rows(tmp_path, "coupons", first)

    assert tally(load_rows(tmp_path, "coupons", then)) == {"read": 1, "changed": 1}
    assert tally(load_rows(tmp_path, "coupons", then)) == {"read": 1, "unchanged": 1}
    on = Coupon.objects.get()
    assert (on.member.member_no, on.charged_at) == ("M1", japan("2023-02-23 16:00") if then == CHARGED else None)
    event = AuditEvent.objects.get(action="changed by file")
    assert (event.about, event.detail["columns"]) == (f"coupons.coupon/{on.pk}", columns)


@pytest.mark.parametrize(
    ("kind", "first", "then"),
    [
        ("coupons", CHARGED, PAPER),
        ("coupons", CHARGED, COUPON + "M1,"),
        ("coupons", CHARGED, COUPON + "M2,2023-02-23 16:00"),
        ("coupons", CHARGED, COUPON + "M1,2023-02-23 17:00"),
        ("coupons", COUPON + "M1,", COUPON + "M2,2023-02-23 16:00"),
        ("coupons", PAPER, CHARGED.replace("3000", "2000")),
        ("coupons", PAPER, PAPER.replace("47,I1", "46,I1")),
        ("coupons", PAPER, PAPER.replace("I1", "I2")),
        ("coupons", PAPER, PAPER.replace("15:00", "15:01")),
        ("coupons", PAPER, PAPER.replace("2023-02-23,", "2023-02-22,")),
        ("coupons", PAPER, PAPER.replace("23:59", "23:58")),
        ("issuers", "I2,次,47,", "I2,次々,47,"),
        ("issuers", "I2,次,47,", "I2,次,46,"),
        ("stores", "S2,店,47,", "S2,店,47,0980000000"),
        ("entries", "T1,100000000088,決済,500,2023-02-24 18:00,S2,", "T1,100000000088,決済,501,2023-02-24 18:00,S2,"),
        ("entries", "T1,100000000088,決済,500,2023-02-24 18:00,S2,", "T1,100000000088,決済,500,2023-02-24 18:01,S2,"),
        ("entries", "T1,100000000088,決済,500,2023-02-24 18:00,S2,", "T1,100000000088,決済,500,2023-02-24 18:00,,"),
        ("entries", "T1,100000000088,決済,500,2023-02-24 18:00,S2,", "T1,100000000088,取消,500,2023-02-24 18:00,S2,"),
        ("entries", "T1,100000000088,決済,500,2023-02-24 18:00,S2,", "T1,100000000077,決済,500,2023-02-24 18:00,S2,"),
    ],
)
def test_anything_else_under_a_known_key_differs_and_stays(tmp_path, kind, first, then):
    if kind != "issuers":
        load_rows(tmp_path, "issuers", "I2,次,47,")
    if kind == "entries":
        load_rows(tmp_path, "stores", "S2,店,47,")
        load_rows(tmp_path, "coupons", PAPER, PAPER.replace("77", "88"))
    assert load_rows(tmp_path, kind, first).added == 1
    before = contents()

    assert tally(load_rows(tmp_path, kind, then)) == {"read": 1, "differing": 1}
    assert contents() == before
    assert AuditEvent.objects.filter(action="changed by file").count() == 0
