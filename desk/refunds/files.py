"""The two files of a batch: taken as often as need be, each time with a warning and on the trail."""

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from desk.refunds.batches import show_batch
from desk.refunds.forms import AgainForm
from desk.refunds.pages import REFUSALS, found, words_for
from payouts import outcome_rows
from payouts.batches import exporting
from trail.needs import needs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "zengin": "application/octet-stream"}


@needs("payouts.export")
@require_POST
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The same bytes every time. From the second time on, of either kind, somebody says why."""
    batch, kind = found(pk), request.POST.get("kind", "")
    if kind not in exporting.KINDS:
        return redirect("refund_batch", pk)
    again = AgainForm(request.POST)
    reason = again.cleaned_data["reason"] if again.is_valid() else ""
    try:
        name, data = exporting.download(batch_id=pk, kind=kind, by=request.user.get_username(), reason=reason)
    except REFUSALS as refusal:
        return show_batch(request, batch, status=409, refused=words_for(refusal), again_form=again)
    return _as_file(data, name, TYPES[kind])


@needs("payouts.export")
@require_POST
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """A table of the batch's lines, to write into it what the bank says. No account stands in it."""
    batch, out = found(pk), BytesIO()
    outcome_rows.template(batch, out)
    return _as_file(out.getvalue(), f"kekka_{batch.number:04}.xlsx", XLSX)


def _as_file(data: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
