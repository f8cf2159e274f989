"""Messages and releases to look at. Addresses are masked and words are left out: they are personal data."""

from django.contrib import admin

from notifications.models import Message, Release
from trail.admin import ReadOnlyAdmin


def masked(to: str) -> str:
    """The end of an address, for telling two apart: 「…nako@example.jp」, 「…0001」. Never more than half of it."""
    local, at, domain = to.partition("@")
    shown = min(4, len(local) // 2)
    return f"…{local[len(local) - shown :]}{at}{domain}"


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["key", "channel", "masked_to", "template", "state", "attempts", "not_before", "sent_at", "about"]
    list_filter = ["state", "channel", "template"]
    fields = [
        *("key", "scheme", "channel", "masked_to", "template", "about", "release", "urgent", "not_before", "state"),
        *("attempts", "next_at", "leased_until", "provider_id", "sent_at", "error_kind"),
    ]
    search_fields = ["=key", "=about"]
    search_help_text = "番号、または行の名前（例 payouts.payout/12）"
    ordering = ["-id"]

    @admin.display(description="送り先")
    def masked_to(self, message: Message) -> str:
        return "…" if message.channel == Message.Channel.LETTER else masked(message.to)

    @admin.display(description="エラー")
    def error_kind(self, message: Message) -> str:
        """A server's answer may repeat the address."""
        return message.error.replace(message.to, masked(message.to))


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = ["what", "scheme", "made_by", "made_at", "approved_by", "approved_at"]
    ordering = ["-id"]
