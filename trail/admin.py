"""The trail in the admin, and what every other room's look-up pages share: nothing is changed there."""

from django.contrib import admin
from django.http import HttpRequest

from trail.models import AuditEvent, DutyRun
from trail.record import record


class ReadOnly:
    """Rows to look at. Whatever changes money or duties goes through a domain function, never through a form here."""

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    """A changelist over a table that may hold millions: no count of all, exact indexed search."""

    show_full_result_count = False
    list_per_page = 50


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    extra = 0
    can_delete = False


class TrailedAdmin(admin.ModelAdmin):
    """The few rows that are written by a form in the admin: each writing is on the trail, by field, never by value."""

    def log_addition(self, request: HttpRequest, obj, message):
        record("added", who=request.user.get_username(), about=obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj, message):
        record("changed", who=request.user.get_username(), about=obj, what=_fields(message))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset):
        for row in queryset:
            record("deleted", who=request.user.get_username(), about=row)
        return super().log_deletions(request, queryset)


def _fields(message: list | str) -> list[str]:
    """The names of the fields that Django's message speaks of, or its words."""
    if isinstance(message, str):
        return [message]
    return [field for part in message for field in part.get("changed", {}).get("fields", [])]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "action", "about", "detail"]
    search_fields = ["=about"]
    search_help_text = "行の名前（例 coupons.coupon/12）"
    ordering = ["-id"]


@admin.register(DutyRun)
class DutyRunAdmin(ReadOnlyAdmin):
    list_display = ["name", "last_ok_at", "legal_at", "failed_at", "error"]
    ordering = ["name"]
