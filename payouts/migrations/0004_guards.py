"""What leaves is tied to its payout: see the SQL files beside this one, one a subject."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent
SUBJECTS = ("payout", "entitlement", "points", "refunds", "claims")


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0003_payouts"),
        ("payouts", "0002_coupon_target"),
        ("claims", "0002_guards"),
        ("trail", "0001_clock_and_trail"),
    ]
    operations = [migrations.RunSQL((HERE / f"0004_guards_{subject}.sql").read_text()) for subject in SUBJECTS]
