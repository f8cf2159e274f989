"""A message and a release move along their tables."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent
SUBJECTS = (
    "guards",
    "reports_and_pauses",
)


class Migration(migrations.Migration):
    replaces = [("notifications", "0003_reports_and_pauses")]
    dependencies = [("notifications", "0001_tables")]
    operations = [migrations.RunSQL((HERE / f"0002_{subject}.sql").read_text()) for subject in SUBJECTS]
