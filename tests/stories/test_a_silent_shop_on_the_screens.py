"""桜's shop never answers: three days of calls, the supervisor, the reviewer, the freeze, her points; by the screens."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Incident
from desk.roles import make_groups
from payouts.audit import breaches
from tests.incidents.people import now_is, reported, sakura
from tests.incidents.screens import do, typed_for
from tests.makers import hanako, japan, opened, regionpay
from tests.shops.people import attempts, shop, stands
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.django_db
DAYS = {"2023-03-13 11:00": "2023-03-14", "2023-03-14 11:00": "2023-03-15", "2023-03-15 11:00": "2023-03-16"}


def nobody_answers(clerk: Client, at: str, next_on: str) -> None:
    now_is(at)
    typed = {"outcome": "absent", "way": "phone", "next_on": next_on, "note": "呼び出しのみ"}
    answer = clerk.post(reverse("confirm_absent", args=[shop().pk]), typed, follow=True)
    assert answer.status_code == 200


def settled_by(of: Incident, client: Client) -> int:
    typed = {"evidence": "同額の決済が3件、26秒のあいだ"}
    return client.post(reverse("confirm_settle", args=[of.pk]), typed, follow=True).status_code


def test_from_the_first_call_to_her_points():
    make_groups()
    clerk, boss = client_of(staff("hana", "clerk")), client_of(staff("boss", "approver"))
    of = reported(sakura(member=hanako(regionpay())), "paid_twice")
    for day, (at, next_on) in enumerate(DAYS.items(), start=1):
        nobody_answers(clerk, at, next_on)
        assert len(attempts(of)) == day
        if day < len(DAYS):
            settled_by(of, boss)  # too early: nothing comes of it
            assert stands(of) == ("confirming", "")
    assert settled_by(of, clerk) == 403
    settled_by(of, boss)
    assert stands(of) == ("confirmed", "records")

    do(client_of(staff("sato", "reviewer")), "decide", of.pk, **typed_for(of, confirmed="1"))

    assert Incident.objects.get().state == "approved"
    assert [payout.amount_yen for payout in opened(of.coupon)] == [2500]
    assert breaches(regionpay(), japan("2023-04-03 00:00")) == {}
