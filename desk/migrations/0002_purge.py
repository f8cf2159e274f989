"""The exception of every guard for a purge, and what stands in its place: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    """After the last migration of every room that guards something personal."""

    dependencies = [
        ("desk", "0001_authenticator"),
        ("trail", "0006_legal_holds"),
        ("notifications", "0003_reports_and_pauses"),
        ("coupons", "0004_change_files"),
        ("claims", "0015_whose_hands"),
        ("payouts", "0021_what_goes_out"),
    ]
    operations = [migrations.RunSQL(SQL)]
