"""`duties`: run every duty once, here and now."""

import json

from django.core.management.base import BaseCommand, CommandParser

from desk.duties import run_all


class Command(BaseCommand):
    help = "すべての業務（延長・確定など）を、今ここで1回ずつ行います。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")

    def handle(self, **options) -> None:
        changed = run_all()
        lines = "\n".join(f"{name}: {rows:,}" for name, rows in changed.items())
        self.stdout.write(json.dumps({"duties": changed}) if options["json"] else lines)
