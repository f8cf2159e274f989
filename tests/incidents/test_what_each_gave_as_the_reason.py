"""What the second person answered, and why an approval was undone, stands on the report's screen."""

import pytest

from claims import incident_deciding
from payouts.incident_undoing import undo
from tests.incidents.people import approved, decided, reported, sakura, seen
from tests.incidents.screens import see
from tests.makers import hanako, japan, regionpay, shop_says, staff

pytestmark = pytest.mark.usefixtures("march")


def test_why_it_was_sent_back(sato):
    of = shop_says(reported(sakura(member=hanako(regionpay())), "paid_twice"))
    typed = {of.coupon.entries.filter(kind="payment").latest("pk").pk: 300}
    made = decided(of, choices=typed)
    given = {"by": staff("approver"), "at": japan("2023-03-12 11:00")}
    incident_deciding.send_back(decision_id=made.pk, answer="店の控えと額がちがいます", **given)

    assert "approver の答え：店の控えと額がちがいます" in see(sato, of)


def test_why_it_was_undone(sato):
    of = approved(shop_says(reported(sakura(member=hanako(regionpay())), "paid_twice")))
    given = {"by": staff("reviewer"), "seen": seen(of), "at": japan("2023-03-12 11:00")}
    undo(incident_id=of.pk, why="別の店の決済だった", **given)

    page = see(sato, of)
    assert "reviewer が取り消した理由（2023年3月12日（日）11:00）：別の店の決済だった" in page
    assert "これまでの判断" in page
