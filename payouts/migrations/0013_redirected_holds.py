"""A trigger: no one person ends the hold that stands for a member's new destination; see the SQL beside this."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("payouts", "0012_redirects")]

    operations = [migrations.RunSQL(SQL)]
