"""/metrics tells counts, ages and yen to those who may ask, and nobody's data to anybody."""

import re

import pytest

from config import clock
from coupons.models import Scheme
from desk.duties import run_all
from notifications import outbox
from notifications.models import Message
from payouts import statement, summary
from payouts.models import Payout, Reconciliation
from tests.makers import coupon, hanako, japan, opened, regionpay

pytestmark = pytest.mark.django_db
LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[0-9.e+]+')


def read(client, **headers) -> tuple[int, dict[str, float]]:
    """Status, and the value of each sample."""
    answer = client.get("/metrics", **headers)
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    if answer.status_code != 200:
        return answer.status_code, {}
    return 200, {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def queued(key: str) -> None:
    outbox.queue(
        key=key,
        channel="mail",
        to="hanako@example.jp",
        template="receive_link",
        context={},
        about="nothing",
        scheme="regionpay-2023",
        not_before=clock.now(),
    )


def test_every_line_is_prometheus_text_and_every_name_is_explained_once(client):
    run_all()
    answer = client.get("/metrics")
    lines = answer.content.decode().splitlines()

    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert [line for line in lines if not line.startswith("#") and not LINE.fullmatch(line)] == []
    explained = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(explained) == len(set(explained))
    assert {re.split(r"[{ ]", line)[0] for line in lines if not line.startswith("#")} == set(explained)


def test_yen_are_the_statements_and_payouts_stand_by_state(client):
    payout = opened(coupon(yen=3000, member=hanako(regionpay())))[0]
    clock.move_to(japan("2023-04-05 12:00"))
    Payout.objects.filter(pk=payout.pk).update(held_at=japan("2023-04-04 12:00"), held_by="jun", hold_reason="x")
    summary.summarize(regionpay())
    _, seen = read(client)

    wanted = statement.totals(regionpay(), japan("2023-04-05 12:00"))
    here = 'scheme="regionpay-2023"'
    assert {column: seen[f'hosho_statement_yen{{{here},column="{column}"}}'] for column in ("owed", "check")} == {
        "owed": wanted["owed_yen"],
        "check": wanted["check_yen"],
    }
    assert seen[f'hosho_payouts_yen{{{here},method="points",payee="member",state="open",held="true"}}'] == 3000


def test_a_breach_and_a_stopped_scheme_are_told(client):
    Reconciliation.objects.create(
        scheme=regionpay(), at=clock.now(), breaches={"paid_once": [1, 2], "sums": [3]}, digest="d"
    )
    Scheme.objects.filter(slug="regionpay-2023").update(stopped_at=clock.now(), stopped_reason="x")
    _, seen = read(client)

    here = 'scheme="regionpay-2023"'
    assert {name: value for name, value in seen.items() if "breaches" in name or "stopped" in name} == {
        f"hosho_scheme_stopped{{{here}}}": 1,
        f'hosho_breaches{{{here},invariant="all"}}': 3,
        f'hosho_breaches{{{here},invariant="paid_once"}}': 2,
        f'hosho_breaches{{{here},invariant="sums"}}': 1,
    }


def test_messages_stand_by_outcome(client):
    queued("one"), queued("two")
    Message.objects.filter(key="one").update(state="cancelled")
    _, seen = read(client)

    here = 'scheme="regionpay-2023",channel="mail"'
    assert {name: value for name, value in seen.items() if name.startswith("hosho_messages")} == {
        f'hosho_messages{{{here},state="cancelled"}}': 1,
        f'hosho_messages{{{here},state="queued"}}': 1,
    }


@pytest.mark.parametrize(
    ("token", "trusted", "shown", "status"),
    [
        ("", [], "", 404),
        ("", [], "Bearer ", 404),
        ("secret-token", [], "", 404),
        ("secret-token", [], "Bearer other", 404),
        ("secret-token", [], "Bearer secret-token", 200),
        ("", ["127.0.0.1"], "", 200),
        ("", ["10.0.0.1"], "", 404),
    ],
)
def test_only_who_may_ask_is_answered(client, settings, token, trusted, shown, status):
    settings.METRICS_TOKEN, settings.METRICS_FROM = token, trusted

    assert read(client, headers={"Authorization": shown})[0] == status


def test_behind_a_proxy_its_own_address_is_not_the_askers(client, settings):
    settings.METRICS_FROM, settings.TRUSTED_PROXIES = ["127.0.0.1"], 1

    assert read(client, headers={"X-Forwarded-For": "203.0.113.5"})[0] == 404


def test_nobody_is_named(client):
    member = hanako(regionpay())
    opened(coupon(yen=3000, member=member))
    run_all()
    said = client.get("/metrics").content.decode()

    assert [text for text in (member.email, member.phone, member.member_no) if text in said] == []
