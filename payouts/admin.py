"""What is owed, to look at."""

from django.contrib import admin

from payouts.models import Entitlement
from trail.admin import ReadOnlyAdmin


@admin.register(Entitlement)
class EntitlementAdmin(ReadOnlyAdmin):
    list_display = ["coupon", "cause", "amount", "made_at", "lapsed_at"]
    list_filter = ["scheme", "cause"]
    list_select_related = ["coupon"]
    search_fields = ["=coupon__inquiry_no"]
    search_help_text = "お問合せ番号（そのまま）"
    ordering = ["-id"]

    @admin.display(description="補償額")
    def amount(self, entitlement: Entitlement) -> str:
        return f"{entitlement.amount_yen:,}円"
