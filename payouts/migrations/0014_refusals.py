"""What may be out is refused by its issuer or by two persons: see the SQL beside this file."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0013_redirected_holds"),
    ]

    operations = [
        migrations.AddField(
            model_name="pointorder",
            name="refused_by",
            field=models.CharField(
                blank=True,
                choices=[("issuer", "発行会社の返事"), ("staff", "担当者")],
                db_default="",
                max_length=6,
                verbose_name="だれが断ったか",
            ),
        ),
        migrations.CreateModel(
            name="OrderRefusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="発行会社が何と言い、どこに書いてあるか")),
                ("file", models.CharField(blank=True, max_length=150, verbose_name="発行会社のファイル")),
                ("made_by", models.CharField(max_length=150, verbose_name="頼んだ人")),
                ("made_at", models.DateTimeField(verbose_name="頼んだ日時")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "2人目を待っている"), ("approved", "承認"), ("sent_back", "差し戻し")],
                        default="waiting",
                        max_length=9,
                        verbose_name="状態",
                    ),
                ),
                ("settled_by", models.CharField(blank=True, db_default="", max_length=150, verbose_name="決めた人")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
                ("why_not", models.CharField(blank=True, db_default="", max_length=300, verbose_name="差し戻しの理由")),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="payouts.quarantinedanswer",
                        verbose_name="隔離した回答",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refusals",
                        to="payouts.pointorder",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "verbose_name": "発行不可の判断",
                "verbose_name_plural": "発行不可の判断",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_by", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="a_refusal_says_who_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                models.Q(("settled_by", ""), _negated=True),
                                models.Q(("settled_by", models.F("made_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_refusal_is_believed_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", ""), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                models.Q(("settled_by", ""), _negated=True),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_settled_refusal_says_when",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("order",),
                        name="one_refusal_of_an_order_waits",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL),
    ]
