"""`rehearse --until DATE`: move the clock and run every duty on the way."""

import json
from datetime import date, datetime

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.models import Bank
from config import clock
from coupons.choose import add_scheme_argument, chosen_scheme
from desk import rehearsal


class Command(BaseCommand):
    help = "予行：時計を進めながら、すべての業務を6時間ごとに行います。本番ではできません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="ここまで（日本時間のその日0時）")
        parser.add_argument("--from", type=date.fromisoformat, metavar="DATE", dest="start", help="ここから")
        parser.add_argument(
            "--release", action="store_true", help="2人目の承認を待つもの（一斉送信）も承認したことにする"
        )
        parser.add_argument("--resume", action="store_true", help="動かした時計を、最後に業務が動いた時刻に戻すだけ")
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")
        add_scheme_argument(parser)

    def handle(self, *, until: date | None, start: date | None, scheme: str | None, **options) -> None:
        if options["resume"]:
            self.resume()
        else:
            self.rehearse(until, start, scheme, **options)
        if not Bank.objects.exists():  # the first rehearsal, also a demo's: without banks no refund can be claimed
            call_command("banks", stdout=self.stderr)

    def rehearse(self, until: date | None, start: date | None, scheme: str | None, **options) -> None:
        if until is None:
            raise CommandError("--until DATE が必要です。")
        try:
            chosen = chosen_scheme(scheme)
            begin = rehearsal.start_of(chosen, start and clock.midnight(start))
            let_go = chosen if options["release"] else None
            changed = rehearsal.rehearse(start=begin, until=clock.midnight(until), let_go=let_go, said=self.say)
        except (rehearsal.OnlyForwards, clock.ClockStands) as error:
            raise CommandError(str(error)) from error
        at = max(begin, clock.midnight(until))
        text = "\n".join((f"予行の時計：{at:%Y-%m-%d %H:%M}", *(f"{name}: {rows:,}" for name, rows in changed.items())))
        self.stdout.write(json.dumps({"at": at.isoformat(), "duties": changed}) if options["json"] else text)

    def resume(self) -> None:
        try:
            at = rehearsal.resume()
        except clock.ClockStands as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"予行の時計：{at:%Y-%m-%d %H:%M}" if at else "時計は動かしていません。")

    def say(self, at: datetime, changed: dict[str, int]) -> None:
        if any(changed.values()):
            done = "　".join(f"{name} {rows:,}" for name, rows in changed.items() if rows)
            self.stderr.write(f"{at:%Y-%m-%d %H:%M} {done}")
