"""The draft: one sealed row, opened by its token only, gone an hour after its last use."""

import pytest
from django.db import connection

from claims import drafts, filing
from claims.models import Draft
from tests.filing.drafts_made import PERSON, draft, proved
from tests.makers import japan, other_scheme, regionpay

pytestmark = pytest.mark.django_db


def last_used(minutes_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "update claims_draft set used_at = statement_timestamp() - make_interval(mins => %s)", [minutes_ago]
        )


def find(token: str, **more) -> Draft | None:
    return drafts.find(token, **{"scheme": regionpay(), "method": "points", **more})


def test_what_was_saved_is_read_again_part_by_part():
    made = draft()
    drafts.save(made, "person", PERSON | {"name": "沖縄 花子"})
    again = find(drafts.token_of(made))
    assert drafts.answers(again)["person"]["name"] == "沖縄 花子"
    assert sorted(drafts.answers(again)) == ["delivery", "person", "trip"]


def test_nothing_typed_lies_in_the_row_in_the_clear():
    made = draft()
    made.refresh_from_db()
    assert [word for word in ("太郎", "09000000002", "123456789012") if word.encode() in bytes(made.sealed)] == []


def test_only_its_own_token_opens_it():
    one, two = draft(), draft()
    assert find(drafts.token_of(one)) == one
    forged = drafts.token_of(one)[:8] + drafts.token_of(two)[8:]
    assert [find(forged), find("A" * 30), find(""), find(None)] == [None] * 4


def test_it_is_of_its_scheme_and_method_only():
    token = drafts.token_of(draft())
    assert [find(token, method="refund"), find(token, scheme=other_scheme())] == [None, None]


@pytest.mark.parametrize(("minutes", "is_there"), [(59, True), (60, False)])
def test_it_is_gone_an_hour_after_its_last_use(minutes, is_there):
    token = drafts.token_of(draft())
    last_used(minutes)
    assert (find(token) is not None) == is_there


def test_each_save_begins_the_hour_anew():
    made = draft()
    last_used(59)
    drafts.save(made, "person", PERSON)
    last = Draft.objects.get(pk=made.pk).used_at
    last_used(0)
    assert abs((Draft.objects.get(pk=made.pk).used_at - last).total_seconds()) < 60


def test_the_old_ones_are_deleted():
    old = draft()
    last_used(60)
    young = draft()
    assert (drafts.forget_old(), list(Draft.objects.all())) == (1, [young])
    with pytest.raises(drafts.Gone):
        drafts.save(old, "person", PERSON)


def test_a_part_can_be_taken_away():
    made = draft()
    drafts.save(made, "delivery", None)
    assert sorted(drafts.answers(made)) == ["person", "trip"]


def test_a_filed_draft_takes_no_more():
    made = proved()
    filing.file(draft=made, at=japan("2023-04-02 10:00"))
    with pytest.raises(drafts.Gone):
        drafts.save(made, "person", PERSON)
