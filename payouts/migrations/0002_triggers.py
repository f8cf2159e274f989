"""A yen is owed once and leaves once: the database says so."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent
SUBJECTS = (
    "coupon_target",
    "claims",
    "entitlement",
    "payout",
    "points",
    "refunds",
    "granted",
    "issuers",
    "holds",
    "redirects",
    "refusals",
    "what_comes_back",
    "what_goes_out",
)


class Migration(migrations.Migration):
    replaces = [("payouts", "0021_what_goes_out")]
    dependencies = [("payouts", "0001_tables")]
    operations = [migrations.RunSQL((HERE / f"0002_{subject}.sql").read_text()) for subject in SUBJECTS]
