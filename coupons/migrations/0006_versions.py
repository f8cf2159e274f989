"""Versions of a scheme, and changes that wait for a second person; the triggers are in the SQL beside this file."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("coupons", "0004_change_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SchemeChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("brand", models.CharField(blank=True, max_length=6, verbose_name="ポイントの種類")),
                ("values", models.JSONField(verbose_name="変える値")),
                ("base", models.BigIntegerField(verbose_name="もとの版")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("effects", models.JSONField(default=list, verbose_name="影響")),
                ("made_at", models.DateTimeField(verbose_name="頼んだ日時")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "2人目を待っている"),
                            ("confirmed", "確認済み"),
                            ("refused", "差し戻し"),
                            ("withdrawn", "取り下げ"),
                            ("stale", "無効（その後に制度が変わった）"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="状態",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="差し戻しの理由")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scheme_changes_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="頼んだ人",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes_asked",
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scheme_changes_settled",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
                    ),
                ),
            ],
            options={
                "verbose_name": "制度の変更の依頼",
                "verbose_name_plural": "制度の変更の依頼",
            },
        ),
        migrations.CreateModel(
            name="SchemeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("brand", models.CharField(blank=True, max_length=6, verbose_name="ポイントの種類")),
                ("values", models.JSONField(verbose_name="変わった値")),
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "change",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="version",
                        to="coupons.schemechange",
                        verbose_name="依頼",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
            ],
            options={
                "verbose_name": "制度の版",
                "verbose_name_plural": "制度の版",
            },
        ),
        migrations.AddIndex(
            model_name="schemechange",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["scheme"], name="scheme_changes_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="schemechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(
                        ("settled_by__isnull", False), models.Q(("settled_by", models.F("made_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_change_of_a_scheme_is_confirmed_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None), ("state", "waiting")),
                    models.Q(
                        models.Q(("state", "waiting"), _negated=True),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_settled_change_of_a_scheme_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_change_of_a_scheme_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="schemechange",
            constraint=models.UniqueConstraint(fields=("id", "scheme"), name="a_change_has_one_scheme"),
        ),
        migrations.AddIndex(
            model_name="schemeversion",
            index=models.Index(fields=["scheme", "id"], name="versions_of_a_scheme"),
        ),
        migrations.RunSQL(SQL),
    ]
