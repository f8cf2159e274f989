"""`keys`: which key each sealed or derived row needs. Exit code 1 if one is needed and not on its ring."""

import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandParser

from desk.keys_in_use import Use, uses


class Command(BaseCommand):
    help = "どの鍵がまだ必要かを示します。鍵の輪にない鍵が必要なら、終了コード1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")

    def handle(self, **options) -> None:
        found = uses()
        lines = (
            json.dumps({"keys": [asdict(one) for one in found]}) if options["json"] else "\n".join(map(_line, found))
        )
        self.stdout.write(lines)
        if any(not one.is_on_ring for one in found):
            sys.exit(1)


def _line(one: Use) -> str:
    rows = "、".join(f"{table} {count:,}行" for table, count in one.rows.items()) or "0行"
    return f"{one.ring}  {one.key_id}  {rows}  {_says(one)}"


def _says(one: Use) -> str:
    if not one.is_on_ring:
        return "必要なのに、鍵の輪にありません"
    return "外せます" if one.may_leave else "必要です"
