"""Screens of long work: ask for a load, see every job and how far it is, take its files, let it run once more."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desk.operations import job_load
from desk.operations.jobs import KINDS
from desk.operations.upload_forms import UploadForm
from trail import jobs
from trail.models import Job, JobFile
from trail.needs import needs
from trail.record import record

A_PAGE = 50
SECONDS_BETWEEN_LOOKS = "3"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {".xlsx": XLSX, ".csv": "text/csv; charset=utf-8"}
ASKED = "取り込みを頼みました。このページを閉じても、作業は続きます。"
ASKED_BEFORE = "同じファイルの取り込みを、もう頼んであります。"
AGAIN = "もう一度、順番を待っています。"
NOT_AGAIN = "この仕事は、いまはやり直せません（順番を待っているか、実行中か、もう終わっています）。"


@needs("operations.look")
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """Every job, the newest first."""
    shown = Paginator(Job.objects.order_by("-pk"), A_PAGE).get_page(request.GET.get("page"))
    return _page(
        request,
        "desk/operations/jobs.html",
        "長い仕事",
        jobs=shown,
        labels={name: kind.label for name, kind in KINDS.items()},
    )


@needs("operations.look")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One job. While it is not over the page asks again by itself, unless `?still`."""
    job = get_object_or_404(Job, pk=pk)
    is_over = job.ended_at is not None
    response = _page(
        request,
        "desk/operations/job.html",
        f"{KINDS[job.kind].label} {job.pk}",
        job=job,
        is_over=is_over,
        is_still="still" in request.GET,
        is_left_alone=jobs.is_left_alone(job),
        may=all(request.user.has_perm(needed) for needed in ("jobs.take", KINDS[job.kind].needs)),
        may_again=job.state in (Job.State.FAILED, Job.State.INTERRUPTED),
        files=job.files.defer("content").order_by("way", "pk"),
    )
    if not is_over and "still" not in request.GET:
        response["Refresh"] = SECONDS_BETWEEN_LOOKS
    return response


@needs("files.load")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Hand in regionPAY's files; a POST asks for their load and shows the job."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        who = request.user.get_username()
        job, is_new = job_load.ask(scheme=form.cleaned_data["scheme"], files=form.contents, who=who)
        messages.success(request, ASKED if is_new else ASKED_BEFORE)
        return redirect("operations_job", job.pk)
    return _page(
        request,
        "desk/operations/upload.html",
        "ファイルを取り込む",
        form=form,
        latest=Job.objects.filter(kind="load").order_by("-pk")[:5],
    )


@needs("jobs.take")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """「もう一度行う」"""
    job = _mine(request, pk)
    try:
        jobs.again(job_id=job.pk, who=request.user.get_username())
        messages.success(request, AGAIN)
    except jobs.NotToBeRepeated:
        messages.warning(request, NOT_AGAIN)
    return redirect("operations_job", job.pk)


@needs("jobs.take")
@require_safe
def take(request: HttpRequest, pk: int, file_id: int) -> HttpResponse:
    """A file of the job; that it was taken is on the trail."""
    file = get_object_or_404(JobFile, pk=file_id, job=_mine(request, pk))
    record("took a file", who=request.user.get_username(), about=file.job, file=file.name, sha256=file.sha256)
    suffix = file.name[file.name.rfind(".") :].lower()
    response = HttpResponse(bytes(file.content), content_type=TYPES.get(suffix, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    return response


def _mine(request: HttpRequest, pk: int) -> Job:
    """The job, for those who may ask for one of its kind."""
    job = get_object_or_404(Job, pk=pk)
    if not request.user.has_perm(KINDS[job.kind].needs):
        raise PermissionDenied(KINDS[job.kind].needs)
    return job


def _page(request: HttpRequest, template: str, title: str, **more: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **more}
    return TemplateResponse(request, template, context)
