"""/callbacks/mail/ and /callbacks/sms/: where providers tell what became of a message.

Public, without cookie and CSRF token: the sign is what counts. Known, unknown and repeated numbers get the same answer.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from notifications import reports


@csrf_exempt
@require_POST
def report_page(request: HttpRequest, channel: str) -> HttpResponse:
    """204 for what is signed, 400 for what is signed and no report, 403 for all else, 413 for what is too long."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > reports.LONGEST:
        return HttpResponse(status=413)
    try:
        report = reports.read(
            channel=channel,
            seconds=request.headers.get("X-Hosho-Time", ""),
            signature=request.headers.get("X-Hosho-Signature", ""),
            body=request.body,
        )
    except reports.NotFromTheProvider:
        return HttpResponse(status=403)
    except reports.NotUnderstood:
        return HttpResponse(status=400)
    reports.take(report)
    return HttpResponse(status=204)
