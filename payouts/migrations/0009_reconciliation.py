"""What the last reconciliation of a scheme found."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("payouts", "0008_refunds")]

    operations = [
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                (
                    "scheme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reconciliation",
                        serialize=False,
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="照合した日時")),
                ("breaches", models.JSONField(default=dict, verbose_name="差")),
                ("digest", models.CharField(blank=True, db_default="", max_length=64, verbose_name="差の要約")),
                (
                    "cleared",
                    models.CharField(blank=True, db_default="", max_length=64, verbose_name="再開のときの要約"),
                ),
            ],
            options={"verbose_name": "照合", "verbose_name_plural": "照合"},
        ),
        migrations.AddConstraint(
            model_name="reconciliation",
            constraint=models.CheckConstraint(
                name="a_digest_is_of_breaches",
                condition=Q(breaches={}, digest="") | (~Q(breaches={}) & ~Q(digest="")),
            ),
        ),
    ]
