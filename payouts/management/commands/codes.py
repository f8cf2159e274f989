"""`codes FILE`: put point codes bought in advance into stock."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from payouts.stock import StockFileRefused, add_codes


class Command(BaseCommand):
    help = "買い置きのポイントの番号（CSV：brand, face_value, code, expires_on）を在庫に入れます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")

    def handle(self, *, file: Path, **options) -> None:
        try:
            added, known = add_codes(path=file, who="command:codes")
        except StockFileRefused as error:
            raise CommandError(str(error)) from error
        text = f"在庫に追加 {added:,}件　すでにある {known:,}件"
        self.stdout.write(json.dumps({"added": added, "known": known}) if options["json"] else text)
