"""`sample` writes the files of data/sample, byte by byte in their form, and never over anything."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from desk.management.commands.sample import Command, write_sample
from desk.referee import judge_folder, rows

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
NAMES = ["coupons.csv", "entries.csv", "expected.csv", "expected_b.csv", "issuers.csv", "members.csv", "stores.csv"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "new"
    write_sample(coupons=3000, seed=3, out=folder)
    return folder


def run(**options) -> str:
    said = StringIO()
    Command(stderr=said, no_color=True).handle(**{"coupons": 50, "seed": 1} | options)
    return said.getvalue()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def first_line(path: Path) -> bytes:
    return path.read_bytes().split(b"\n")[0]


def test_the_files_have_the_names_of_the_shared_sample(folder):
    assert list(contents(folder)) == NAMES


@pytest.mark.parametrize("name", [name for name in NAMES if name != "entries.csv"])
def test_header_byte_order_mark_encoding_and_line_end_are_those_of_the_shared_sample(folder, name):
    assert first_line(folder / name) == first_line(SAMPLE / name)


def test_entries_have_one_more_column_for_the_payment_a_cancellation_names(folder):
    assert first_line(folder / "entries.csv") == first_line(SAMPLE / "entries.csv")[:-1] + ",元取引番号\r".encode()


@pytest.mark.parametrize("name", NAMES)
def test_every_line_ends_with_carriage_return_and_line_feed(folder, name):
    data = (folder / name).read_bytes()

    assert (data.count(b"\n"), data[-2:]) == (data.count(b"\r\n"), b"\r\n")


@pytest.mark.parametrize("name", ["issuers.csv", "stores.csv"])
def test_issuers_and_stores_are_cp932_as_a_spreadsheet_saves_them(folder, name):
    lines = list(csv.reader((folder / name).read_bytes().decode("cp932").splitlines()))

    assert {len(line) for line in lines} == {4}
    assert len({line[2] for line in lines[1:]}) == 26


def test_times_are_written_as_in_the_shared_sample(folder):
    coupon = next(row for row in rows(folder / "coupons.csv") if row["チャージ日時"])
    entry = next(rows(folder / "entries.csv"))

    assert [len(coupon[name]) for name in ("発行日時", "旅行日", "有効期限", "チャージ日時")] == [19, 10, 16, 19]
    assert len(entry["日時"]) == 19


def test_every_number_that_a_row_names_is_in_the_other_files(folder):
    coupons, entries = list(rows(folder / "coupons.csv")), list(rows(folder / "entries.csv"))

    assert {c["会員番号"] for c in coupons} - {m["会員番号"] for m in rows(folder / "members.csv")} == {""}
    assert {e["お問合せ番号"] for e in entries} - {c["お問合せ番号"] for c in coupons} == set()
    assert {e["元取引番号"] for e in entries} - {e["取引番号"] for e in entries} == {""}
    assert len({e["取引番号"] for e in entries}) == len(entries)


def test_some_cancellation_stands_before_the_payment_it_names(folder):
    line = {entry["取引番号"]: i for i, entry in enumerate(rows(folder / "entries.csv"))}
    forward = {line[e["元取引番号"]] > line[e["取引番号"]] for e in rows(folder / "entries.csv") if e["元取引番号"]}

    assert forward == {True, False}


def test_expected_csv_is_what_the_referee_reads_from_the_files_sorted_by_number(folder):
    judged = [
        [c.inquiry_no, c.prefecture, v.ground, str(v.frozen_yen), str(v.owed_yen), v.path]
        for c, v in judge_folder(folder)
    ]

    assert [list(row.values()) for row in rows(folder / "expected.csv")] == sorted(judged)


def test_expected_b_names_payments_of_its_coupon_and_their_sum(folder):
    entries = {entry["取引番号"]: entry for entry in rows(folder / "entries.csv")}
    answers = list(rows(folder / "expected_b.csv"))

    assert [row["inquiry_no"] for row in answers] == sorted(row["inquiry_no"] for row in answers)
    for row in answers:
        wrong = [entries[entry_no] for entry_no in row["entry_nos"].split("|")]
        assert {entry["お問合せ番号"] for entry in wrong} == {row["inquiry_no"]}
        assert sum(int(entry["金額"]) for entry in wrong) == int(row["yen"])


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    write_sample(coupons=500, seed=5, out=tmp_path / "first")
    write_sample(coupons=500, seed=5, out=tmp_path / "again")

    assert contents(tmp_path / "first") == contents(tmp_path / "again")


def test_another_seed_writes_another_population(tmp_path):
    write_sample(coupons=500, seed=5, out=tmp_path / "first")
    write_sample(coupons=500, seed=6, out=tmp_path / "other")

    same = [name for name, data in contents(tmp_path / "first").items() if contents(tmp_path / "other")[name] == data]
    assert same == []


def test_the_command_tells_on_one_line_what_it_wrote(tmp_path):
    said = run(out=tmp_path / "a" / "b")

    answers = list(rows(tmp_path / "a" / "b" / "expected.csv"))
    owed_yen = sum(int(row["owed_yen"]) for row in answers)
    owed = sum(row["owed_yen"] != "0" for row in answers)
    entries = len(list(rows(tmp_path / "a" / "b" / "entries.csv")))
    members = len(list(rows(tmp_path / "a" / "b" / "members.csv")))
    covered = sum(row["ground"] == "A" for row in answers)
    assert said.count("\n") == 1
    assert said.startswith(
        f"50 coupons, {entries} entries, {members} members; {covered} covered, {owed_yen:,} yen owed on {owed} ("
    )


@pytest.mark.parametrize("coupons", [0, -5])
def test_less_than_one_coupon_is_refused(tmp_path, coupons):
    with pytest.raises(CommandError) as refusal:
        run(coupons=coupons, out=tmp_path / "new")

    assert str(refusal.value) == f"--coupons must be 1 or more, not {coupons}."
    assert not (tmp_path / "new").exists()


def test_a_folder_with_anything_in_it_is_not_written_to(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(CommandError) as refusal:
        run(out=tmp_path)

    assert str(refusal.value) == f"{tmp_path} is not empty: choose a new folder, nothing is overwritten."
    assert contents(tmp_path) == {"mine.txt": b"mine"}


def test_a_file_is_not_taken_for_a_folder(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError) as refusal:
        run(out=tmp_path / "file")

    assert str(refusal.value) == f"{tmp_path / 'file'} is not a folder."
