"""Words of the trail's details go with a purge: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_purge"), ("trail", "0002_triggers")]
    operations = [migrations.RunSQL(SQL)]
