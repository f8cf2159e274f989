"""The life of a message and of a release: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_rows"), ("trail", "0001_clock_and_trail")]
    operations = [migrations.RunSQL(SQL)]
