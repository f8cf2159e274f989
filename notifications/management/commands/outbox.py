"""`outbox`: what was or will be said to whom. In a rehearsal only: in production it would be a list of open links."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from notifications.models import Message
from notifications.render import shown


class Command(BaseCommand):
    help = "予行中のお知らせ（メール・SMSなど）を、古い順にすべて表示します。本番では使えません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")

    def handle(self, **options) -> None:
        if not settings.REHEARSAL:
            raise CommandError("お知らせの一覧は、予行でのみ見られます。")
        rows = [as_row(message) for message in Message.objects.order_by("id").iterator()]
        self.stdout.write(json.dumps(rows, ensure_ascii=False) if options["json"] else as_text(rows))


def as_row(message: Message) -> dict[str, str]:
    """One message as design 7 names its parts."""
    words = shown(message)
    return {
        "key": message.key,
        "channel": message.channel,
        "to": message.to,
        "subject": words.subject,
        "text": words.text,
        "state": message.state,
    }


def as_text(rows: list[dict[str, str]]) -> str:
    """All messages, one below the other."""
    return "\n".join(map(_one, rows)) or "お知らせはありません。"


def _one(row: dict[str, str]) -> str:
    state, channel = Message.State(row["state"]).label, Message.Channel(row["channel"]).label
    head = f"── {row['key']}　{state}　{channel}　{row['to']}"
    return "\n".join([head, *filter(None, [row["subject"]]), row["text"], ""])
