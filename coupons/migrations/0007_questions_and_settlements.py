"""Cancellations in question (case 29), and the lists that shops are settled by; guards in the SQL beside this file."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("coupons", "0006_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="CancellationAnswer",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="answer_about_it",
                        serialize=False,
                        to="coupons.entry",
                        verbose_name="取消",
                    ),
                ),
                ("why", models.CharField(max_length=300, verbose_name="理由と根拠")),
                ("who", models.CharField(max_length=150, verbose_name="決めた人")),
                ("at", models.DateTimeField(verbose_name="決めた日時")),
            ],
            options={
                "verbose_name": "元取引番号のない取消の答え",
                "verbose_name_plural": "元取引番号のない取消の答え",
            },
        ),
        migrations.CreateModel(
            name="SettledEntry",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="settled",
                        serialize=False,
                        to="coupons.entry",
                        verbose_name="明細",
                    ),
                ),
            ],
            options={
                "verbose_name": "精算した明細",
                "verbose_name_plural": "精算した明細",
            },
        ),
        migrations.CreateModel(
            name="SettlementList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="番号")),
                ("until", models.DateTimeField(verbose_name="この時刻より前の分")),
                ("made_at", models.DateTimeField(verbose_name="締めた日時")),
                ("made_by", models.CharField(max_length=150, verbose_name="締めた人")),
                ("line_count", models.PositiveIntegerField(verbose_name="行数")),
                ("net_yen", models.BigIntegerField(verbose_name="差引（円）")),
            ],
            options={
                "verbose_name": "店舗の精算の一覧",
                "verbose_name_plural": "店舗の精算の一覧",
            },
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("cancels__isnull", True), ("kind", "cancellation")),
                fields=["coupon"],
                name="cancellations_that_name_none",
            ),
        ),
        migrations.AddField(
            model_name="cancellationanswer",
            name="payment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unnamed_cancellations",
                to="coupons.entry",
                verbose_name="元の決済",
            ),
        ),
        migrations.AddField(
            model_name="settlementlist",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
            ),
        ),
        migrations.AddField(
            model_name="settledentry",
            name="list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="coupons.settlementlist",
                verbose_name="一覧",
            ),
        ),
        migrations.AddConstraint(
            model_name="cancellationanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("why", ""), _negated=True), models.Q(("who", ""), _negated=True)),
                name="who_answers_for_a_cancellation_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementlist",
            constraint=models.UniqueConstraint(
                fields=("scheme", "number"), name="settlement_number_is_unique_in_a_scheme"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementlist",
            constraint=models.CheckConstraint(
                condition=models.Q(("line_count__gt", 0), ("until__lte", models.F("made_at"))),
                name="a_settlement_is_closed_when_its_time_is_over",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
