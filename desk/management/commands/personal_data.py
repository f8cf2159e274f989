"""`personal_data KIND ID`: what is held about one person, as JSON; --hold and --release keep it beyond its time."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import clock
from desk import purging
from trail.models import LegalHold
from trail.record import record


class Command(BaseCommand):
    help = "一人の方について保存している個人情報を示します。--hold は消去を止め、--release はその停止を終えます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=[*purging.PEOPLE, "scheme"])
        parser.add_argument("id", type=int)
        parser.add_argument("--who", required=True, help="この操作をする人の名前")
        parser.add_argument("--hold", metavar="REASON", help="消去を止める理由")
        parser.add_argument("--release", action="store_true", help="消去の停止を終える")

    def handle(self, *, kind: str, id: int, who: str, hold: str | None, release: bool, **options) -> None:
        about = f"{purging.LABELS.get(kind, 'coupons.scheme')}/{id}"
        if hold:
            LegalHold.objects.create(about=about, reason=hold, made_by=who)
            record("held personal data", who=who, about=about)
        elif release:
            ended = LegalHold.objects.filter(about=about, ended_at=None).update(ended_by=who, ended_at=clock.now())
            if not ended:
                raise CommandError("消去は、止められていません。")
            record("let go of personal data", who=who, about=about)
        elif kind == "scheme":
            raise CommandError("制度には --hold か --release を付けてください。")
        else:
            found = purging.held_about(kind, id, who=who)
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2, default=str))
