"""「regionPAYへの通知」: what waits to be told, the files, what is not answered, and regionPAY's answers.

Looking changes nothing; a file is made, downloaded and answered by a POST each, and each is on the trail.
"""

import csv
import io
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config import clock
from coupons import answers as answering
from coupons import changes
from coupons.loading.report import Finding
from coupons.models import AnswerFile, Change, ChangeFile, Scheme
from coupons.sheets.opening import MIB, Unreadable
from desk.operations.parts import Part, part_of
from desk.operations.refused_rows import offer
from desk.review.pages import page
from trail.needs import needs

PREVIEW = 10
NOTHING = "ファイルに入れるものは、もうありません。ほかの人が先に作ったファイルを見てください。"
SET_ASIDE = "このファイルは取りやめになっています。内容は新しいファイルに入ります。"
NO_FILE = "回答のファイルを選んでください。"
TOO_LARGE = f"ファイルが大きすぎます（{answering.LIMITS.size // MIB} MBまで）。"
COLUMNS = {heading.name: heading.japanese for heading in answering.HEADINGS}


@dataclass(frozen=True)
class Waiting:
    """A change that a person looks after, and for how many days."""

    change: Change
    days: int

    @property
    def number_ends(self) -> str:
        return self.change.coupon.inquiry_no[-4:]

    @property
    def yen(self) -> int | None:
        return abs(self.change.entry.amount_yen) if self.change.entry else None


@needs("changes.look")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Everything of one scheme."""
    return _list(request, chosen(request))


@needs("changes.tell")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """「ファイルを作る」"""
    scheme = chosen(request)
    try:
        file = changes.make_file(scheme=scheme, who=request.user.get_username())
    except changes.NothingToTell:
        messages.warning(request, NOTHING)
        return redirect(_home(scheme))
    messages.success(request, "ファイルを作りました。ダウンロードするまでは、まだ知らせたことになりません。")
    return redirect("change_file", file.pk)


@needs("changes.look")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: its counts, its digest, its first lines, and how far it is answered."""
    file = get_object_or_404(ChangeFile.objects.select_related("scheme"), pk=pk)
    answered = file.changes.aggregate(
        acknowledged=Count("pk", filter=Q(acknowledged_at__isnull=False)),
        refused=Count("pk", filter=Q(acknowledged_at=None, refused_at__isnull=False)),
    )
    return page(
        request,
        "desk/change/file.html",
        title=f"通知ファイル {file.number}",
        file=file,
        answered=answered,
        open_count=file.line_count - answered["acknowledged"] - answered["refused"],
        headings=changes.HEADINGS,
        rows=_first_lines(file),
        size=len(file.content),
        home=_home(file.scheme),
    )


@needs("changes.tell")
@require_POST
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes; the first time all that stands in the file is told with it."""
    get_object_or_404(ChangeFile, pk=pk)
    try:
        file = changes.download(file_id=pk, who=request.user.get_username())
    except changes.IsSetAside:
        messages.error(request, SET_ASIDE)
        return redirect("change_file", pk)
    return as_download(bytes(file.content), file.name, "text/csv; charset=utf-8")


@needs("changes.tell")
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """A file of answers; what became of each of its rows is a page of its own."""
    scheme, uploaded = chosen(request), request.FILES.get("file")
    try:
        data = contents(uploaded)
        file = answering.take(scheme=scheme, name=uploaded.name, data=data, who=request.user.get_username())
    except Unreadable as refusal:
        return _list(request, scheme, status=422, refused=[str(refusal)])
    if not file.faults:
        return redirect("change_answers", file.pk)
    given_back = {"faults": [Finding(*fault) for fault in file.faults], "headings": answering.HEADINGS}
    table = offer(request, name=file.name, data=data, capability="changes.tell", limits=answering.LIMITS, **given_back)
    return _answers(request, file, refused_rows=table)


@needs("changes.look")
@require_safe
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a file of answers."""
    return _answers(request, get_object_or_404(AnswerFile.objects.select_related("scheme"), pk=pk))


def _answers(request: HttpRequest, file: AnswerFile, *, refused_rows: dict | None = None) -> HttpResponse:
    """With the table of what could not be taken, while who handed the file in still looks at it."""
    faults = [(line, COLUMNS.get(column, "行"), reason) for line, column, reason in file.faults]
    return page(
        request,
        "desk/change/answers.html",
        title="回答の取り込み結果",
        file=file,
        faults=faults,
        more=file.fault_count - len(faults),
        refused_rows=refused_rows,
        home=_home(file.scheme),
    )


def chosen(request: HttpRequest) -> Scheme:
    """The scheme that `?scheme=` or the form names; else the first."""
    slug = request.POST.get("scheme") or request.GET.get("scheme", "")
    schemes = Scheme.objects.order_by("slug")
    return get_object_or_404(schemes, slug=slug) if slug else schemes.first()


def contents(uploaded: UploadedFile | None) -> bytes:
    """What was uploaded; one that is too large is refused before it is read. Raises Unreadable."""
    if uploaded is None:
        raise Unreadable(NO_FILE)
    if uploaded.size > answering.LIMITS.size:
        raise Unreadable(TOO_LARGE)
    return uploaded.read()


def as_download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep. (No staff page is kept by a browser or proxy: the admin says so.)"""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _home(scheme: Scheme) -> str:
    return reverse("changes", query={"scheme": scheme.slug})


def _list(request: HttpRequest, scheme: Scheme, *, status: int = 200, refused: list[str] | None = None) -> HttpResponse:
    at = clock.now()
    late, taken = changes.unanswered(scheme, at), AnswerFile.objects.filter(scheme=scheme)
    return page(
        request,
        "desk/change/list.html",
        status=status,
        title="regionPAYへの通知",
        scheme=scheme,
        schemes=Scheme.objects.order_by("slug"),
        refused=refused or [],
        untold=_sums(changes.untold(scheme)),
        files=part_of(request, "files", _files(scheme), home=reverse("changes")),
        late=_waiting(request, "late", late, "told_at", at),
        refused_changes=_waiting(request, "refused", changes.refused(scheme), "refused_at", at),
        differing=_waiting(request, "differs", changes.differing(scheme), "differs_at", at),
        answers=part_of(request, "answers", taken.order_by("-pk"), home=reverse("changes")),
    )


def _sums(waiting: QuerySet[Change]) -> list[tuple[str, int, int | None]]:
    """Of each kind how many wait, and how many yen."""
    found = waiting.order_by().values_list("kind").annotate(Count("pk"), Sum("entry__amount_yen"))
    known = {kind: (count, yen) for kind, count, yen in found}
    return [(kind.label, known[kind][0], abs(known[kind][1] or 0) or None) for kind in Change.Kind if kind in known]


def _files(scheme: Scheme) -> QuerySet[ChangeFile]:
    """The newest first, each with how many of its lines are not answered."""
    is_open = Q(changes__acknowledged_at=None, changes__refused_at=None)
    files = ChangeFile.objects.filter(scheme=scheme).defer("content").order_by("-number")
    return files.annotate(open_count=Count("changes", filter=is_open))


def _waiting(request: HttpRequest, name: str, found: QuerySet[Change], since: str, at: datetime) -> Part:
    rows = found.select_related("coupon", "entry", "file").defer("file__content")
    part = part_of(request, name, rows, home=reverse("changes"))
    return replace(part, rows=[Waiting(change, (at - getattr(change, since)).days) for change in part.rows])


def _first_lines(file: ChangeFile) -> list[list[str]]:
    """As they stand in the bytes, so that what is looked at is what is sent."""
    lines = io.StringIO(bytes(file.content).decode(changes.ENCODING), newline="")
    rows = csv.reader(lines)
    next(rows)
    return [row for row, _ in zip(rows, range(PREVIEW), strict=False)]
