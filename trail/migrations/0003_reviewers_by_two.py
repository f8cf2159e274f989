"""The reviewer's role comes by two persons from now on. Who has it keeps it."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_triggers")]
    operations = [migrations.RunSQL((HERE / "0003_reviewers_by_two.sql").read_text())]
