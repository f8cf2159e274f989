"""The rehearsal's window on the outbox: nothing leaves, so this is where a mail is read and its link followed."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.views.decorators.http import require_safe

from notifications.models import Message
from notifications.render import shown

ON_A_PAGE = 20


@require_safe
def outbox_page(request: HttpRequest) -> HttpResponse:
    """/demo/outbox/: what would have been sent, newest first; `?to=` finds an address. 404 outside a rehearsal."""
    if not settings.REHEARSAL:
        raise Http404
    to = request.GET.get("to", "").strip()
    messages = Message.objects.filter(to__icontains=to).order_by("-id")
    page = Paginator(messages, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(message, shown(message)) for message in page]
    return render_page(request, "notifications/outbox.html", {"page": page, "rows": rows, "to": to})
