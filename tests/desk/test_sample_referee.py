"""The referee reads the notice as expected.csv of data/sample does, and by itself."""

import ast
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desk.referee import CANCELLATION, PAYMENT, Coupon, Entry, Verdict, japan, judge, judge_folder, rows

REPOSITORY = Path(__file__).parents[2]
SAMPLE = REPOSITORY / "data" / "sample"

PAPER = Coupon(
    inquiry_no="100000000001",
    prefecture="47",
    issuer_no="I0001",
    face_value_yen=1000,
    issued_at=japan("2023-02-23 15:00"),
    travel_on="2023-02-23",
    last_minute=japan("2023-02-24 23:59"),
)
CHARGED = replace(PAPER, member_no="M0000001", charged_at=japan("2023-02-23 16:00"))


def paid(yen: int, at: str, entry_no: str = "T1") -> Entry:
    return Entry(entry_no, PAYMENT, yen, japan(at), "S00001")


def cancelled(yen: int, at: str, cancels: str = "") -> Entry:
    return Entry("T9", CANCELLATION, yen, japan(at), "S00001", cancels)


def test_every_coupon_of_the_shared_sample_is_judged_as_its_expected_csv_says():
    answers = {
        coupon.inquiry_no: (coupon.prefecture, v.ground, str(v.frozen_yen), str(v.owed_yen), v.path)
        for coupon, v in judge_folder(SAMPLE)
    }
    expected = {row["inquiry_no"]: tuple(row.values())[1:] for row in rows(SAMPLE / "expected.csv")}

    assert len(expected) == 2000
    assert answers == expected


def test_the_referee_and_the_population_import_no_room_of_hosho_and_no_django():
    imported = set()
    for name in ("referee", "population"):
        for node in ast.walk(ast.parse((REPOSITORY / "desk" / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module)

    assert {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names} == {"desk.referee"}


@pytest.mark.parametrize(
    ("last_minute", "verdict"),
    [
        ("2023-02-23 23:59", Verdict("", 1000, 0, "")),
        ("2023-02-24 23:58", Verdict("", 1000, 0, "")),
        ("2023-02-24 23:59", Verdict("A", 1000, 1000, "claim")),
        ("2023-02-25 00:00", Verdict("", 1000, 0, "")),
        ("2023-02-25 23:59", Verdict("", 1000, 0, "")),
    ],
)
def test_only_the_minute_of_24_february_23_59_gives_ground_a(last_minute, verdict):
    assert judge(replace(PAPER, last_minute=japan(last_minute)), [], None) == verdict


@pytest.mark.parametrize(
    ("yen", "at", "verdict"),
    [
        (999, "2023-02-26 23:59:59", Verdict("A", 1, 1, "claim")),
        (1000, "2023-02-26 23:59:59", Verdict("", 0, 0, "")),
        (1000, "2023-02-27 00:00:00", Verdict("A", 0, 0, "")),
        (1000, "2023-03-31 23:59:59", Verdict("A", 0, 0, "")),
        (1000, "2023-04-01 00:00:00", Verdict("A", 1000, 1000, "claim")),
    ],
)
def test_a_payment_counts_to_the_second_for_the_ground_and_for_the_freeze(yen, at, verdict):
    assert judge(PAPER, [paid(yen, at)], None) == verdict


@pytest.mark.parametrize(
    ("left", "path"),
    [
        (None, "member"),
        ("2023-03-31 23:59:59", "claim"),
        ("2023-04-01 00:00:00", "member"),
    ],
)
def test_who_left_the_app_before_the_freeze_has_to_claim(left, path):
    assert judge(CHARGED, [], left and japan(left)) == Verdict("A", 1000, 1000, path)


@pytest.mark.parametrize(
    ("cancels", "verdict"),
    [("T1", Verdict("A", 1000, 1000, "claim")), ("", Verdict("A", 400, 400, "claim"))],
)
def test_a_cancellation_of_april_counts_in_march_only_if_it_names_its_payment(cancels, verdict):
    entries = [cancelled(600, "2023-04-03 12:00", cancels), paid(600, "2023-03-30 12:00")]

    assert judge(PAPER, entries, None) == verdict


@pytest.mark.parametrize(
    ("cancels", "verdict"),
    [("T1", Verdict("A", 1000, 1000, "claim")), ("", Verdict("", 1000, 0, ""))],
)
def test_a_cancellation_of_march_gives_the_ground_back_only_if_it_names_its_payment(cancels, verdict):
    entries = [paid(1000, "2023-02-26 12:00"), cancelled(1000, "2023-03-02 12:00", cancels)]

    assert judge(PAPER, entries, None) == verdict
