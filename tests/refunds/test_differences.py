"""What the second person is shown: what changed since the last check, and since approval was asked for before."""

import pytest

from payouts.batches import approving, differences, lines, working
from tests.refunds import people
from tests.refunds.pages import address
from tests.refunds.test_screens import said
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


def test_since_the_check_and_since_it_was_submitted_before():
    one, two, _three = people.refunds(people.claim(1000), people.claim(2500), people.claim(3000))
    batch = people.drafted()
    lines.exclude(batch_id=batch.pk, line_ids=[people.line_of(one).pk], by="maker", reason="保留中")
    people.submitted(batch)
    approving.send_back(batch_id=batch.pk, by="approver", reason="もう1件")
    lines.exclude(batch_id=batch.pk, line_ids=[people.line_of(two).pk], by="maker", reason="名義")
    batch = people.submitted(batch)

    checked, before = differences.of(batch)

    assert (checked.lines, checked.yen, [line.line_no for line in checked.out], checked.out_yen) == (
        3,
        6500,
        [1, 2],
        3500,
    )
    assert (before.lines, before.yen, [line.line_no for line in before.out]) == (2, 5500, [2])
    page = said(client_of(staff("sato", "approver")).get(address("refund_batch", batch.pk)))
    assert "前に承認を頼んだとき" in page
    assert "そのとき 2件 5,500円 → いま 1件 3,000円" in page
    assert "2行目 2,500円 maker：名義" in page


def test_a_new_check_is_where_it_begins_and_its_numbers_stand_there():
    people.refunds(people.claim(), people.claim(branch_code="102"))
    batch = people.drafted()
    people.Branch.objects.filter(code="102").delete()
    assert [one.findings for one in differences.of(batch)] == [[]]

    working.ask_to_check(batch.pk, by="maker")
    working.work()
    [line] = batch.lines.filter(findings__contains=["bank"])
    lines.exclude(batch_id=batch.pk, line_ids=[line.pk], by="maker", reason="統廃合")

    [since] = differences.of(people.again(batch))
    assert (since.lines, [one.pk for one in since.out]) == (2, [line.pk])
    assert since.findings == [("銀行か支店が、いまの一覧にない（統廃合のおそれ）", 1, 0)]
