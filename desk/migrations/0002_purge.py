"""The exception of every guard for a purge, and what stands in its place: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    """After the last migration of every room that guards something personal."""

    dependencies = [
        ("desk", "0001_authenticator"),
        ("trail", "0002_triggers"),
        ("notifications", "0002_triggers"),
        ("coupons", "0003_regionpay_2023"),
        ("claims", "0003_announcements"),
        ("payouts", "0002_triggers"),
    ]
    operations = [migrations.RunSQL(SQL)]
