"""`restored`: the first thing to run on a database that came from a backup (docs/operations.md)."""

import json

from django.core.management.base import BaseCommand, CommandParser

from desk import restoring

WHO = "command:restored"


class Command(BaseCommand):
    help = "バックアップから戻したあとに：支払を止め、在庫の番号を使わないようにします。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")

    def handle(self, **options) -> None:
        schemes, codes = restoring.stand_still(who=WHO)
        counts = {"stopped": schemes, "codes_set_aside": codes}
        text = f"止めた制度 {schemes:,}件　使わないことにした番号 {codes:,}件"
        self.stdout.write(json.dumps(counts) if options["json"] else text)
