"""Who said where an incident's yen go does not approve it; who has one open; reports by kana. See the SQL beside it."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0014_attempts_of_a_shop"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenIncident",
            fields=[
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="open_incident",
                        serialize=False,
                        to="claims.incident",
                        verbose_name="お申し出",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="開いた時刻（実時間）"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="この時刻まで（実時間）")),
                (
                    "clerk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_incidents",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="対応している人",
                    ),
                ),
            ],
            options={"verbose_name": "対応中のお申し出", "verbose_name_plural": "対応中のお申し出"},
        ),
        migrations.CreateModel(
            name="RouteChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("contact", "連絡先・届け先を直した"), ("coupon", "クーポンを結びつけた")],
                        max_length=7,
                        verbose_name="したこと",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="した人",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_changes",
                        to="claims.incident",
                        verbose_name="お申し出",
                    ),
                ),
            ],
            options={"verbose_name": "届け先・クーポンの変更", "verbose_name_plural": "届け先・クーポンの変更"},
        ),
        migrations.RunSQL(SQL),
    ]
