"""A report that was ended by mistake is decided anew."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_approved_by_another")]
    operations = [migrations.RunSQL((HERE / "0006_opened_again.sql").read_text())]
