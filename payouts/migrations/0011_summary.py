"""The figures of a scheme at one moment."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payouts", "0010_holds")]

    operations = [
        migrations.CreateModel(
            name="Summary",
            fields=[
                (
                    "scheme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="summary",
                        serialize=False,
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="この時点の数字")),
                ("figures", models.JSONField(verbose_name="数字")),
            ],
            options={"verbose_name": "集計", "verbose_name_plural": "集計"},
        ),
    ]
