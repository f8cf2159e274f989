"""What happened stays, and whoever did it keeps their name."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent
SUBJECTS = (
    "trail",
    "names_stay",
    "persons",
)


class Migration(migrations.Migration):
    replaces = [("trail", "0006_legal_holds")]
    dependencies = [("trail", "0001_tables")]
    operations = [migrations.RunSQL((HERE / f"0002_{subject}.sql").read_text()) for subject in SUBJECTS]
