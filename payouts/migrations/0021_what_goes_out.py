"""What goes out: a day that is near, an hour at the bank, a file that the bank refused; triggers: the SQL beside."""

import datetime
from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("coupons", "0004_change_files"),
        ("payouts", "0020_brand_versions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="refundbatch",
            name="nothing_is_exported_without_approval",
        ),
        migrations.RemoveConstraint(
            model_name="refundbatch",
            name="an_exported_batch_keeps_its_bytes",
        ),
        migrations.AddField(
            model_name="consignor",
            name="hand_in_until",
            field=models.TimeField(default=datetime.time(12, 0), verbose_name="その日の何時までに出すか"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="handed_in_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="銀行に出した日時"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="handed_in_by",
            field=models.CharField(blank=True, db_default="", max_length=150, verbose_name="銀行に出した人"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="refusal_confirmed_by",
            field=models.CharField(blank=True, max_length=150, null=True, verbose_name="無効を確認した人"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="refused_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="銀行が受け付けないとされた日時"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="refused_by",
            field=models.CharField(blank=True, max_length=150, null=True, verbose_name="銀行が受け付けないとした人"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="refused_reason",
            field=models.CharField(blank=True, db_default="", max_length=200, verbose_name="銀行が受け付けない理由"),
        ),
        migrations.AlterField(
            model_name="refundbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "下書き"),
                    ("submitted", "承認待ち"),
                    ("approved", "承認済"),
                    ("exported", "出力済"),
                    ("closed", "完了"),
                    ("cancelled", "取りやめ"),
                    ("refused", "無効（銀行が受け付けない）"),
                ],
                default="draft",
                max_length=9,
                verbose_name="状態",
            ),
        ),
        migrations.AddConstraint(
            model_name="consignor",
            constraint=models.CheckConstraint(
                condition=models.Q(("days_before__lte", 15)), name="a_bank_takes_a_file_at_most_fifteen_days_ahead"
            ),
        ),
        migrations.AddConstraint(
            model_name="refundbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_by", None), ("state__in", ["draft", "submitted"])),
                    models.Q(
                        ("approved_by__isnull", False), ("state__in", ["approved", "exported", "closed", "refused"])
                    ),
                    ("state", "cancelled"),
                    _connector="OR",
                ),
                name="nothing_is_exported_without_approval",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("exported_at__isnull", False),
                        ("state__in", ["exported", "closed", "refused"]),
                        ("xlsx__isnull", False),
                        ("zengin__isnull", False),
                    ),
                    models.Q(
                        ("exported_at", None),
                        ("state__in", ["draft", "submitted", "approved", "cancelled"]),
                        ("xlsx", None),
                        ("zengin", None),
                    ),
                    _connector="OR",
                ),
                name="an_exported_batch_keeps_its_bytes",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("work", ""),
                    models.Q(("state", "draft"), ("work__in", ["build", "check"])),
                    models.Q(("state", "approved"), ("work", "export")),
                    _connector="OR",
                ),
                name="only_a_draft_is_built_and_only_what_is_approved_written_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_in_at", None), ("handed_in_by", "")),
                    models.Q(
                        ("exported_at__isnull", False),
                        ("handed_in_at__isnull", False),
                        models.Q(("handed_in_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="what_is_handed_in_was_exported",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refused_at", None), ("refused_by", None)),
                    models.Q(
                        ("exported_at__isnull", False),
                        ("refused_at__isnull", False),
                        models.Q(("refused_by", ""), _negated=True),
                        models.Q(("refused_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="who_says_that_the_bank_refused_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refusal_confirmed_by", None), models.Q(("state", "refused"), _negated=True)),
                    models.Q(
                        ("refusal_confirmed_by__isnull", False),
                        ("refused_by__isnull", False),
                        ("state", "refused"),
                        models.Q(("refusal_confirmed_by", models.F("refused_by")), _negated=True),
                        models.Q(("refusal_confirmed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_file_is_void_by_two_persons",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
