"""The trail in the admin, and what every other room's look-up pages share: nothing is changed there."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from config import clock
from trail.models import AuditEvent, DutyRun
from trail.record import record
from trail.words import KINDS, word

HOW_FILTERS_ASK = {"", "__exact", "__id__exact", "__isnull", "__isempty", "__gte", "__lt"}


class ReadOnly:
    """Rows to look at. Whatever changes money or duties goes through a domain function, never through a form here."""

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    """A changelist over a table that may hold millions: no count of all, exact indexed search.

    Searches and looks at a row are on the trail. An address filters by what the page offers and by nothing else: Django
    would take every column, and `?phone__startswith=` would spell out a number that no page shows.
    """

    show_full_result_count = False
    list_per_page = 50

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        typed = request.GET.get(SEARCH_VAR, "").strip()
        if typed and self.has_view_permission(request):
            record(
                "searched a list", who=request.user.get_username(), about=self.opts.label_lower, typed=_ending(typed)
            )
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        answer = super().change_view(request, object_id, form_url, extra_context)
        if answer.status_code == 200:
            record("looked at", who=request.user.get_username(), about=f"{self.opts.label_lower}/{object_id}")
        return answer

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        own = [one.parameter_name for one in self.list_filter if isinstance(one, type)]
        offered = [one if isinstance(one, str) else one[0] for one in self.list_filter if not isinstance(one, type)]
        return lookup in own or any(
            lookup.removeprefix(name) in HOW_FILTERS_ASK for name in offered if lookup.startswith(name)
        )


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


def _ending(typed: str) -> str:
    """Enough to tell two searches apart: the trail holds neither names nor whole numbers."""
    return f"…{typed[-4:]}" if typed[-4:].isdecimal() else f"{len(typed)}文字"


def _fields(message: list | str) -> list[str]:
    """The names of the fields that Django's message speaks of, or its words."""
    if isinstance(message, str):
        return [message]
    return [field for part in message for field in part.get("changed", {}).get("fields", [])]


class KindFilter(admin.SimpleListFilter):
    """What an event is about."""

    title, parameter_name = "種類", "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(name, words) for name, (words, _actions) in KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(action__in=KINDS[self.value()][1]) if self.value() in KINDS else queryset


class DayFilter(admin.SimpleListFilter):
    """Since when, by legal time."""

    title, parameter_name = "いつから", "since"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("0", "今日"), ("1", "きのうから"), ("7", "7日前から"), ("30", "30日前から")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in ("0", "1", "7", "30"):
            return queryset
        first_day = clock.now().astimezone(clock.JAPAN).date() - timedelta(days=int(self.value()))
        return queryset.filter(at__gte=clock.midnight(first_day))


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "deed", "about", "detail"]
    list_filter = [KindFilter, DayFilter]
    search_fields = ["=about", "=who"]
    search_help_text = "行の名前（例 coupons.coupon/12）、または利用者名（そのまま）"
    ordering = ["-id"]

    @admin.display(description="何を")
    def deed(self, event: AuditEvent) -> str:
        return word(event.action)


@admin.register(DutyRun)
class DutyRunAdmin(ReadOnlyAdmin):
    list_display = ["name", "last_ok_at", "legal_at", "failed_at", "error"]
    ordering = ["name"]
