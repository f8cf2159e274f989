"""An accepted claim goes before the member of its coupon, and whoever asked where a claim goes is a hand in it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_opened_again")]
    operations = [migrations.RunSQL(SQL)]
