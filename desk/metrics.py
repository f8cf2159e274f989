"""/metrics: what a monitoring system asks every minute, in Prometheus' text format. Nobody's data.

Money comes from the last summary and the last reconciliation (their ages are told too), so that asking costs little.
"""

import hmac
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config import clock
from config.addresses import address_of
from coupons.models import Scheme
from desk import due
from desk.duties import DUTIES
from notifications.models import Message
from payouts.models import PointOrder, Reconciliation, Summary
from trail.models import DutyRun

TEXT = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, dict[str, str], float]
WHAT = {
    "hosho_queue_rows": "Rows that are due and wait for a worker.",
    "hosho_queue_oldest_seconds": "Since when the oldest due row waits.",
    "hosho_duty_last_success_age_seconds": "Time since a duty last went well; absent if it never did.",
    "hosho_duty_failed": "1 if the last run of a duty failed.",
    "hosho_statement_coupons": "Coupons of the statement, by what is counted.",
    "hosho_statement_yen": "The statement: yen owed and where it is, by its columns.",
    "hosho_payouts": "Payouts by method, payee, state and hold.",
    "hosho_payouts_yen": "Yen of payouts by method, payee, state and hold.",
    "hosho_summary_age_seconds": "Age of the figures of statement and payouts, in legal time.",
    "hosho_breaches": "Rows that break a money invariant, by invariant, and of all together.",
    "hosho_reconciliation_age_seconds": "Age of the last reconciliation, in legal time.",
    "hosho_scheme_stopped": "1 if nothing is issued because of a breach.",
    "hosho_messages": "Messages by channel and outcome.",
    "hosho_point_orders": "Orders of points by brand, way and state.",
}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The figures; 404 for who has no business here."""
    if not _may_read(request):
        raise Http404
    return HttpResponse(text(), content_type=TEXT, headers={"Cache-Control": "no-store"})


def text() -> str:
    """Every sample under its name, with one line of help."""
    by_name: dict[str, list[str]] = {name: [] for name in WHAT}
    for name, labels, value in _samples():
        by_name[name].append(f"{name}{_labels(labels)} {value}")
    return "".join(
        f"# HELP {name} {WHAT[name]}\n# TYPE {name} gauge\n" + "".join(f"{line}\n" for line in lines)
        for name, lines in by_name.items()
        if lines
    )


def _may_read(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "").encode()
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    knows = bool(settings.METRICS_TOKEN) and hmac.compare_digest(shown, wanted)
    return knows or address_of(request) in settings.METRICS_FROM


def _labels(labels: dict[str, str]) -> str:
    if not labels:
        return ""
    escaped = {
        name: value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n") for name, value in labels.items()
    }
    return "{" + ",".join(f'{name}="{value}"' for name, value in escaped.items()) + "}"


def _samples() -> Iterator[Sample]:
    yield from _work()
    for scheme in Scheme.objects.order_by("pk"):
        yield "hosho_scheme_stopped", {"scheme": scheme.slug}, int(scheme.stopped_at is not None)
    yield from _money()
    yield from _breaches()
    yield from _leaving()


def _work() -> Iterator[Sample]:
    for queue in due.queues():
        yield "hosho_queue_rows", {"queue": queue.name}, queue.rows
        yield "hosho_queue_oldest_seconds", {"queue": queue.name}, _seconds(queue.oldest)
    now = clock.unmoved()
    for run in DutyRun.objects.filter(name__in=DUTIES).order_by("name"):
        yield "hosho_duty_failed", {"duty": run.name}, int(run.error != "")
        if run.last_ok_at:
            yield "hosho_duty_last_success_age_seconds", {"duty": run.name}, _seconds(now - run.last_ok_at)


def _money() -> Iterator[Sample]:
    at = clock.now()
    for found in Summary.objects.select_related("scheme").order_by("scheme"):
        here = {"scheme": found.scheme.slug}
        yield "hosho_summary_age_seconds", here, _seconds(at - found.at)
        for column, value in found.figures["totals"].items():
            name, _, unit = column.rpartition("_")
            if unit == "yen":
                yield "hosho_statement_yen", {**here, "column": name}, value
            elif column.endswith("coupons"):
                yield "hosho_statement_coupons", {**here, "column": column.removesuffix("_coupons")}, value
        for way in found.figures["ways"]:
            labels = {
                **here,
                **{key: way[key] for key in ("method", "payee", "state")},
                "held": str(way["is_held"]).lower(),
            }
            yield "hosho_payouts", labels, way["payouts"]
            yield "hosho_payouts_yen", labels, way["yen"]


def _breaches() -> Iterator[Sample]:
    at = clock.now()
    for found in Reconciliation.objects.select_related("scheme").order_by("scheme"):
        here = {"scheme": found.scheme.slug}
        yield "hosho_reconciliation_age_seconds", here, _seconds(at - found.at)
        yield "hosho_breaches", {**here, "invariant": "all"}, sum(len(rows) for rows in found.breaches.values())
        for invariant, rows in found.breaches.items():
            yield "hosho_breaches", {**here, "invariant": invariant}, len(rows)


def _leaving() -> Iterator[Sample]:
    for scheme, channel, state, count in _counted(Message, "scheme", "channel", "state"):
        yield "hosho_messages", {"scheme": scheme, "channel": channel, "state": state}, count
    for brand, way, state, count in _counted(PointOrder, "brand", "way", "state"):
        yield "hosho_point_orders", {"brand": brand, "way": way, "state": state}, count


def _counted(model: type[Message] | type[PointOrder], *columns: str) -> list[tuple]:
    """The columns' values, each combination with how many rows it has."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"select {names}, count(*) from {model._meta.db_table} group by {names} order by {names}")
        return cursor.fetchall()


def _seconds(age: timedelta) -> float:
    return round(age.total_seconds(), 3)
