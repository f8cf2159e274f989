"""Bring the database up to date; say nothing when it is. Of several at once, one does it and the others wait."""

from __future__ import annotations

import sys

ONE_AT_A_TIME = 0x686F73686F  # "hosho": a lock in the database, so that it also holds between machines


def migrate() -> None:
    """Its words go to standard error: standard output belongs to the command that comes after."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", stdout=sys.stderr)
    connection.close()  # and the lock with it
