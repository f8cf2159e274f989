"""That a shop's cancellation and what we gave back both stand, two persons say; its guard is in the SQL beside it."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


def entry(**more) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="coupons.entry", **more)


class Migration(migrations.Migration):
    dependencies = [("coupons", "0004_contacts_that_changed")]

    operations = [
        migrations.AddField(
            model_name="cancellationanswer",
            name="first_who",
            field=models.CharField(blank=True, db_default="", max_length=150, verbose_name="先に同じことを言った人"),
        ),
        migrations.CreateModel(
            name="CancellationOpinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.CharField(max_length=300, verbose_name="理由と根拠")),
                ("who", models.CharField(max_length=150, verbose_name="言った人")),
                ("at", models.DateTimeField(verbose_name="言った日時")),
                ("entry", entry(related_name="opinions", verbose_name="取消")),
                ("newest_entry", entry(related_name="+", verbose_name="最新の明細")),
                ("payment", entry(blank=True, null=True, related_name="+", verbose_name="元の決済")),
            ],
            options={
                "verbose_name": "元取引番号のない取消についての意見",
                "verbose_name_plural": "元取引番号のない取消についての意見",
            },
        ),
        migrations.AddConstraint(
            model_name="cancellationopinion",
            constraint=models.CheckConstraint(
                condition=~models.Q(why="") & ~models.Q(who=""), name="whoever_says_it_says_why"
            ),
        ),
        migrations.RunSQL(SQL),
    ]
