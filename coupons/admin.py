"""Coupons and their ledger to look at (the desk's own screens come above this)."""

from django.contrib import admin
from django.db.models import F, Sum, Window
from django.http import HttpRequest

from coupons import eligibility
from coupons.balances import with_frozen_balance
from coupons.models import Change, Coupon, Entry, Extension, Issuer, Member, Scheme, Store
from trail.admin import ReadOnlyAdmin, ReadOnlyInline

RUNNING_BALANCE = Window(
    Sum("amount_yen"), partition_by=[F("coupon")], order_by=[F("occurred_at").asc(), F("id").asc()]
)


def yen(amount: int) -> str:
    """3,000円"""
    return f"{amount:,}円"


def _with_number(request: HttpRequest, columns: list[str]) -> list[str]:
    """With the whole number in place of its end, for who may see it."""
    may = request.user.has_perm("coupons.see_numbers")
    return ["inquiry_no" if name == "number" and may else name for name in columns]


class EntryInline(ReadOnlyInline):
    """The coupon's ledger in the order of time, with the balance after each entry."""

    model = Entry
    fields = ["occurred_at", "kind", "entry_no", "amount", "balance", "counts_at", "store", "undone"]
    readonly_fields = fields
    ordering = ["occurred_at", "id"]
    verbose_name_plural = "明細"

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("store", "cancels", "restores", "reverses")
            .annotate(balance_yen=RUNNING_BALANCE)
        )

    @admin.display(description="金額")
    def amount(self, entry: Entry) -> str:
        return yen(entry.amount_yen)

    @admin.display(description="残額")
    def balance(self, entry: Entry) -> str:
        return yen(entry.balance_yen)

    @admin.display(description="もとの取引")
    def undone(self, entry: Entry) -> str:
        return str(entry.cancels or entry.restores or entry.reverses or "")


class ExtensionInline(ReadOnlyInline):
    model = Extension
    fields = readonly_fields = ["ground", "until", "rule", "made_at"]


class ChangeInline(ReadOnlyInline):
    model = Change
    fields = readonly_fields = ["key", "kind", "until", "made_at", "told_at", "acknowledged_at"]


class ExtendedFilter(admin.SimpleListFilter):
    """Coupons whose validity was extended: what is covered."""

    title, parameter_name = "期限の延長", "extended"

    def lookups(self, request, model_admin):
        return [("yes", "延長した")]

    def queryset(self, request, queryset):
        return queryset.filter(extension__isnull=False) if self.value() == "yes" else queryset


@admin.register(Coupon)
class CouponAdmin(ReadOnlyAdmin):
    """Its number is whole only for who may see numbers: at the desk callers say theirs first (question 16)."""

    list_display = [
        "number",
        "prefecture",
        "face_value",
        "frozen",
        "travel_on",
        "expires_at",
        "extension",
        "member",
    ]
    list_filter = ["scheme", "prefecture", ExtendedFilter, "extension__ground"]
    list_select_related = ["extension", "member"]
    search_fields = ["=inquiry_no"]
    search_help_text = "お問合せ番号（そのまま）"
    ordering = ["-id"]
    inlines = [EntryInline, ExtensionInline, ChangeInline]
    fields = [
        *("number", "scheme", "prefecture", "issuer", "face_value", "issued_at", "travel_on", "expires_at"),
        *("member", "charged_at", "case_a"),
    ]

    def get_queryset(self, request):
        return with_frozen_balance(super().get_queryset(request))

    def get_list_display(self, request):
        return _with_number(request, self.list_display)

    def get_fields(self, request, obj=None):
        return _with_number(request, self.fields)

    @admin.display(description="お問合せ番号")
    def number(self, coupon: Coupon) -> str:
        """Its end."""
        return str(coupon)

    @admin.display(description="(A) の判定")
    def case_a(self, coupon: Coupon) -> str:
        """Which condition of case (A) fails, with its clause; or that all hold."""
        unmet = [finding.condition for finding in eligibility.explain(coupon) if not finding.holds]
        return (
            "　".join(f"{condition.unmet}（{condition.clause}）" for condition in unmet) or "すべての条件を満たします。"
        )

    @admin.display(description="券面額")
    def face_value(self, coupon: Coupon) -> str:
        return yen(coupon.face_value_yen)

    @admin.display(description="確定時の残額")
    def frozen(self, coupon: Coupon) -> str:
        return yen(coupon.frozen_yen)


@admin.register(Scheme)
class SchemeAdmin(ReadOnlyAdmin):
    list_display = ["name", "slug", "outage_from", "usable_until", "claims_until", "receive_until", "stopped_at"]


@admin.register(Member)
class MemberAdmin(ReadOnlyAdmin):
    """Contacts are personal data: shown to nobody here. The desk shows them, masked and trailed."""

    list_display = ["member_no", "scheme", "left_at"]
    fields = ["scheme", "member_no", "left_at"]
    search_fields = ["=member_no"]
    ordering = ["-id"]


@admin.register(Issuer, Store)
class PlaceAdmin(ReadOnlyAdmin):
    list_display = ["no", "name", "prefecture", "phone"]
    list_filter = ["scheme", "prefecture"]
    search_fields = ["=no", "name"]
    ordering = ["no"]


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["key", "kind", "coupon", "until", "made_at", "told_at", "acknowledged_at"]
    list_filter = ["scheme", "kind"]
    list_select_related = ["coupon"]
    search_fields = ["=key"]
    ordering = ["-id"]
