"""What Python explains politely about claims and reports, the database insists on."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent
SUBJECTS = (
    "guards",
    "reviewing",
    "kana",
    "incidents",
    "attempts_of_a_shop",
    "whose_hands",
)


class Migration(migrations.Migration):
    replaces = [("claims", "0015_whose_hands"), ("claims", "0016_of_an_incident")]
    dependencies = [("claims", "0001_tables")]
    operations = [migrations.RunSQL((HERE / f"0002_{subject}.sql").read_text()) for subject in SUBJECTS]
