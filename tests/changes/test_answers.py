"""regionPAY's answers, row by row: what can be taken is taken, and every other row is named by its line."""

import io

import pytest

from coupons import answers as answering
from coupons import changes
from coupons.models import AnswerFile, Change
from coupons.sheets.opening import Unreadable
from coupons.sheets.writing import Column, Sheet, write
from tests.changes.people import AT, NEXT, answers, downloaded, extended, restored
from tests.makers import other_scheme, regionpay
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def take(*rows: str, at=NEXT, **more) -> AnswerFile:
    return answering.take(scheme=regionpay(), name="answers.csv", data=answers(*rows, **more), who="jimu", at=at)


def counts(file: AnswerFile) -> tuple[int, int, int, int]:
    """Accepted, refused, on record already, not taken."""
    return file.accepted_count, file.refused_count, file.unchanged_count, file.fault_count


def stands(key: str) -> tuple:
    change = Change.objects.get(key=key)
    return change.acknowledged_at, change.refused_at, change.refusal


@pytest.fixture
def told() -> tuple[str, str]:
    """The keys of an extension and of a restoration of 500 yen, both told."""
    extension, restoration = extended(), restored()
    downloaded()
    return extension.key, restoration.entry_no


def test_accepted_and_refused_with_its_reason(told):
    extension, restoration = told

    file = take(f"{extension},受理,,", f"{restoration},拒否,カードがありません,500")

    assert counts(file) == (1, 1, 0, 0)
    assert stands(extension) == (NEXT, None, "")
    assert stands(restoration) == (None, NEXT, "カードがありません")
    assert [change.key for change in changes.refused(regionpay())] == [restoration]
    detail = AuditEvent.objects.get(action="answers taken").detail
    assert detail == {"name": "answers.csv", "sha256": file.sha256, "accepted": 1, "refused": 1, "faults": 0}


def test_english_words_and_headings_in_any_order(told):
    extension, restoration = told
    file = take(f"500,accepted,{restoration}", f",Refused,{extension}", headings="amount,RESULT,key")
    assert counts(file) == (1, 1, 0, 0)
    assert stands(extension) == (None, NEXT, answering.NO_REASON)


def test_a_spreadsheet_is_taken_too(told):
    out = io.BytesIO()
    write(out, Sheet("回答", [Column("キー"), Column("結果")], [[key, "受理"] for key in told]))

    file = answering.take(scheme=regionpay(), name="answers.xlsx", data=out.getvalue(), who="jimu", at=NEXT)

    assert counts(file) == (2, 0, 0, 0)


def test_each_row_that_cannot_be_taken_is_named_and_the_others_are_taken(told):
    extension, restoration = told
    untold = extended().key

    file = take(
        "HOSHO-E404,受理,,",
        f"{restoration},受理,,499",
        f"{extension},受理,,",
        f"{extension},受理,,",
        ",受理,,",
        f"{untold},受理,,",
        f"{restoration},はい,,",
    )

    assert file.faults == [
        [2, "key", "こちらから知らせたキーではありません。"],
        [3, "amount", "金額が違います（こちらは500円）。"],
        [5, "key", "4行目と同じキーです。4行目だけを見ました。"],
        [6, "key", "空欄です。"],
        [7, "key", "まだ知らせていないキーです。"],
        [8, "key", "3行目と同じキーです。3行目だけを見ました。"],
    ]
    assert (counts(file), file.read_count) == ((1, 0, 0, 6), 7)
    assert (stands(extension)[0], stands(restoration)[0], stands(untold)[0]) == (NEXT, None, None)


def test_an_amount_of_thousands_of_digits_is_another_amount(told):
    file = take(f"{told[1]},受理,,{'5' * 5000}")
    assert file.faults == [[2, "amount", "金額が違います（こちらは500円）。"]]


def test_a_result_that_is_neither_and_an_amount_of_an_extension(told):
    extension, restoration = told
    file = take(f"{extension},受理,,1", f"{restoration},はい,,")
    assert file.faults == [
        [2, "amount", "延長には金額がありません。"],
        [3, "result", "「受理」か「拒否」のどちらかです。"],
    ]


def test_the_same_file_with_the_row_mended_is_taken_once_more(told):
    extension, restoration = told
    take(f"{extension},受理,,", f"{restoration},受理,,499")

    assert counts(take(f"{extension},受理,,", f"{restoration},受理,,500")) == (1, 0, 1, 0)
    assert counts(take(f"{extension},受理,,", f"{restoration},受理,,500", at=AT)) == (0, 0, 2, 0)
    assert stands(restoration)[0] == NEXT


def test_what_was_refused_may_be_accepted_later_but_not_the_other_way_round(told):
    extension, _ = told
    take(f"{extension},拒否,番号がありません,")
    assert counts(take(f"{extension},受理,,")) == (1, 0, 0, 0)
    assert list(changes.refused(regionpay())) == []

    file = take(f"{extension},拒否,,")

    assert file.faults == [[2, "result", "もう受理されています。regionPAYに確かめてください。"]]


def test_another_schemes_keys_are_unknown(told):
    extension, _ = told
    file = answering.take(scheme=other_scheme(), name="a", data=answers(f"{extension},受理,,"), who="jimu", at=NEXT)
    assert (file.faults[0][1], stands(extension)[0]) == ("key", None)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "キー,理由\nA,B".encode()], ids=["empty", "broken", "no result"])
def test_what_is_no_such_table_is_refused_whole(told, data):
    with pytest.raises(Unreadable):
        answering.take(scheme=regionpay(), name="a", data=data, who="jimu", at=NEXT)
    assert AnswerFile.objects.count() == 0


def test_what_was_answered_is_on_no_queue(told):
    extension, restoration = told
    take(f"{extension},受理,,", f"{restoration},拒否,,")
    extension_of_it = Change.objects.get(coupon__entries__entry_no=restoration, kind="extension")
    assert list(changes.unanswered(regionpay(), NEXT)) == [extension_of_it]
