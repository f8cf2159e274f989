"""Addresses that cross rooms: health, and the desk."""

from django.urls import URLPattern, path

from desk import health, metrics
from desk.call import deeds, payout_screen
from desk.call import views as desk_views
from desk.delivery import urls as delivery_urls
from desk.help import urls as help_urls
from desk.incidents import urls as incident_urls
from desk.issuers import urls as issuer_urls
from desk.operations import change_urls, stopped
from desk.operations import urls as operations_urls
from desk.refunds import urls as refund_urls
from desk.review import urls as review_urls
from desk.scheme import urls as scheme_urls
from desk.shops import urls as confirm_urls
from trail.needs import View


def screen(kind: str, show: View) -> list[URLPattern]:
    """The addresses of one kind of row: its screen, and what is done there."""
    row = f"admin/desk/{kind}/<int:pk>/"
    return [
        path(row, show, name=f"desk_{kind}"),
        path(f"{row}identify/", deeds.identify, {"kind": kind}, name=f"desk_{kind}_identify"),
        path(f"{row}code/send/", deeds.send_code, {"kind": kind}, name=f"desk_{kind}_send_code"),
        path(f"{row}code/", deeds.check_code, {"kind": kind}, name=f"desk_{kind}_code"),
        path(f"{row}note/", deeds.note, {"kind": kind}, name=f"desk_{kind}_note"),
    ]


urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", metrics.show),
    path("admin/desk/", desk_views.home, name="desk"),
    path("admin/desk/note/", deeds.note_without_row, name="desk_note"),
    *screen("coupon", desk_views.show_coupon),
    *screen("claim", desk_views.show_claim),
    *screen("member", desk_views.show_member),
    path("admin/desk/payout/<int:pk>/", payout_screen.show, name="desk_payout"),
    path("admin/desk/payout/<int:pk>/hold/", payout_screen.hold, name="desk_payout_hold"),
    path("admin/desk/payout/<int:pk>/let-go/", payout_screen.let_go, name="desk_payout_let_go"),
    path("admin/desk/payout/<int:pk>/send-again/", payout_screen.send_again, name="desk_payout_send_again"),
    path("admin/desk/stopped/", stopped.stopped, name="desk_stopped"),
    path("admin/desk/stopped/<int:pk>/start-again/", stopped.start_again, name="desk_stopped_start_again"),
    *review_urls.urlpatterns,
    *incident_urls.urlpatterns,
    *operations_urls.urlpatterns,
    *change_urls.urlpatterns,
    *help_urls.urlpatterns,
    *scheme_urls.urlpatterns,
    *confirm_urls.urlpatterns,
    *issuer_urls.urlpatterns,
    *refund_urls.urlpatterns,
    *delivery_urls.urlpatterns,
]
