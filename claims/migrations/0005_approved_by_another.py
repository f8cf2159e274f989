"""Who wrote down what an approval stands on does not give it alone."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_taken_is_not_approved")]
    operations = [migrations.RunSQL((HERE / "0005_approved_by_another.sql").read_text())]
