"""`scheme FILE.toml`: another scheme beside those there are, with its own address and data (question 18)."""

import json
import tomllib
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.clock import JAPAN
from coupons.models import Scheme
from payouts.changing.wanted import setting_of
from payouts.models import Brand
from trail.record import record

NOT_GIVEN = ("id", "stopped_at", "stopped_reason")
FIELDS = {field.name: field for field in Scheme._meta.fields if field.name not in NOT_GIVEN}


class Command(BaseCommand):
    help = "制度を1つ、ファイルから加える。いまある制度は変えない（変えるのは、画面で2人）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE.toml")
        parser.add_argument("--example", action="store_true", help="いまある制度と同じ形の見本を出す")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the example, or make the scheme."""
        if options["example"]:
            self.stdout.write(example(Scheme.objects.order_by("pk").first()))
            return
        if options["file"] is None:
            raise CommandError("ファイルを指定してください。見本は --example で出ます。")
        made = make(read(options["file"]))
        self.stdout.write(f"制度「{made.name}」を加えました。特設サイトは /{made.slug}/ です。")


def read(file: Path) -> dict[str, Any]:
    """The values of a file. Raises CommandError for what cannot be read, is missing, or is nobody's."""
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise CommandError(f"{file.name} を読めません：{fault}") from fault
    if unknown := sorted(set(values) - set(FIELDS)):
        raise CommandError(f"知らない項目があります：{', '.join(unknown)}")
    for name, value in values.items():
        if isinstance(value, datetime) and value.tzinfo is None:
            values[name] = value.replace(tzinfo=JAPAN)
    return values


def make(values: dict[str, Any]) -> Scheme:
    """The scheme with its five kinds of points, as the house says they are. Raises CommandError, a line a fault."""
    scheme = Scheme(**values)
    with transaction.atomic():
        try:
            scheme.full_clean()
        except ValidationError as fault:
            raise CommandError("\n".join(_said(fault))) from fault
        scheme.save()
        for brand in Brand:
            setting_of(scheme, brand).save()
        record("scheme begun", who="command:scheme", about=scheme, slug=scheme.slug)
    return scheme


def example(scheme: Scheme | None) -> str:
    """A file with every item; the slug is to be another one."""
    known = "".join(f"# {field.verbose_name}\n{name} = {_toml(scheme, name)}\n" for name, field in FIELDS.items())
    return f"# 制度の見本。日時は日本時間。*_until は、過ぎる最初の時刻（3月31日23:59までなら、4月1日0:00）。\n{known}"


def _toml(scheme: Scheme | None, name: str) -> str:
    value = getattr(scheme, name) if scheme else ""
    if isinstance(value, datetime):
        return value.astimezone(JAPAN).isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else json.dumps(value, ensure_ascii=False)


def _said(fault: ValidationError) -> list[str]:
    if not hasattr(fault, "error_dict"):
        return fault.messages
    return [f"{name}：{words}" for name, found in fault.message_dict.items() for words in found]
