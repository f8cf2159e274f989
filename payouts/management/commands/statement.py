"""`statement`: what is owed and where each yen is. `--csv FILE` writes a row a coupon."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coupons.choose import add_scheme_argument, chosen_scheme
from coupons.eligibility import no_longer_holding
from coupons.prefectures import PREFECTURES
from payouts.leftovers import lapsed_by_prefecture
from payouts.statement import BUCKETS, totals, write_csv

LABELS = {
    "frozen_yen": "確定時の残額（対象外を含む）",
    "owed_yen": "補償額",
    "granted_yen": "うち決定による額（台帳のほか、2名で）",
    "unclaimed_yen": "申請待ち",
    "waiting_yen": "送付待ち",
    "open_yen": "受取待ち",
    "ordered_yen": "手続き中",
    "paid_points_yen": "ポイントで支払済",
    "paid_bank_yen": "振込で支払済",
    "returned_yen": "組戻し・振込不能",
    "lapsed_yen": "期限切れ",
    "undeliverable_yen": "うち口座が分からず終えた額（2名で）",
    "check_yen": "差額",
    "late_yen": "後から分かった差（記録のみ）",
}


class Command(BaseCommand):
    help = "照合表：補償額の合計と、その1円ずつが今どこにあるか。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--csv", type=Path, metavar="FILE", help="クーポン1枚1行のCSVを書く")
        parser.add_argument("--json", action="store_true", help="合計をJSONで標準出力に書く")
        add_scheme_argument(parser)

    def handle(self, *, csv: Path | None, scheme: str | None, **options) -> None:
        chosen = chosen_scheme(scheme)
        try:
            if csv:
                write_csv(chosen, csv)
        except OSError as error:
            raise CommandError(f"{csv} に書けません（{error.strerror}）。") from error
        sums = totals(chosen) | {"told_extensions_no_longer_holding": no_longer_holding(chosen).count()}
        lapsed = {row.prefecture: row.lapsed_yen for row in lapsed_by_prefecture(chosen)}
        as_json = {"scheme": chosen.slug, **sums, "lapsed_yen_by_prefecture": lapsed}
        self.stdout.write(json.dumps(as_json) if options["json"] else as_text(sums, lapsed))


def as_text(sums: dict[str, int], lapsed: dict[str, int]) -> str:
    """The totals in Japanese, buckets indented under what is owed; what lapsed, by prefecture, where anything did."""
    head = f"クーポン {sums['coupons']:,}枚　うち延長 {sums['extended_coupons']:,}枚　補償額あり {sums['owed_coupons']:,}枚"
    rows = (f"{'　' if name in BUCKETS else ''}{label}：{sums[name]:,}円" for name, label in LABELS.items())
    told = f"regionPAYへの通知後に (A) でなくなった延長：{sums['told_extensions_no_longer_holding']:,}枚"
    by_prefecture = [f"　期限切れ {PREFECTURES.get(code, code)}：{yen:,}円" for code, yen in lapsed.items()]
    return "\n".join((head, *rows, told, *by_prefecture))
