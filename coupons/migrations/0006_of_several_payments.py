"""Whatever a cancellation that names no payment is of, two persons say it; it may be of several payments.

How much of each is guarded in the SQL beside it.
"""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


def shares() -> models.JSONField:
    return models.JSONField(
        blank=True, db_default=models.Value({}, models.JSONField()), default=dict, verbose_name="内訳"
    )


class Migration(migrations.Migration):
    dependencies = [("coupons", "0005_said_by_two")]

    operations = [
        migrations.AddField(model_name="cancellationanswer", name="shares", field=shares()),
        migrations.AddField(model_name="cancellationopinion", name="shares", field=shares()),
        migrations.RunSQL(SQL),
    ]
