"""`codes FILE`: put point codes bought in advance into stock; `codes --recheck`: look again at those set aside."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from payouts.stock import StockFileRefused, add_codes, recheck

WHO = "command:codes"


class Command(BaseCommand):
    help = "買い置きのポイントの番号（CSV：brand, face_value, code, expires_on）を在庫に入れます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
        parser.add_argument("--recheck", action="store_true", help="使用停止の番号のうち、開けるものを在庫に戻す")
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")

    def handle(self, *, file: Path | None, **options) -> None:
        if (file is None) != options["recheck"]:
            raise CommandError("FILE か --recheck の、どちらかです。")
        text, counts = self._recheck() if file is None else self._add(file)
        self.stdout.write(json.dumps(counts) if options["json"] else text)

    def _add(self, file: Path) -> tuple[str, dict[str, int]]:
        try:
            added, known = add_codes(path=file, who=WHO)
        except StockFileRefused as error:
            raise CommandError(str(error)) from error
        return f"在庫に追加 {added:,}件　すでにある {known:,}件", {"added": added, "known": known}

    def _recheck(self) -> tuple[str, dict[str, int]]:
        back, shut = recheck(who=WHO)
        return f"在庫に戻した {back:,}件　開けない {shut:,}件", {"back": back, "shut": shut}
