"""The trail in the admin, and what every other room's look-up pages share: nothing is changed there."""

from django.contrib import admin
from django.http import HttpRequest

from trail.models import AuditEvent, DutyRun


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
