"""Nothing crosses schemes, the ledger only grows, what was told stays told."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent
SUBJECTS = (
    "guards",
    "change_files",
    "versions",
    "questions_and_settlements",
)


class Migration(migrations.Migration):
    replaces = [("coupons", "0007_questions_and_settlements")]
    dependencies = [("coupons", "0001_tables")]
    operations = [migrations.RunSQL((HERE / f"0002_{subject}.sql").read_text()) for subject in SUBJECTS]
