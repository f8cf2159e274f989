"""The statement: one row a coupon, where its yen is, and totals that are the rows' sums."""

import csv
import json

import pytest
from django.core.management import CommandError, call_command

from config import clock
from coupons import eligibility
from payouts import entitlements
from payouts.models import Entitlement
from payouts.statement import COLUMNS, YEN_COLUMNS, totals, write_csv
from tests.makers import coupon, hanako, japan, jiro, other_scheme, pay, regionpay, regionpay_told

pytestmark = pytest.mark.django_db

AT = japan("2023-04-02 12:00")


@pytest.fixture
def statement(tmp_path):
    """Rows by inquiry number, after the duties."""

    def write() -> dict[str, dict[str, str]]:
        eligibility.extend(regionpay(), AT)
        entitlements.freeze(regionpay(), AT)
        write_csv(regionpay(), tmp_path / "statement.csv", AT)
        with (tmp_path / "statement.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            assert tuple(reader.fieldnames) == COLUMNS
            return {row["inquiry_no"]: row for row in reader}

    return write


def shown(row: dict[str, str], *columns: str) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


def test_hanakos_yen_waits_to_be_sent_to_her(statement):
    on = coupon(member=hanako(regionpay()))

    assert shown(statement()[on.inquiry_no], "ground", "path", "frozen_yen", "owed_yen", "waiting_yen") == (
        "A",
        "member",
        "3000",
        "3000",
        "3000",
    )


def test_taros_paper_waits_to_be_claimed(statement):
    on = coupon()

    assert shown(statement()[on.inquiry_no], "path", "unclaimed_yen", "waiting_yen") == ("claim", "3000", "0")


def test_jiro_left_before_the_freeze_and_has_to_claim(statement):
    on = coupon(member=jiro(regionpay()))

    assert shown(statement()[on.inquiry_no], "path", "unclaimed_yen") == ("claim", "3000")


@pytest.mark.parametrize(("left_at", "path"), [("2023-03-31 23:59:59", "claim"), ("2023-04-01 00:00:00", "member")])
def test_having_left_is_judged_at_the_freeze(statement, left_at, path):
    on = coupon(member=hanako(regionpay(), left_at=japan(left_at)))

    assert statement()[on.inquiry_no]["path"] == path


def test_a_coupon_that_is_not_covered_shows_its_balance_and_owes_nothing(statement):
    on = coupon(last_minute="2023-02-25 23:59")

    assert shown(statement()[on.inquiry_no], "ground", "path", "frozen_yen", "owed_yen") == ("", "", "3000", "0")


def test_what_has_lapsed_is_in_its_own_bucket(statement):
    on = coupon()
    statement()
    Entitlement.objects.update(lapsed_at=AT)

    assert shown(statement()[on.inquiry_no], "owed_yen", "unclaimed_yen", "lapsed_yen") == ("3000", "0", "3000")


def test_late_files_are_shown_until_the_next_freeze(statement, tmp_path):
    on = coupon()
    statement()
    pay(on, 500, "2023-03-31 18:00")
    write_csv(regionpay(), tmp_path / "late.csv", AT)

    assert f"{on.inquiry_no},47,A,claim,2500,3000,3000,0,0,0,0,0,0,0,0,-500" in (tmp_path / "late.csv").read_text()
    assert shown(statement()[on.inquiry_no], "owed_yen", "late_yen") == ("2500", "0")


def test_totals_are_the_sums_of_the_rows(statement):
    coupon(member=hanako(regionpay()))
    coupon(yen=2000)
    coupon(last_minute="2023-02-25 23:59")
    rows = statement().values()

    sums = totals(regionpay(), AT)
    assert {name: sums[name] for name in YEN_COLUMNS} == {
        name: sum(int(row[name]) for row in rows) for name in YEN_COLUMNS
    }
    assert (sums["coupons"], sums["extended_coupons"], sums["owed_coupons"], sums["owed_yen"]) == (3, 2, 2, 5000)


def test_rows_come_by_inquiry_number(statement):
    for no in ("300000000000", "100000000000", "200000000000"):
        coupon(inquiry_no=no)

    assert list(statement()) == ["100000000000", "200000000000", "300000000000"]


def test_an_empty_scheme_has_a_header_and_zeros(statement):
    assert statement() == {}
    assert set(totals(regionpay(), AT).values()) == {0}


def test_another_schemes_coupons_are_not_shown(statement):
    coupon(other_scheme())

    assert statement() == {}


def test_the_command_prints_the_totals(capsys):
    coupon()
    clock.move_to(AT)
    call_command("duties")
    capsys.readouterr()

    call_command("statement")

    assert capsys.readouterr().out.splitlines()[:5] == [
        "クーポン 1枚　うち延長 1枚　補償額あり 1枚",
        "確定時の残額（対象外を含む）：3,000円",
        "補償額：3,000円",
        "うち決定による額（台帳のほか、2名で）：0円",
        "　申請待ち：3,000円",
    ]


def test_the_command_lists_extensions_that_fell_away_after_regionpay_was_told(capsys):
    on = coupon(yen=1000)
    clock.move_to(AT)
    call_command("duties")
    regionpay_told()
    pay(on, 1000, "2023-02-25 12:00")

    call_command("statement", "--json")

    assert json.loads(capsys.readouterr().out.splitlines()[-1])["told_extensions_no_longer_holding"] == 1


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CommandError, match="書けません"):
        call_command("statement", "--csv", str(tmp_path / "nowhere" / "statement.csv"))
