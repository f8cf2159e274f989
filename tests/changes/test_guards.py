"""What the database itself refuses of files for regionPAY; each guard shown to be the one that refuses."""

import hashlib

import pytest

from coupons.models import AnswerFile, Change, ChangeFile
from tests.changes.people import AT, NEXT, downloaded, extended, made
from tests.makers import coupon, other_scheme, regionpay
from tests.races.guards import drop_trigger, refusal

pytestmark = pytest.mark.django_db


def row(number: int = 9, **more) -> ChangeFile:
    """A file row beside the proper way."""
    values = {"extensions": 1, "reinstatements": 0, "reversals": 0, "reinstated_yen": 0, "reversed_yen": 0}
    values |= {"content": b"x", "sha256": hashlib.sha256(b"x").hexdigest(), "line_count": 1}
    return ChangeFile.objects.create(
        **{"scheme": regionpay(), "number": number, "made_at": AT, "made_by": "jimu", **values, **more}
    )


def test_the_digest_is_that_of_the_bytes():
    assert refusal(lambda: row(content=b"y")) == "a_change_file_has_the_digest_of_its_bytes"


def test_a_file_keeps_its_bytes_and_is_never_deleted():
    file = row()
    for values in ({"made_by": "x"}, {"content": b"y", "sha256": hashlib.sha256(b"y").hexdigest()}, {"number": 3}):
        assert refusal(lambda v=values: ChangeFile.objects.update(**v)) == "a_change_file_stays_as_it_was_made"
    assert refusal(lambda: ChangeFile.objects.all()._raw_delete("default")) == "a_change_file_stays_as_it_was_made"
    drop_trigger("a_change_file_stays_as_it_was_made", "coupons_changefile")
    assert ChangeFile.objects.filter(pk=file.pk)._raw_delete("default") == 1


def test_the_first_download_is_the_first():
    extended()
    downloaded()
    again = {"downloaded_at": NEXT, "downloaded_by": "yamada"}
    assert refusal(lambda: ChangeFile.objects.update(**again)) == "a_change_file_stays_as_it_was_made"
    aside = {"set_aside_at": NEXT, "set_aside_why": "x"}
    assert refusal(lambda: ChangeFile.objects.update(**aside)) == "a_change_file_stays_as_it_was_made"


def test_a_file_without_all_its_lines_is_not_downloaded():
    row()
    deed = {"downloaded_at": NEXT, "downloaded_by": "jimu"}
    assert refusal(lambda: ChangeFile.objects.update(**deed)) == "a_file_is_downloaded_with_all_its_lines"


def test_a_change_is_in_one_file_only():
    extended()
    made()
    other = row()
    move = {"file": other, "line_no": 1}
    assert refusal(lambda: Change.objects.update(**move)) == "a_change_is_in_one_file_only"
    assert refusal(lambda: Change.objects.update(file=None, line_no=None)) == "a_change_is_in_one_file_only"
    drop_trigger("what_was_told_stays", "coupons_change")
    assert Change.objects.update(**move) == 1


def test_nothing_is_added_to_a_file_that_somebody_has_or_beyond_its_lines():
    extended()
    file = downloaded()
    extended()
    untold = Change.objects.filter(file=None)
    assert refusal(lambda: untold.update(file=file, line_no=2)) == "a_change_is_in_one_file_only"
    assert refusal(lambda: untold.update(file=row(), line_no=2)) == "a_change_is_in_one_file_only"


def test_two_changes_do_not_share_a_line():
    extended()
    extended()
    assert refusal(lambda: Change.objects.update(file=row(), line_no=1)) == "a_line_of_a_file_tells_of_one_change"


def test_a_change_is_told_by_the_download_of_its_file_and_by_nothing_else():
    extended()
    made()
    assert refusal(lambda: Change.objects.update(told_at=AT)) == "a_change_is_told_when_its_file_is_downloaded"
    extended()
    untold = Change.objects.filter(file=None)
    assert refusal(lambda: untold.update(told_at=AT)) == "a_change_is_told_when_its_file_is_downloaded"


def test_a_change_in_a_file_does_not_go():
    extended()
    made()
    assert refusal(lambda: Change.objects.all()._raw_delete("default")) == "what_was_told_stays"


def test_what_was_acknowledged_is_not_refused_afterwards():
    extended()
    downloaded()
    Change.objects.update(acknowledged_at=NEXT)
    assert refusal(lambda: Change.objects.update(refused_at=NEXT, refusal="x")) == "what_was_told_stays"


def test_a_file_holds_changes_of_its_own_scheme_only():
    file = row()
    theirs = coupon(other_scheme())
    Change.objects.create(scheme=theirs.scheme, key="OTHER", kind="extension", coupon=theirs, until=AT, made_at=AT)
    update = Change.objects.filter(key="OTHER").update
    assert refusal(lambda: update(file=file, line_no=1)) == "a_change_and_its_file_are_of_one_scheme"


def test_an_answer_file_stays():
    AnswerFile.objects.create(
        scheme=regionpay(),
        name="a",
        sha256="",
        taken_at=AT,
        taken_by="jimu",
        read_count=0,
        accepted_count=0,
        refused_count=0,
        unchanged_count=0,
        fault_count=0,
    )
    for deed in (lambda: AnswerFile.objects.update(name="b"), lambda: AnswerFile.objects.all()._raw_delete("default")):
        assert "an_answer_file_stays" in refusal(deed)
