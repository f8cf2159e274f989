"""`roles`: make the roles' groups and show the table of who may do what."""

import json

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from desk import roles
from trail.record import record


class Command(BaseCommand):
    help = "職員の役割をグループとして作り、だれが何を見られ、何をできるかの表を出します。何度でも行えます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="結果をJSONで標準出力に書く")

    def handle(self, **options) -> None:
        with transaction.atomic():
            made = roles.make_groups()
            if made:
                record("roles made", who="command:roles", about="auth.group", roles=made)
        self.stdout.write(json.dumps(as_json(made), ensure_ascii=False) if options["json"] else roles.as_markdown())
        if made:
            self.stderr.write(f"役割を作りました：{'、'.join(map(roles.label, made))}")


def as_json(made: list[str]) -> dict:
    """Each role with its word and what it may do."""
    return {
        "made": made,
        "roles": {
            role: {"label": label, "may": [one.name for one in roles.CAPABILITIES if role in one.roles]}
            for role, (label, _) in roles.ROLES.items()
        },
    }
