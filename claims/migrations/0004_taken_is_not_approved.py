"""Whoever took a claim on the phone does not let it go, whoever asked for it."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_announcements")]
    operations = [migrations.RunSQL((HERE / "0004_taken_is_not_approved.sql").read_text())]
