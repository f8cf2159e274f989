"""`purge`: erase personal data whose time is over; money stays. --dry-run only says what would be erased."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.dates import last_minute
from coupons.choose import add_scheme_argument, chosen_scheme
from desk import purging


class Command(BaseCommand):
    help = "保存期限をすぎた個人情報を消します。お金の記録は残ります。--dry-run は、何が消えるかだけを示します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="何も消さずに、何が消えるかを示す")
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")
        add_scheme_argument(parser)

    def handle(self, *, scheme: str | None, dry_run: bool, **options) -> None:
        chosen = chosen_scheme(scheme)
        try:
            report = purging.purge(chosen, who="command:purge", dry=dry_run)
        except purging.NotYet as error:
            raise CommandError(f"個人情報は {last_minute(chosen.keep_personal_data_until)} まで保存します。") from error
        except purging.OnHold as error:
            raise CommandError("この制度の個人情報は、消去が止められています。") from error
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        self.stdout.write("消えるもの（まだ消していません）" if dry_run else "消したもの")
        for table, rows in report["rows"].items():
            self.stdout.write(f"  {table}  {rows:,}行")
        for why, people in report["kept"].items():
            self.stdout.write(f"残した人  {why}  {people:,}人")
