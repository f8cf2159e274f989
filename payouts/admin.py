"""What is owed and what leaves, to look at. Codes and account numbers are sealed and shown to nobody here."""

from django.contrib import admin

from payouts.models import (
    Brand,
    BrandSetting,
    Entitlement,
    Payout,
    PayoutItem,
    PointCode,
    PointOrder,
    ReceiveLink,
    RefundBatch,
)
from payouts.telling import unreachable
from trail.admin import ReadOnlyAdmin, ReadOnlyInline


class ShowsYen:
    """「3,000円」 for the amount of a row."""

    @admin.display(description="金額", ordering="amount_yen")
    def amount(self, row) -> str:
        return f"{row.amount_yen:,}円"


@admin.register(Entitlement)
class EntitlementAdmin(ShowsYen, ReadOnlyAdmin):
    list_display = ["coupon", "cause", "amount", "made_at", "payout", "lapsed_at"]
    list_filter = [
        *("scheme", "cause"),
        ("payout", admin.EmptyFieldListFilter),
        ("lapsed_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["coupon", "payout"]
    search_fields = ["=coupon__inquiry_no"]
    search_help_text = "お問合せ番号（そのまま）"
    ordering = ["-id"]


class ItemInline(ShowsYen, ReadOnlyInline):
    model = PayoutItem
    fields = readonly_fields = ["coupon", "cause", "amount"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("coupon")


class LinkInline(ReadOnlyInline):
    """The secret part of a link is shown to nobody."""

    model = ReceiveLink
    fields = readonly_fields = ["channel", "made_at", "tries", "locked_at", "revoked_at"]


class OrderInline(ReadOnlyInline):
    model = PointOrder
    fields = readonly_fields = [
        "brand",
        "state",
        "way",
        "request_key",
        "tries",
        "last_answer",
        "ordered_at",
        "settled_at",
        "code_expires_on",
    ]


class ReachFilter(admin.SimpleListFilter):
    """Open payouts that nobody can be told of: mail and SMS have failed, or there was but one of them."""

    title, parameter_name = "届け先", "reach"

    def lookups(self, request, model_admin):
        return [("none", "どの方法でも届かない")]

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=unreachable().values("pk")) if self.value() == "none" else queryset


class BrandFilter(admin.SimpleListFilter):
    """What was received as which kind of points."""

    title, parameter_name = "ポイントの種類", "brand"

    def lookups(self, request, model_admin):
        return Brand.choices

    def queryset(self, request, queryset):
        issued = PointOrder.objects.filter(brand=self.value(), state=PointOrder.State.ISSUED)
        return queryset.filter(pk__in=issued.values("payout")) if self.value() else queryset


@admin.register(Payout)
class PayoutAdmin(ShowsYen, ReadOnlyAdmin):
    list_display = ["id", "method", "amount", "state", "member", "claim", "opened_at", "receive_until", "held_at"]
    list_filter = ["scheme", "state", "method", ("held_at", admin.EmptyFieldListFilter), BrandFilter, ReachFilter]
    list_select_related = ["member", "claim"]
    search_fields = ["=id", "=items__coupon__inquiry_no", "=member__member_no", "=claim__receipt_no"]
    search_help_text = "支払の番号、お問合せ番号、会員番号、受付番号（そのまま）"
    ordering = ["-id"]
    inlines = [ItemInline, LinkInline, OrderInline]


@admin.register(ReceiveLink)
class ReceiveLinkAdmin(ReadOnlyAdmin):
    list_display = ["id", "payout", "channel", "made_at", "tries", "locked_at", "revoked_at"]
    list_filter = ["channel"]
    list_select_related = ["payout"]
    fields = ["payout", "channel", "key_id", "made_at", "tries", "locked_at", "revoked_at"]
    search_fields = ["=payout__id"]
    ordering = ["-id"]


@admin.register(PointCode)
class PointCodeAdmin(ReadOnlyAdmin):
    list_display = ["brand", "face_value", "expires_on", "loaded_at", "order", "quarantined_at"]
    list_filter = ["brand", ("order", admin.EmptyFieldListFilter), ("quarantined_at", admin.EmptyFieldListFilter)]
    list_select_related = ["order"]
    ordering = ["-id"]

    @admin.display(description="額面", ordering="face_value_yen")
    def face_value(self, code: PointCode) -> str:
        return f"{code.face_value_yen:,}円"


@admin.register(BrandSetting)
class BrandSettingAdmin(ReadOnlyAdmin):
    """To look at: what a kind of points says is changed on the screen of the scheme, by two persons."""

    list_display = ["brand", "is_offered", "way", "limits", "limits_source", "code_days_min", "scheme"]
    fields = [
        "scheme",
        "brand",
        "is_offered",
        "way",
        "min_yen",
        "max_yen",
        "limits_source",
        "code_days_min",
        "how_ja",
        "how_en",
    ]
    list_filter = ["scheme"]
    list_select_related = ["scheme"]
    ordering = ["scheme", "id"]

    @admin.display(description="額")
    def limits(self, setting: BrandSetting) -> str:
        return f"{setting.min_yen:,}円～{setting.max_yen:,}円"


@admin.register(RefundBatch)
class RefundBatchAdmin(ReadOnlyAdmin):
    list_display = [
        "number",
        "state",
        "transfer_on",
        "line_count",
        "total_yen",
        "made_by",
        "approved_by",
        "exported_at",
    ]
    list_filter = ["scheme", "state"]
    ordering = ["-id"]
