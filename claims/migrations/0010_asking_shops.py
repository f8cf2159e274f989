"""Asking shops: who is calling which, and files of answers."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0009_own_window"),
        ("coupons", "0004_change_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenStore",
            fields=[
                (
                    "store",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="open_store",
                        serialize=False,
                        to="coupons.store",
                        verbose_name="店舗",
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
                        related_name="open_stores",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="対応している人",
                    ),
                ),
            ],
            options={
                "verbose_name": "対応中の店舗",
                "verbose_name_plural": "対応中の店舗",
            },
        ),
        migrations.CreateModel(
            name="StoreAnswerFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="ファイル名")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("taken_at", models.DateTimeField(verbose_name="取り込んだ日時")),
                ("read_count", models.PositiveIntegerField(verbose_name="行数")),
                ("agrees_count", models.PositiveIntegerField(verbose_name="一致")),
                ("differs_count", models.PositiveIntegerField(verbose_name="不一致")),
                ("unknown_count", models.PositiveIntegerField(verbose_name="分からない")),
                ("unchanged_count", models.PositiveIntegerField(verbose_name="取り込み済み・回答なし")),
                ("fault_count", models.PositiveIntegerField(verbose_name="取り込めなかった行")),
                ("faults", models.JSONField(default=list, verbose_name="取り込めなかった行の内容")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="store_answer_files",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="取り込んだ人",
                    ),
                ),
            ],
            options={
                "verbose_name": "店舗からの回答ファイル",
                "verbose_name_plural": "店舗からの回答ファイル",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "read_count",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("agrees_count"), "+", models.F("differs_count")
                                            ),
                                            "+",
                                            models.F("unknown_count"),
                                        ),
                                        "+",
                                        models.F("unchanged_count"),
                                    ),
                                    "+",
                                    models.F("fault_count"),
                                ),
                            )
                        ),
                        name="every_row_of_a_stores_answers_has_an_outcome",
                    )
                ],
            },
        ),
    ]
