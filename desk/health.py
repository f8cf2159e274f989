"""/healthz: this process answers. /readyz: the database answers and no duty has been late or failing.

Nobody's data is shown. The web never talks to Redis: that duties run is seen in their rows.
"""

from datetime import timedelta

from django.conf import settings
from django.db import Error
from django.db.models import Q
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, JsonResponse

from config import clock
from config.celery import app
from desk import due
from desk.duties import DUTIES
from trail.models import DutyRun

INTERVALS_MISSED = 5  # a duty is late after so many intervals without success
OLDEST = timedelta(minutes=30)


def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process can answer at all."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(request: HttpRequest) -> JsonResponse:
    """200 and no problems, or 503 and what they are."""
    try:
        problems = [*_moved_clock(), *_late_duties(), *_old_rows()]
    except Error:
        problems = ["the database does not answer"]
    return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)


def _late_duties() -> list[str]:
    """Duties that never ran, whose last success is too long ago, or that failed since."""
    problems = []
    for name in DUTIES:
        longest = timedelta(seconds=app.conf.beat_schedule[name]["schedule"]) * INTERVALS_MISSED
        runs = DutyRun.objects.filter(name=name)
        good = runs.filter(last_ok_at__gte=Now() - longest)
        if not runs.exists():
            problems.append(f"duty {name}: has not run yet")
        elif not good.exists():
            problems.append(f"duty {name}: no success within {longest}")
        elif good.filter(~Q(error="")).exists():
            problems.append(f"duty {name}: last run failed")
    return problems


def _old_rows() -> list[str]:
    """Rows that are due and wait too long for a worker, whatever the duties say of themselves."""
    return [f"{queue.name}: the oldest due row waits too long" for queue in due.queues() if queue.oldest > OLDEST]


def _moved_clock() -> list[str]:
    return ["the clock is moved"] if not settings.REHEARSAL and clock.is_moved() else []
