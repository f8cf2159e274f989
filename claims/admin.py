"""Announcements to write. Claims are decided at the desk, never in a form here."""

from django.contrib import admin

from claims.models import Announcement
from trail.admin import TrailedAdmin


@admin.register(Announcement)
class AnnouncementAdmin(TrailedAdmin):
    """The public reads it from `published_at` on, by legal time."""

    list_display = ["published_at", "scheme", "label", "title", "is_basis"]
    list_filter = ["scheme"]
    search_fields = ["title", "body"]
