"""`banks`: bring the directory of banks and branches up to the list that is installed."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims import bank_list
from claims.bank_list import OlderList


class Command(BaseCommand):
    help = "銀行と支店の一覧（zengin-code）を取り込みます。何度でも実行できます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")

    def handle(self, **options) -> None:
        listing = bank_list.read()
        try:
            counts = bank_list.store(listing)
        except OlderList as error:
            raise CommandError(str(error)) from error
        result = {"listed_on": listing.listed_on.isoformat()} | {
            name: count.as_dict() for name, count in counts.items()
        }
        self.stdout.write(json.dumps(result) if options["json"] else as_text(result))


def as_text(result: dict) -> str:
    """What an operator reads on the terminal."""
    words = "一覧 {listed:,}　追加 {added:,}　変更 {changed:,}　廃止 {gone:,}"
    lines = [f"{title} {words.format(**result[name])}" for name, title in (("banks", "銀行"), ("branches", "支店"))]
    return "\n".join((f"{result['listed_on']}の一覧", *lines))
