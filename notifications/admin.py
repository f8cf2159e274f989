"""Messages and releases to look at. Addresses are masked and words are left out: they are personal data."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html

from notifications.models import Message, Release
from notifications.release_pages import approve_page, ask_page, pause_page
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
    """The list; asking and approving have pages of their own (notifications/release_pages.py)."""

    list_display = ["called", "scheme", "made_by", "made_at", "approved_by", "approved_at", "paused_at"]
    ordering = ["-id"]
    change_list_template = "staff/release_list.html"

    def get_urls(self) -> list:
        return [
            path("ask/", ask_page, name="notifications_release_ask"),
            path("<int:release_id>/approve/", approve_page, name="notifications_release_approve"),
            path("<int:release_id>/pause/", pause_page, name="notifications_release_pause"),
            *super().get_urls(),
        ]

    def get_list_display(self, request: HttpRequest) -> list[str]:
        deeds = {"to_approve": "releases.approve", "to_pause": "releases.pause"}
        return [*self.list_display, *[deed for deed, needed in deeds.items() if request.user.has_perm(needed)]]

    @admin.display(description="何を", ordering="what")
    def called(self, release: Release) -> str:
        return release.called

    @admin.display(description="止める・再開する")
    def to_pause(self, release: Release) -> str:
        if release.approved_at is None:
            return ""
        address = reverse("admin:notifications_release_pause", args=[release.pk])
        return format_html('<a href="{}">{}</a>', address, "再開する" if release.paused_at else "止める")

    @admin.display(description="承認")
    def to_approve(self, release: Release) -> str:
        if release.approved_at:
            return "済み"
        address = reverse("admin:notifications_release_approve", args=[release.pk])
        return format_html('<a href="{}">内容を見て承認する</a>', address)
