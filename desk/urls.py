"""Addresses that cross rooms: health, and the desk."""

from django.contrib import admin
from django.urls import URLPattern, path

from desk import desk_deeds, desk_views, health

inside = admin.site.admin_view


def screen(kind: str, show) -> list[URLPattern]:
    """The addresses of one kind of row: its screen, and what is done there."""
    row = f"admin/desk/{kind}/<int:pk>/"
    return [
        path(row, inside(show), name=f"desk_{kind}"),
        path(f"{row}identify/", inside(desk_deeds.identify), {"kind": kind}, name=f"desk_{kind}_identify"),
        path(f"{row}code/send/", inside(desk_deeds.send_code), {"kind": kind}, name=f"desk_{kind}_send_code"),
        path(f"{row}code/", inside(desk_deeds.check_code), {"kind": kind}, name=f"desk_{kind}_code"),
        path(f"{row}note/", inside(desk_deeds.note), {"kind": kind}, name=f"desk_{kind}_note"),
    ]


urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("admin/desk/", inside(desk_views.home), name="desk"),
    path("admin/desk/note/", inside(desk_deeds.note_without_row), name="desk_note"),
    *screen("coupon", desk_views.show_coupon),
    *screen("claim", desk_views.show_claim),
    *screen("member", desk_views.show_member),
]
