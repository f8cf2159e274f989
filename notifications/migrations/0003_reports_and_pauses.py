"""Reports of providers, and a release that can be paused: see the SQL beside this file."""

from pathlib import Path

import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeliveryReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "メール"), ("sms", "SMS"), ("letter", "手紙"), ("call", "電話")],
                        max_length=6,
                        verbose_name="送り方",
                    ),
                ),
                ("provider_id", models.CharField(max_length=200, verbose_name="事業者の番号")),
                (
                    "state",
                    models.CharField(
                        choices=[("delivered", "到達"), ("undeliverable", "不達")], max_length=13, verbose_name="結果"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="受信（実時間）"
                    ),
                ),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="反映（実時間）")),
            ],
            options={
                "verbose_name": "到達の知らせ",
                "verbose_name_plural": "到達の知らせ",
            },
        ),
        migrations.AddField(
            model_name="release",
            name="pause_reason",
            field=models.CharField(blank=True, db_default="", max_length=200, verbose_name="止めた理由"),
        ),
        migrations.AddField(
            model_name="release",
            name="paused_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="一時停止"),
        ),
        migrations.AddField(
            model_name="release",
            name="paused_by",
            field=models.CharField(blank=True, db_default="", max_length=150, verbose_name="止めた人"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("provider_id", ""), _negated=True),
                fields=["provider_id"],
                name="messages_by_provider_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paused_at", None),
                    models.Q(models.Q(("paused_by", ""), _negated=True), models.Q(("pause_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_paused_release_says_who_and_why",
            ),
        ),
        migrations.AddIndex(
            model_name="deliveryreport",
            index=models.Index(
                condition=models.Q(("applied_at", None)), fields=["received_at"], name="reports_to_apply"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryreport",
            constraint=models.UniqueConstraint(
                fields=("channel", "provider_id", "state"), name="a_report_is_taken_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["delivered", "undeliverable"])), name="a_report_is_of_one_of_two_ends"
            ),
        ),
        migrations.RunSQL(SQL),
    ]
