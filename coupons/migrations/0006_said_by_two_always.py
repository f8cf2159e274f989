"""Whatever a cancellation that names no payment is of, two persons say it: an answer stands for ever, and moves yen."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("coupons", "0005_said_by_two")]
    operations = [migrations.RunSQL(SQL)]
