"""Whose account it is, and the roles that two persons give (0004_persons.sql)."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.clock

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("trail", "0003_jobs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="person",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                ("phone", models.CharField(max_length=15, unique=True, verbose_name="電話番号")),
            ],
            options={
                "verbose_name": "職員の連絡先",
                "verbose_name_plural": "職員の連絡先",
            },
        ),
        migrations.CreateModel(
            name="RoleRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=150, verbose_name="役割")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "確認待ち"), ("approved", "確認済み"), ("refused", "断った")],
                        default="waiting",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("made_by", models.CharField(max_length=150, verbose_name="頼んだ人")),
                ("made_at", models.DateTimeField(db_default=config.clock.Now(), verbose_name="頼んだ日時")),
                ("settled_by", models.CharField(blank=True, max_length=150, verbose_name="確認した人")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="確認した日時")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="役割を外した日時")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="role_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "役割の確認",
                "verbose_name_plural": "役割の確認",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                models.Q(("made_by", ""), _negated=True),
                                models.Q(("settled_by", ""), _negated=True),
                                models.Q(("settled_by", models.F("made_by")), _negated=True),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_role_is_confirmed_by_another_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state", "waiting"), models.Q(("ended_at", None), ("state", "approved")), _connector="OR"
                        ),
                        fields=("user", "role"),
                        name="a_role_is_asked_for_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL),
    ]
