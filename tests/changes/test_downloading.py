"""The first download by a person tells; every later one is the same bytes."""

import pytest

from coupons import changes
from coupons.models import Change, ChangeFile
from tests.changes.people import AT, NEXT, downloaded, extended, made, reversed_again
from tests.makers import japan, regionpay
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_the_first_download_tells_all_that_stands_in_the_file():
    reversed_again()
    file = made()
    later = extended()

    changes.download(file_id=file.pk, who="jimu", at=NEXT)

    told = Change.objects.exclude(pk=later.pk)
    assert {(change.told_at, change.file_id) for change in told} == {(NEXT, file.pk)}
    assert Change.objects.get(pk=later.pk).told_at is None
    now = ChangeFile.objects.get(pk=file.pk)
    assert (now.downloaded_at, now.downloaded_by) == (NEXT, "jimu")


def test_later_downloads_are_the_same_bytes_and_tell_nothing_anew():
    extended()
    first = downloaded()
    again = changes.download(file_id=first.pk, who="yamada", at=NEXT)

    assert (bytes(again.content), again.sha256) == (bytes(first.content), first.sha256)
    assert (again.downloaded_at, again.downloaded_by, Change.objects.get().told_at) == (AT, "jimu", AT)
    events = AuditEvent.objects.filter(action="change file downloaded").order_by("pk")
    assert [(event.who, event.detail["is_first"]) for event in events] == [("jimu", True), ("yamada", False)]


def test_what_is_not_acknowledged_a_day_after_it_was_told_is_listed():
    change = extended()
    downloaded(at=AT)

    assert list(changes.unanswered(regionpay(), japan("2023-03-21 09:59"))) == []
    assert list(changes.unanswered(regionpay(), japan("2023-03-21 10:00"))) == [change]
