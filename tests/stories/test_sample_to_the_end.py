"""The sample from the files to the end of the scheme: every yen of it is open, then paid or lapsed, once; and at seven
moments on the way dashboard, accounts and the public page say what the statement says.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from config import clock
from desk.dashboard.figures import PAID
from notifications.models import Message
from payouts import orders, summary
from payouts.audit import breaches
from payouts.models import Payout, ReceiveLink
from payouts.statement import totals
from tests.makers import code, regionpay
from tests.staff.people import client_of, staff

SAMPLE = Path(__file__).parents[2] / "data/sample"
OWED, TO_MEMBERS, ON_CLAIM = 1_741_204, 736_503, 1_004_701
# The first extension, the freeze, the first URLs.
UNTIL_THE_URLS = ("2023-02-27", "2023-04-01", "2023-04-06")
# The end of claims, the first refunds, the last day. In the weeks between nothing is due.
AROUND_THE_DATES_TO_COME = [("2023-04-30", "2023-05-02"), ("2023-05-14", "2023-05-16"), ("2023-05-31", "2023-06-02")]
NOT_YET = ("unclaimed_yen", "waiting_yen", "open_yen", "ordered_yen", "returned_yen")


@pytest.fixture
def operator(own_database) -> Client:
    return client_of(staff("ope", "operator"))


def test_members_get_a_url_each_and_what_nobody_takes_lapses(operator):
    call_command("load", str(SAMPLE))
    for until in UNTIL_THE_URLS:
        call_command("rehearse", "--until", until, "--release")
        every_page_says_what_the_statement_says(operator)

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

    received = take_some_points()
    every_page_says_what_the_statement_says(operator)
    for start, until in AROUND_THE_DATES_TO_COME:
        call_command("rehearse", "--from", start, "--until", until, "--release")
        every_page_says_what_the_statement_says(operator)

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


def every_page_says_what_the_statement_says(operator: Client) -> None:
    """Dashboard, accounts and the public page, by the duty's summary of this moment, beside the statement of it."""
    clock.move_to(clock.now() + timedelta(minutes=5))
    summary.summarize(regionpay())
    wanted = totals(regionpay())
    received, waits = (sum(wanted[name] for name in names) for names in (PAID, NOT_YET))

    shown = operator.get("/admin/operations/").context
    equation = shown["equation"]
    yen = sum(yen for _label, yen, _rows in equation.places)
    assert (equation.owed, yen, equation.difference) == (wanted["owed_yen"], wanted["owed_yen"], 0)
    assert shown["late_yen"] == wanted["late_yen"]
    for name in ("owed", "paid"):
        assert sum(getattr(one, name) for one in shown["prefectures"]) == (wanted["owed_yen"], received)[name == "paid"]

    total = operator.get("/admin/operations/accounts/regionpay-2023/").context["total"]
    assert (total.coupons, total.owed, total.points, total.bank, total.not_yet, total.lapsed, total.late) == (
        *(wanted["owed_coupons"], wanted["owed_yen"], wanted["paid_points_yen"], wanted["paid_bank_yen"], waits),
        *(wanted["lapsed_yen"], wanted["late_yen"]),
    )

    told = Client().get("/regionpay-2023/progress/").context["progress"]
    assert (told.yen, told.people) == (
        received // 10_000 * 10_000,
        Payout.objects.filter(state="paid").count() // 10 * 10,
    )


def take_some_points() -> int:
    """Twenty members take theirs as nanaco; the yen they took."""
    some = list(Payout.objects.filter(state="open").order_by("pk")[:20])
    for payout in some:
        code("nanaco", payout.amount_yen)
        made = orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=clock.now())
        assert orders.settle(order_id=made.pk)
    return sum(payout.amount_yen for payout in some)
