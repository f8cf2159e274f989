"""Which claim a report of (B) has filed; which member would be paid. See the SQL beside it."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("claims", "0015_whose_hands")]

    operations = [
        migrations.AddField(
            model_name="deskclaim",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="filed",
                to="claims.incident",
                verbose_name="もとのお申し出",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
