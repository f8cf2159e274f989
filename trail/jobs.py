"""Long work as rows: asked for on a screen, done by any worker, safe to leave, and never half done.

The work of a job is one transaction together with the note that it is done. While it runs, its worker holds an advisory
lock on a second connection, by which it also tells how far it is: when the worker dies, the database lets go of it at
once, and whoever looks next sees that nobody is at the job any more.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from config import clock
from trail.models import Job, JobFile
from trail.record import record

logger = logging.getLogger(__name__)
LOCK = "hashtext('trail.job')"
SECONDS_BETWEEN_WORDS = 0.5
UNEXPECTED = "思わぬことが起き、何も変わっていません。管理の担当者に、この番号を伝えてください。"


class CannotBeDone(Exception):
    """The job ends here and nothing is changed; the message says why, in the operator's words."""


class NotToBeRepeated(Exception):
    """The job waits, runs or is done."""


class Progress:
    """How far a job is, for everybody to see while its own transaction is still open."""

    def __init__(self, job_id: int, line: BaseDatabaseWrapper):
        self.job_id, self._line, self._said_at = job_id, line, 0.0

    def __call__(self, done: int, total: int | None = None, says: str = "") -> None:
        """Note it, twice a second at most; the end of a part (done = total) always."""
        if done != total and time.monotonic() - self._said_at < SECONDS_BETWEEN_WORDS:
            return
        self._said_at = time.monotonic()
        with self._line.cursor() as cursor:
            cursor.execute(
                "update trail_job set done = %s, total = coalesce(%s, total), says = %s where id = %s",
                [done, total, says[:200], self.job_id],
            )


Work = Callable[[Job, Progress], dict[str, Any]]


def ask(
    *, kind: str, scheme: str, who: str, files: Mapping[str, bytes] | None = None, lane: str = "", **wanted: Any
) -> Job:
    """Put a job on record. Jobs of one `lane` (default: of this kind in this scheme) run one at a time."""
    with transaction.atomic():
        job = Job.objects.create(kind=kind, scheme=scheme, lane=lane or f"{kind} {scheme}", asked_by=who, wanted=wanted)
        for name, content in (files or {}).items():
            _keep(job, JobFile.Way.IN, name, content)
        record("asked for a job", who=who, about=job, kind=kind, scheme=scheme, files=list(files or {}))
    return job


def ask_once(
    *, kind: str, scheme: str, who: str, files: Mapping[str, bytes] | None = None, **wanted: Any
) -> tuple[Job, bool]:
    """As `ask`, and whether it is new: what the same person asked for and has not ended (a double click) is one job."""
    handed_in = sorted((name, _digest(content)) for name, content in (files or {}).items())
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('trail.job asked'), hashtext(%s))", [who])
        open_ones = Job.objects.filter(kind=kind, scheme=scheme, asked_by=who, wanted=wanted, ended_at=None)
        for job in open_ones.order_by("pk"):
            if sorted(job.files.filter(way=JobFile.Way.IN).values_list("name", "sha256")) == handed_in:
                return job, False
        return ask(kind=kind, scheme=scheme, who=who, files=files, **wanted), True


def is_left_alone(job: Job) -> bool:
    """Whether the worker of a running job is gone: nobody holds its lock. The next worker notes it for good."""
    if job.state != Job.State.RUNNING:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"select pg_try_advisory_xact_lock({LOCK}, %s)", [job.pk])
        return cursor.fetchone()[0] and Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).exists()


def hand_out(job: Job, name: str, content: bytes) -> JobFile:
    """Keep a file the job made, for download."""
    return _keep(job, JobFile.Way.OUT, name, content)


def again(*, job_id: int, who: str) -> Job:
    """Let a job that failed or was interrupted wait for its turn once more. Raises NotToBeRepeated."""
    with transaction.atomic():
        job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
        if job.state not in (Job.State.FAILED, Job.State.INTERRUPTED):
            raise NotToBeRepeated(job.state)
        _set(job, state=Job.State.WAITING, started_at=None, ended_at=None, done=0, total=None, says="", problem="")
        record("asked for a job again", who=who, about=job)
    return job


def run_waiting(works: Mapping[str, Work]) -> int:
    """Do every job that waits and whose lane is free; how many ended. Notes those whose worker is gone."""
    mark_interrupted()
    line, ended = connection.copy(), 0
    try:
        busy: set[int] = set()
        while (job_id := _next(busy)) is not None:
            busy.add(job_id)
            ended += _take(job_id, line, works)
    finally:
        line.close()
    return ended


def mark_interrupted() -> int:
    """Note the jobs whose worker died. Their transactions are gone with it: nothing of them was done."""
    count = 0
    for job_id in Job.objects.filter(state=Job.State.RUNNING).values_list("pk", flat=True):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"select pg_try_advisory_xact_lock({LOCK}, %s)", [job_id])
            if cursor.fetchone()[0]:
                running = Job.objects.filter(pk=job_id, state=Job.State.RUNNING)
                count += running.update(state=Job.State.INTERRUPTED, ended_at=clock.now())
    return count


def _next(busy: set[int]) -> int | None:
    """The oldest waiting job whose lane is free, but for those already tried."""
    running = Job.objects.filter(state=Job.State.RUNNING).values("lane")
    waiting = Job.objects.filter(state=Job.State.WAITING).exclude(pk__in=busy).exclude(lane__in=running)
    return waiting.order_by("pk").values_list("pk", flat=True).first()


def _take(job_id: int, line: BaseDatabaseWrapper, works: Mapping[str, Work]) -> int:
    """Do one job, unless somebody else has it."""
    with line.cursor() as cursor:
        cursor.execute(f"select pg_try_advisory_lock({LOCK}, %s)", [job_id])
        if not cursor.fetchone()[0]:
            return 0
        try:
            job = _started(job_id)
            if job is None:
                return 0
            _do(job, works[job.kind], Progress(job_id, line))
            return 1
        finally:
            cursor.execute(f"select pg_advisory_unlock({LOCK}, %s)", [job_id])


def _started(job_id: int) -> Job | None:
    """The job, now running. None if it runs already or its lane was just taken: the schema says which was first."""
    try:
        started = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
            state=Job.State.RUNNING, started_at=clock.now()
        )
    except IntegrityError:
        return None
    return Job.objects.get(pk=job_id) if started else None


def _do(job: Job, work: Work, progress: Progress) -> None:
    try:
        with transaction.atomic():
            result = work(job, progress)
            _end(job, Job.State.DONE, result=result)
    except CannotBeDone as refusal:
        _end(job, Job.State.FAILED, problem=str(refusal))
    except Exception as error:
        logger.exception("job %s failed", job.pk)
        _end(job, Job.State.FAILED, problem=f"{UNEXPECTED}（{job.pk}・{type(error).__name__}）")


def _end(job: Job, state: str, **values: Any) -> None:
    """Only the runner ends its job; the words of its last step go with it."""
    with transaction.atomic():
        _set(job, state=state, ended_at=clock.now(), says="", **values)
        record(f"job {state}", who=f"job:{job.kind}", about=job)


def _set(job: Job, **values: Any) -> None:
    """Not save(): the progress that the second connection wrote stays."""
    Job.objects.filter(pk=job.pk).update(**values)
    for name, value in values.items():
        setattr(job, name, value)


def _keep(job: Job, way: str, name: str, content: bytes) -> JobFile:
    digest = _digest(content)
    return JobFile.objects.create(job=job, way=way, name=name, content=content, size=len(content), sha256=digest)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
