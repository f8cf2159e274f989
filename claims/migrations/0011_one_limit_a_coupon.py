"""What one person may give back is limited for a coupon, over all its reports; see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("claims", "0010_asking_shops")]
    operations = [migrations.RunSQL(SQL)]
