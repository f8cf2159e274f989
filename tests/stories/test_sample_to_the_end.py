"""The sample from the files to the end of the scheme: every yen of it is open, then paid or lapsed, once."""

from pathlib import Path

from django.core.management import call_command

from config import clock
from notifications.models import Message
from payouts import orders, summary
from payouts.audit import breaches
from payouts.models import Payout, ReceiveLink
from payouts.statement import YEN_COLUMNS, totals
from tests.makers import code, regionpay

SAMPLE = Path(__file__).parents[2] / "data/sample"
OWED, TO_MEMBERS, ON_CLAIM = 1_741_204, 736_503, 1_004_701
# The end of claims, the first refunds, the last day. In the weeks between nothing is due.
AROUND_THE_DATES_TO_COME = [("2023-04-30", "2023-05-02"), ("2023-05-14", "2023-05-16"), ("2023-05-31", "2023-06-02")]


def test_members_get_a_url_each_and_what_nobody_takes_lapses(own_database):
    call_command("load", str(SAMPLE))
    call_command("rehearse", "--until", "2023-04-06", "--release")

    sums = totals(regionpay())
    assert (sums["owed_yen"], sums["open_yen"], sums["unclaimed_yen"], sums["check_yen"]) == (
        OWED,
        TO_MEMBERS,
        ON_CLAIM,
        0,
    )
    payouts = Payout.objects.all()
    assert (payouts.count(), payouts.values("member").distinct().count()) == (193, 193)
    sent = Message.objects.filter(template="receive_link", state="sent")
    assert (ReceiveLink.objects.count(), sent.count()) == (193, 193)
    told = set(sent.values_list("to", flat=True))
    contacts = {payout.member.email or payout.member.phone for payout in payouts.select_related("member")}
    assert told == contacts
    assert breaches(regionpay()) == {}

    figures_are_the_statements()
    received = take_some_points()
    for start, until in AROUND_THE_DATES_TO_COME:
        call_command("rehearse", "--from", start, "--until", until, "--release")
        figures_are_the_statements()

    sums = totals(regionpay())
    assert (sums["owed_yen"], sums["paid_points_yen"], sums["lapsed_yen"], sums["check_yen"], sums["late_yen"]) == (
        OWED,
        received,
        OWED - received,
        0,
        0,
    )
    assert breaches(regionpay()) == {}
    assert sent.count() == 193


def figures_are_the_statements() -> None:
    """The summary (dashboard, public page) and the statement of the same moment are one."""
    found = summary.figures(regionpay(), clock.now())
    wanted = totals(regionpay())
    assert {name: found["totals"][name] for name in YEN_COLUMNS} == {name: wanted[name] for name in YEN_COLUMNS}
    assert found["totals"]["owed_coupons"] == wanted["owed_coupons"]
    assert sum(way["yen"] for way in found["ways"] if way["state"] == "paid") == wanted["paid_points_yen"]
    assert (
        sum(day["yen"] for day in found["days"])
        == sum(brand["yen"] for brand in found["brands"])
        == wanted["paid_points_yen"]
    )


def take_some_points() -> int:
    """Twenty members take theirs as nanaco; the yen they took."""
    some = list(Payout.objects.filter(state="open").order_by("pk")[:20])
    for payout in some:
        code("nanaco", payout.amount_yen)
        made = orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=clock.now())
        assert orders.settle(order_id=made.pk)
    return sum(payout.amount_yen for payout in some)
