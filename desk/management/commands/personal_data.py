"""`personal_data KIND NUMBER`: what is held about one person, as JSON; --hold and --release keep it beyond its time."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.models import Claim, Incident
from config import clock
from coupons.models import Member, Scheme
from desk import purging
from trail.models import LegalHold
from trail.record import record

Row = Claim | Incident | Member | Scheme
KINDS = {
    "claim": (Claim, "receipt_no"),
    "member": (Member, "member_no"),
    "incident": (Incident, "receipt_no"),
    "scheme": (Scheme, "slug"),
}


class Command(BaseCommand):
    help = "一人の方について保存している個人情報を示します。--hold は消去を止め、--release はその停止を終えます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("number", help="受付番号、会員番号、制度の略称。または、その行の内部の番号")
        parser.add_argument("--who", required=True, help="この操作をする人の名前")
        parser.add_argument("--hold", metavar="REASON", help="消去を止める理由")
        parser.add_argument("--release", action="store_true", help="消去の停止を終える")

    def handle(self, *, kind: str, number: str, who: str, hold: str | None, release: bool, **options) -> None:
        row = _row(kind, str(number))
        if hold is not None:
            _hold(row, who=who, reason=hold.strip())
        elif release:
            _release(row, who=who)
        elif kind == "scheme":
            raise CommandError("制度には --hold か --release を付けてください。")
        else:
            found = purging.held_about(kind, row.pk, who=who)
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2, default=str))


def _row(kind: str, number: str) -> Row:
    """By the number that people know, else by the row's own. A typing error must not look like a hold that stands."""
    model, field = KINDS[kind]
    found = list(model.objects.filter(**{field: number}))
    if not found and number.isdecimal():
        found = list(model.objects.filter(pk=number))
    if len(found) != 1:
        why = "見つかりません" if not found else "2つ以上の制度にあります。内部の番号で指してください"
        raise CommandError(f"{number}：{why}。")
    return found[0]


def _about(row: Row) -> str:
    return f"{row._meta.label_lower}/{row.pk}"


def _hold(row: Row, *, who: str, reason: str) -> None:
    if not reason:
        raise CommandError("消去を止める理由を書いてください。")
    _held, is_new = LegalHold.objects.get_or_create(
        about=_about(row), ended_at=None, defaults={"reason": reason, "made_by": who}
    )
    if not is_new:
        raise CommandError("消去は、もう止められています。")
    record("held personal data", who=who, about=row)


def _release(row: Row, *, who: str) -> None:
    held = LegalHold.objects.filter(about=_about(row), ended_at=None)
    if not held.update(ended_by=who, ended_at=clock.now()):
        raise CommandError("消去は、止められていません。")
    record("let go of personal data", who=who, about=row)
