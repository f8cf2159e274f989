"""The reconciliation: what is not in order stops the scheme, is told, and stops it again only for something new."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from config import clock
from coupons import eligibility
from coupons.models import Scheme
from desk.tasks import reconcile
from notifications import releases
from notifications.models import Message, Release
from notifications.render import render
from payouts import entitlements, holds, reconciling
from payouts.models import Reconciliation
from tests.makers import coupon, japan, regionpay
from tests.staff.people import staff
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
AT, AN_HOUR_LATER = "2023-04-02 12:00", "2023-04-02 13:00"


@pytest.fixture
def owed():
    """A coupon whose 3,000 yen are owed."""
    on = coupon(yen=3000)
    clock.move_to(japan(AT))
    eligibility.extend(regionpay(), japan(AT))
    entitlements.freeze(regionpay(), japan(AT))
    return on


def steal(yen: int) -> None:
    """Past every guard, as no program of ours could."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("update payouts_entitlement set amount_yen = amount_yen + %s", [yen])
        cursor.execute("set session_replication_role = default")


def double() -> None:
    """A second free entitlement for the coupon: a breach that no duty heals."""
    with connection.cursor() as cursor:
        cursor.execute("drop index one_free_entitlement_per_coupon_and_cause")
        cursor.execute("set session_replication_role = replica")
        cursor.execute(
            "insert into payouts_entitlement (scheme_id, coupon_id, cause, amount_yen, made_at)"
            " select scheme_id, coupon_id, cause, amount_yen, made_at from payouts_entitlement"
        )
        cursor.execute("set session_replication_role = default")


def run(at: str = AT) -> int:
    return reconciling.reconcile(regionpay(), japan(at))


def stopped() -> bool:
    return Scheme.objects.get().stopped_at is not None


def test_in_order_it_says_so_and_asks_again_in_an_hour(owed):
    assert (run(), Reconciliation.objects.get().is_clean, stopped()) == (0, True, False)
    double()
    assert (run("2023-04-02 12:59"), stopped()) == (0, False)
    assert (run(AN_HOUR_LATER) > 0, stopped()) == (True, True)


def test_a_breach_stops_the_scheme_at_once_and_says_which(owed):
    double()
    assert run() > 0
    scheme = Scheme.objects.get()
    assert "補償額が二重に立っているクーポンがあります。" in scheme.stopped_reason
    assert list(AuditEvent.objects.filter(who=reconciling.WHO).values_list("action", flat=True)) == [
        "reconciled",
        "stopped",
    ]


def test_what_a_person_let_pass_stays_red_and_stops_only_when_it_is_something_new(owed):
    double()
    run()
    holds.start_again(scheme_id=regionpay().pk, by=staff("hana", "approver"), reason="調べました", at=japan(AT))
    assert (run("2023-04-02 12:05") > 0, stopped(), Reconciliation.objects.get().is_clean) == (True, False, False)
    steal(1)
    run("2023-04-02 12:10")
    assert stopped()


def test_what_the_duties_heal_within_a_minute_stops_nothing_unless_it_stays(owed):
    steal(-1)  # the free entitlement is no more what the formula says
    assert (run(), stopped()) == (1, False)
    assert (run("2023-04-02 12:04"), stopped()) == (0, False)  # not due yet
    entitlements.freeze(regionpay(), japan("2023-04-02 12:04"))
    assert (run("2023-04-02 12:05"), stopped()) == (0, False)
    steal(-1)
    assert (run(AN_HOUR_LATER), stopped()) == (0, False)  # an hour from 12:05
    assert (run("2023-04-02 13:05"), stopped()) == (1, False)
    assert (run("2023-04-02 13:10"), stopped()) == (1, True)


def test_staff_are_told_once_of_each_thing(owed):
    for name, role, mail in (
        ("ope", "operator", "ope@example.jp"),
        ("kan", "auditor", "kan@example.jp"),
        ("no", "approver", ""),
    ):
        staff(name, role, email=mail)
    User.objects.create_user("old", email="old@example.jp", is_active=False)
    double()
    assert reconcile() > 0
    clock.move_to(japan(AN_HOUR_LATER))
    reconcile()
    [message] = Message.objects.filter(template="breach_found")
    assert (message.to, message.urgent) == ("ope@example.jp", True)
    words = render(message)
    assert words.subject.endswith("照合で差が見つかりました")
    assert "・補償額が二重に立っているクーポンがあります。（1件）" in words.text and "支払を止めています" in words.text


KINDS = ("receive-links", "receive-links-changed/2", "reminder-3", "usable-until")


def test_no_url_leaves_in_mass_while_the_scheme_is_stopped_and_what_a_person_paused_stays_paused(owed):
    for what in (*KINDS, "reminder-14"):
        releases.ask(scheme=regionpay().slug, what=what, who="one")
        releases.approve(scheme=regionpay().slug, what=what, who="another")
    by_hand = Release.objects.get(what="reminder-14")
    releases.pause(release_id=by_hand.pk, who="sato", reason="文面を直すため")
    double()
    reconciling.reconcile(regionpay(), japan(AT))

    paused = Release.objects.exclude(paused_at=None).order_by("pk")
    assert list(paused.values_list("what", "paused_by")) == [
        *[(what, "duty:reconcile") for what in KINDS[:3]],
        ("reminder-14", "sato"),
    ]
    holds.start_again(scheme_id=regionpay().pk, by=staff("suzuki", "approver"), reason="直した")
    assert list(paused.values_list("what", flat=True)) == ["reminder-14"]
    assert AuditEvent.objects.filter(action="sending resumed", who="suzuki").count() == 3


def test_the_schema_keeps_breaches_and_their_digest_together():
    with pytest.raises(IntegrityError, match="a_digest_is_of_breaches"), transaction.atomic():
        Reconciliation.objects.create(scheme=regionpay(), at=japan(AT), breaches={"x": [[1]]})
