"""A backup restored in the middle of the points phase: nobody's URL or code has changed, no page opens to a stranger,
and sending goes on. A key rotated in the middle: the same.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from config import clock
from coupons.models import Coupon
from desk.rehearsal import release
from payouts import codes, holds, links, opening, statement
from payouts.models import PointCode, PointOrder, ReceiveLink
from tests.crashes.restored import ROOT, dump, restored
from tests.crashes.test_many_messages_two_workers_killed import ONCE, Outside, outside
from tests.desk.test_rotating_keys import rotate
from tests.makers import coupon, hanako, japan, opened, owed, regionpay, staff
from tests.notifications.people import wait_for_leases_and_back_off
from tests.receiving.people import DIGITS, PHONE, address, choice, headline, said, stock, take

AT = "2023-04-10 12:00"
CHOOSE, RECEIVED, CALL = "受け取るポイントを選んでください", "受け取り済みです", "お電話をお願いします"


@dataclass
class Middle:
    """Where everybody is when the backup is made, and the outside world that messages go to."""

    there: Outside
    seen: ReceiveLink  # took nanaco, and has seen the code
    unseen: ReceiveLink  # was sent the URL
    queued: ReceiveLink  # whose message has not left yet
    late: Coupon  # owed, and not opened yet


@pytest.fixture
def middle(own_database) -> Iterator[Middle]:
    clock.move_to(japan(AT))
    release(regionpay())
    with outside() as there:
        seen, unseen = payee("seen"), payee("unseen")
        opened(seen, unseen, at=AT)
        assert sent_by(there)["messages"] == 2
        queued = payee("queued")
        opened(queued, at=AT)
        stock(plain="CODE-BEFORE"), stock(plain="CODE-IN-STOCK")
        take(link_of(seen))
        late = payee("late")
        owed(late, at=AT)
        yield Middle(there, link_of(seen), link_of(unseen), link_of(queued), late)


def payee(name: str) -> Coupon:
    return coupon(member=hanako(regionpay(), email=f"{name}@example.jp", phone=PHONE))


def link_of(on: Coupon) -> ReceiveLink:
    return ReceiveLink.objects.get(payout__items__coupon=on)


def sent_by(there: Outside) -> dict[str, int]:
    """A worker's own process sends what is due, until nothing is; what ever came, counted where it comes to."""
    wait_for_leases_and_back_off()
    assert there.worker(ONCE).wait(60) == 0
    return there.counted()


def let_in(to: ReceiveLink) -> Client:
    """A browser of its own behind the check of the URL in the message."""
    client = Client()
    assert client.post(address(to), {"digits": DIGITS})["Location"] == "/r/"
    return client


def headlines(*shown: ReceiveLink) -> list[str]:
    return [headline(let_in(to).get("/r/")) for to in shown]


def manage(*words: str) -> dict:
    """A command as the page of operations says it, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words, "--json"], cwd=ROOT, env=os.environ, capture_output=True, check=True
    )
    return json.loads(done.stdout)


def rows() -> list[tuple]:
    """Every URL and every code as the database has them."""
    kept = [ReceiveLink.objects.order_by("pk").values_list("pk", "salt", "key_id", "destination")]
    kept.append(PointOrder.objects.order_by("pk").values_list("pk", "request_key", "code_sealed"))
    kept.append(PointCode.objects.order_by("pk").values_list("pk", "code_sealed", "order"))
    return [tuple(bytes(one) if isinstance(one, memoryview) else one for one in row) for part in kept for row in part]


def test_what_was_is_as_it_was_and_what_left_since_leaves_with_the_same_url(middle, tmp_path):
    before, money = rows(), statement.totals(regionpay())
    dump(tmp_path / "hosho.dump")
    assert sent_by(middle.there)["messages"] == 3

    with restored(tmp_path / "hosho.dump"):
        assert manage("restored") == {"stopped": 1, "codes_set_aside": 1}
        assert manage("audit") == {"breaches": {}}
        assert (rows(), statement.totals(regionpay())) == (before, money)
        assert headlines(middle.seen, middle.unseen, middle.queued) == [RECEIVED, CALL, CALL]
        assert "CODE-BEFORE" in said(let_in(middle.seen).get("/r/code/"))
        assert sent_by(middle.there) == {"messages": 4, "to": 3, "most": 2, "not_one_url": 0}


def test_a_url_made_after_the_backup_opens_nobodys_page(middle, tmp_path):
    dump(tmp_path / "hosho.dump")
    opened(middle.late, at=AT)
    lost = link_of(middle.late)
    assert headlines(lost) == [CHOOSE]

    with restored(tmp_path / "hosho.dump"):
        links.replace(link_id=middle.unseen.pk, channel="mail", at=japan(AT))
        assert ReceiveLink.objects.get(pk=lost.pk).payout_id == middle.unseen.payout_id
        assert [Client().get(address(lost)).status_code, Client().post(address(lost)).status_code] == [404, 404]


def test_nothing_leaves_a_second_time_before_people_have_compared_and_then_all_goes_on(middle, tmp_path):
    dump(tmp_path / "hosho.dump")
    assert codes.code_of(take(middle.unseen)) == "CODE-IN-STOCK"  # of which the backup knows nothing

    with restored(tmp_path / "hosho.dump"):
        manage("restored")
        assert let_in(middle.unseen).post("/r/review/", choice(middle.unseen))["Location"] == "/r/"
        assert (PointOrder.objects.count(), opening.open_payouts(regionpay())) == (1, 0)

        holds.hold(payout_id=middle.unseen.payout_id, by=staff("ope"), reason="バックアップのあとに受け取り済み")
        holds.start_again(scheme_id=regionpay().pk, by=staff("approver"), reason="発行会社の記録と照らした")
        opened(middle.late, at=AT)
        stock(plain="CODE-NEW")
        assert headlines(middle.unseen, middle.queued, link_of(middle.late)) == [CALL, CHOOSE, CHOOSE]
        assert codes.code_of(take(link_of(middle.late))) == "CODE-NEW"
        assert manage("audit") == {"breaches": {}}


def test_a_key_rotated_in_the_middle_changes_no_url_and_no_code(middle, settings, monkeypatch):
    rotate(settings)
    for ring in ("SEALING_KEYS", "TOKEN_KEYS"):
        monkeypatch.setenv(ring, getattr(settings, ring))

    assert manage("audit") == {"breaches": {}}
    assert headlines(middle.seen, middle.unseen, middle.queued) == [RECEIVED, CHOOSE, CHOOSE]
    assert "CODE-BEFORE" in said(let_in(middle.seen).get("/r/code/"))
    assert sent_by(middle.there) == {"messages": 3, "to": 3, "most": 1, "not_one_url": 0}
    opened(middle.late, at=AT)
    new = link_of(middle.late)
    assert (new.key_id, middle.queued.key_id) == ("k2", "demo")
    assert codes.code_of(take(new)) == "CODE-IN-STOCK"  # bought before, sealed with the older key
    assert sent_by(middle.there) == {"messages": 4, "to": 4, "most": 1, "not_one_url": 0}
    assert headlines(new) == [RECEIVED]
