"""A list goes to a chain and comes back with answers, each row by itself; what cannot be taken is named by its line."""

import io
import re

import pytest
from openpyxl import load_workbook

from claims import confirming, naming_shops, shop_answers, shop_sheets
from claims.confirming import Answer
from claims.incident_asking_again import ask_again
from claims.models import Incident, StoreAnswerFile, StoreAttempt
from coupons.sheets.opening import Unreadable
from tests.incidents.people import reported, sakura, seen
from tests.makers import incident, japan, other_scheme, regionpay, staff
from tests.shops.people import AT, attempts, called, other_shop, shop, silent_for_three_days, stands, two_cases
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def sheet() -> list[list]:
    """The list as whoever opens it sees it."""
    out = io.BytesIO()
    shop_sheets.write_list(out, confirming.waiting(regionpay()).filter(store__isnull=False))
    page = load_workbook(io.BytesIO(out.getvalue())).worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def answered(*rows: str, at=AT, headings: str = "受付番号,結果,店の記録の金額,ご担当者,メモ") -> StoreAnswerFile:
    data = "\n".join([headings, *rows]).encode()
    return shop_answers.take(scheme=regionpay(), name="chain.csv", data=data, by=staff("clerk"), at=at)


def counts(file: StoreAnswerFile) -> tuple[int, ...]:
    """Agrees, differs, unknown, unchanged, not taken."""
    return file.agrees_count, file.differs_count, file.unknown_count, file.unchanged_count, file.fault_count


def test_the_list_has_what_the_shop_needs_and_nothing_of_the_traveller():
    first, second = two_cases()
    rows = sheet()
    assert [row[0] for row in rows[1:]] == [first.receipt_no, second.receipt_no]
    assert rows[1][1:6] == [
        "S1",
        "土産店",
        "1回のお買い物に、何回も決済になっていませんか。",
        "2023年2月24日（金）18:02:11　500円、2023年2月24日（金）18:02:20　500円、2023年2月24日（金）18:02:37　500円",
        first.coupon.inquiry_no[-4:],
    ]
    text = str(rows)
    for secret in (first.coupon.inquiry_no, first.name, first.phone, second.phone):
        assert secret not in text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("18時ごろ", "18時ごろ"), ("沖縄桜さん 090-2222-0008", "日時は不明"), ("", "日時は不明")],
    ids=["a time", "somebody's name and number", "nothing"],
)
def test_a_case_that_the_ledger_does_not_know_is_asked_as_it_was_told(typed, shown):
    told = incident(paid_around=typed, stated_yen=1000)
    naming_shops.name_shop(incident_id=told.pk, store_no=other_shop().no, by=staff("clerk"))
    assert sheet()[1][4] == f"{shown}　1,000円（お客様のお話）"


def test_the_list_comes_back_as_it_went_out_with_the_answers_filled_in():
    first, second = two_cases()
    out = io.BytesIO()
    shop_sheets.write_list(out, confirming.of_shop(shop()), AT)
    book = load_workbook(io.BytesIO(out.getvalue()))
    page = book.worksheets[0]
    assert [page.cell(row, 11).value for row in (1, 2)] == ["一覧番号", "L20230313-1100"]
    for row, values in ((2, ("一致", 500, "山城", "レジの控え")), (3, ("分からない", None, "山城", ""))):
        for column, value in enumerate(values, 7):
            page.cell(row, column, value)
    back = io.BytesIO()
    book.save(back)

    file = shop_answers.take(scheme=regionpay(), name="a.xlsx", data=back.getvalue(), by=staff("clerk"), at=AT)

    assert counts(file) == (1, 0, 1, 0, 0)
    assert (stands(first), stands(second)) == (("confirmed", "agrees"), ("confirming", ""))
    assert attempts(first) == [("file", "answered", "レジの控え 山城：一致（500円）")]
    said = Incident.objects.get(pk=first.pk).confirmation
    assert (said.store_yen, said.store_person, said.by) == (500, "山城", "file")


def test_each_row_that_cannot_be_taken_is_named_and_the_others_are_taken():
    first, second = two_cases()
    lost = incident()
    third = reported(sakura(), "paid_twice")

    file = answered(
        f"{first.receipt_no},一致,500,山城,",
        f"{first.receipt_no},不一致,,山城,",
        "B-0000-0000-0,一致,,山城,",
        f"{second.receipt_no},はい,,山城,",
        f"{third.receipt_no},一致,-5,山城,",
        f"{lost.receipt_no},一致,,山城,",
        ",一致,,山城,",
    )

    assert file.faults == [
        [3, "receipt_no", "2行目と同じ受付番号です。2行目だけを見ました。"],
        [4, "receipt_no", "こちらからお願いした受付番号ではありません。"],
        [5, "result", "「一致」「不一致」「分からない」のどれかです。"],
        [6, "store_yen", "金額を、0以上の整数で入れてください。"],
        [7, "receipt_no", "この受付番号は、店舗の回答を待っていません。"],
        [8, "receipt_no", "空欄です。"],
    ]
    assert (counts(file), file.read_count) == ((1, 0, 0, 0, 6), 7)
    assert [stands(one)[0] for one in (first, second, third)] == ["confirmed", "open", "open"]


def test_the_trail_has_the_files_digest_and_no_name_of_anybody():
    first, _ = two_cases()
    file = answered(f"{first.receipt_no},一致,,山城,店長の控え")
    totals = {"agrees_count": 1, "differs_count": 0, "unknown_count": 0, "unchanged_count": 0}
    assert AuditEvent.objects.get(action="shops' answers taken").detail == {"sha256": file.sha256} | totals
    asked = AuditEvent.objects.get(action="shop asked").detail
    assert asked == {"way": "file", "outcome": "answered", "store": shop().pk}


def test_a_result_needs_its_person_and_a_row_without_result_is_no_answer():
    first, second = two_cases()
    file = answered(f"{first.receipt_no},一致,,,", f"{second.receipt_no},,,,")
    assert file.faults == [[2, "person", "ご担当者のお名前がありません。"]]
    assert (counts(file), StoreAttempt.objects.count()) == ((0, 0, 0, 1, 1), 0)


def test_the_same_file_again_changes_nothing_and_another_result_is_named():
    first, second = two_cases()
    rows = [f"{first.receipt_no},一致,,山城,", f"{second.receipt_no},不一致,,山城,"]
    answered(*rows)
    assert counts(answered(*rows)) == (0, 0, 0, 2, 0)
    assert answered(f"{first.receipt_no},不一致,,山城,").faults == [[2, "result", "もう「一致」で記録してあります。"]]


def unknown(of: Incident, *, list_no: str = "", at=AT, note: str = "") -> tuple[int, ...]:
    headings = "受付番号,結果,店の記録の金額,ご担当者,メモ,店舗番号,一覧番号"
    row = f"{of.receipt_no},分からない,,山城,{note},S1,{list_no}"
    return counts(answered(row, at=at, headings=headings))


LATER = japan("2023-03-16 11:00")


@pytest.mark.parametrize("list_no", ["", "L20230313-1100"])
def test_a_row_that_is_handed_in_twice_is_one_attempt(list_no):
    first, _ = two_cases()
    assert unknown(first, list_no=list_no) == (0, 0, 1, 0, 0)
    assert unknown(first, list_no=list_no, at=LATER) == (0, 0, 0, 1, 0)
    assert attempts(first) == [("file", "waits", "山城：分からない")]


def test_another_list_or_another_answer_is_another_attempt():
    first, _ = two_cases()
    unknown(first, list_no="L20230313-1100")
    assert unknown(first, list_no="L20230313-1100", note="店長が不在", at=LATER) == (0, 0, 0, 1, 0)
    assert unknown(first, list_no="L20230316-1100", at=LATER) == (0, 0, 1, 0, 0)
    assert unknown(first, at=LATER) == (0, 0, 1, 0, 0)
    assert unknown(first, note="店長が不在", at=LATER) == (0, 0, 1, 0, 0)
    assert len(attempts(first)) == 4


def test_an_old_row_does_not_answer_what_was_asked_again():
    first, _ = two_cases()
    row = f"{first.receipt_no},不一致,,山城,"
    answered(row)
    ask_again(incident_id=first.pk, reason="looked", why="控えが見つかった", by=staff("reviewer"), seen=seen(first))

    file = answered(row, at=LATER)

    assert (file.faults, stands(first)) == ([[2, "result", shop_answers.TAKEN_BEFORE]], ("confirming", ""))
    assert counts(answered(f"{first.receipt_no},一致,500,山城,", at=LATER)) == (1, 0, 0, 0, 0)


def test_the_shops_number_of_a_row_is_that_of_its_case():
    first, second = two_cases()
    file = answered(
        f"{first.receipt_no},一致,山城,S2",
        f"{second.receipt_no},一致,山城,",
        headings="受付番号,結果,ご担当者,店舗番号",
    )
    assert file.faults == [[2, "store_no", "この受付番号のお申し出は、店舗番号 S1 のものです。"]]
    assert (counts(file), stands(first), stands(second)[0]) == ((1, 0, 0, 0, 1), ("open", ""), "confirmed")


def test_an_inquiry_is_no_shops_to_answer():
    inquiry = reported(sakura(), "other")
    for result in ("一致", "不一致", "分からない"):
        file = answered(f"{inquiry.receipt_no},{result},,山城,")
        assert file.faults == [[2, "receipt_no", "この受付番号は、店舗の回答を待っていません。"]]
    assert (stands(inquiry), StoreAttempt.objects.count()) == (("open", ""), 0)
    with pytest.raises(confirming.AnsweredMeanwhile):
        called(Answer(inquiry.pk, confirming.AGREES))


def test_what_is_too_long_is_named_and_not_cut():
    first, second = two_cases()
    file = answered(f"{first.receipt_no},一致,,{'山' * 61},", f"{second.receipt_no},一致,,山城,{'あ' * 201}")
    assert file.faults == [[2, "person", "長すぎます（60文字まで）。"], [3, "note", "長すぎます（200文字まで）。"]]


def test_what_the_records_decided_is_not_answered_afterwards():
    first = silent_for_three_days()
    confirming.decide_on_records(incident_id=first.pk, evidence="26秒差", by=staff("supervisor"), at=AT)
    assert answered(f"{first.receipt_no},不一致,,山城,").faults == [
        [2, "result", "もう「記録による」で記録してあります。"]
    ]


def test_another_schemes_cases_are_unknown():
    first, _ = two_cases()
    data = f"受付番号,結果,ご担当者\n{first.receipt_no},一致,山城".encode()
    file = shop_answers.take(scheme=other_scheme(), name="a", data=data, by=staff("clerk"), at=AT)
    assert (file.faults[0][1], stands(first)) == ("receipt_no", ("open", ""))


def test_what_is_no_such_table_is_refused_whole():
    with pytest.raises(Unreadable):
        answered("B-1,一致", headings="受付番号,結果")
    assert StoreAnswerFile.objects.count() == 0


def test_a_file_is_no_longer_than_a_list():
    first, _second = two_cases()
    rows = [f"{first.receipt_no},一致,,山城,", *["B-1,一致,,山城,"] * shop_sheets.MOST]
    with pytest.raises(Unreadable, match=re.escape("行が多すぎます（500行まで）。分けてください。")):
        answered(*rows)
    assert stands(first) == ("open", "")

    assert counts(answered(*rows[:-1])) == (1, 0, 0, 0, shop_sheets.MOST - 1)
