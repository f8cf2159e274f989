"""Triggers of the claims: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_rows"), ("coupons", "0002_guards")]
    operations = [migrations.RunSQL(SQL)]
