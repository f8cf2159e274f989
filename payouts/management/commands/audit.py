"""`audit`: ask every money invariant. Exit code 1 on a breach."""

import json
import sys

from django.core.management.base import BaseCommand, CommandParser

from coupons.choose import add_scheme_argument, chosen_scheme
from payouts.audit import breaches


class Command(BaseCommand):
    help = "お金の不変条件をすべて確かめます。破れがあれば終了コード1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")
        add_scheme_argument(parser)

    def handle(self, *, scheme: str | None, **options) -> None:
        found = breaches(chosen_scheme(scheme))
        self.stdout.write(json.dumps({"breaches": found}, default=str) if options["json"] else as_text(found))
        if found:
            sys.exit(1)


def as_text(found: dict[str, list[list]]) -> str:
    """Each breach with its first rows, or that all is in order."""
    if not found:
        return "すべての不変条件が守られています。"
    return "\n".join(f"破れ：{name}（{len(rows)}行）{rows[:5]}" for name, rows in found.items())
