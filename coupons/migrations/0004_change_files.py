"""Files for regionPAY and its answers: rows, and the guards in the SQL beside this file."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("coupons", "0003_regionpay_2023"),
    ]

    operations = [
        migrations.AddField(
            model_name="change",
            name="difference",
            field=models.CharField(blank=True, db_default="", max_length=200, verbose_name="控えの食い違い"),
        ),
        migrations.AddField(
            model_name="change",
            name="differs_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="控えが食い違った日時"),
        ),
        migrations.AddField(
            model_name="change",
            name="line_no",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="ファイルの行（見出しの下から）"),
        ),
        migrations.AddField(
            model_name="change",
            name="refusal",
            field=models.CharField(blank=True, db_default="", max_length=200, verbose_name="拒否の理由"),
        ),
        migrations.AddField(
            model_name="change",
            name="refused_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="拒否された日時"),
        ),
        migrations.CreateModel(
            name="AnswerFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="ファイル名")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("taken_at", models.DateTimeField(verbose_name="取り込んだ日時")),
                ("taken_by", models.CharField(max_length=150, verbose_name="取り込んだ人")),
                ("read_count", models.PositiveIntegerField(verbose_name="行数")),
                ("accepted_count", models.PositiveIntegerField(verbose_name="受理")),
                ("refused_count", models.PositiveIntegerField(verbose_name="拒否")),
                ("unchanged_count", models.PositiveIntegerField(verbose_name="取り込み済み")),
                ("fault_count", models.PositiveIntegerField(verbose_name="取り込めなかった行")),
                ("faults", models.JSONField(default=list, verbose_name="取り込めなかった行の内容")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
            ],
            options={
                "verbose_name": "regionPAYからの回答ファイル",
                "verbose_name_plural": "regionPAYからの回答ファイル",
            },
        ),
        migrations.CreateModel(
            name="ChangeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="番号")),
                ("made_at", models.DateTimeField(verbose_name="作った日時")),
                ("made_by", models.CharField(max_length=150, verbose_name="作った人")),
                ("extensions", models.PositiveIntegerField(verbose_name="延長の件数")),
                ("reinstatements", models.PositiveIntegerField(verbose_name="戻入の件数")),
                ("reversals", models.PositiveIntegerField(verbose_name="戻入の取消の件数")),
                ("reinstated_yen", models.PositiveIntegerField(verbose_name="戻入の合計（円）")),
                ("reversed_yen", models.PositiveIntegerField(verbose_name="戻入の取消の合計（円）")),
                ("line_count", models.PositiveIntegerField(verbose_name="行数")),
                ("content", models.BinaryField(verbose_name="内容")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "downloaded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="最初にダウンロードした日時"),
                ),
                (
                    "downloaded_by",
                    models.CharField(blank=True, max_length=150, verbose_name="最初にダウンロードした人"),
                ),
                ("set_aside_at", models.DateTimeField(blank=True, null=True, verbose_name="取りやめた日時")),
                ("set_aside_why", models.CharField(blank=True, max_length=200, verbose_name="取りやめた理由")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
            ],
            options={
                "verbose_name": "regionPAYへの通知ファイル",
                "verbose_name_plural": "regionPAYへの通知ファイル",
            },
        ),
        migrations.AddField(
            model_name="change",
            name="file",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="coupons.changefile",
                verbose_name="通知ファイル",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(condition=models.Q(("file", None)), fields=["scheme", "id"], name="changes_to_tell"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("acknowledged_at", None), ("told_at__isnull", False)),
                fields=["scheme", "told_at"],
                name="changes_not_acknowledged",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(fields=("file", "line_no"), name="a_line_of_a_file_tells_of_one_change"),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", None), ("line_no", None)),
                    models.Q(("file__isnull", False), ("line_no__gt", 0)),
                    _connector="OR",
                ),
                name="a_change_in_a_file_has_its_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_at", None), ("file__isnull", False), _connector="OR"),
                name="only_what_stands_in_a_file_is_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refusal", ""), ("refused_at", None)),
                    models.Q(
                        ("refused_at__isnull", False),
                        ("told_at__isnull", False),
                        models.Q(("refusal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="only_what_was_told_is_refused_and_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("difference", ""), ("differs_at", None)),
                    models.Q(("differs_at__isnull", False), models.Q(("difference", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_difference_says_what_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="answerfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "read_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("accepted_count"), "+", models.F("refused_count")
                                ),
                                "+",
                                models.F("unchanged_count"),
                            ),
                            "+",
                            models.F("fault_count"),
                        ),
                    )
                ),
                name="every_row_of_an_answer_file_has_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="changefile",
            constraint=models.UniqueConstraint(
                fields=("scheme", "number"), name="change_file_number_is_unique_in_a_scheme"
            ),
        ),
        migrations.AddConstraint(
            model_name="changefile",
            constraint=models.UniqueConstraint(fields=("id", "scheme"), name="a_change_file_has_one_scheme"),
        ),
        migrations.AddConstraint(
            model_name="changefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "line_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("extensions"), "+", models.F("reinstatements")
                            ),
                            "+",
                            models.F("reversals"),
                        ),
                    ),
                    ("line_count__gt", 0),
                ),
                name="a_change_file_counts_its_lines",
            ),
        ),
        migrations.AddConstraint(
            model_name="changefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("downloaded_at", None), ("downloaded_by", "")),
                    models.Q(("downloaded_at__isnull", False), models.Q(("downloaded_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_downloaded_change_file_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="changefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("set_aside_at", None), ("set_aside_why", "")),
                    models.Q(
                        ("downloaded_at", None),
                        ("set_aside_at__isnull", False),
                        models.Q(("set_aside_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="only_what_nobody_has_is_set_aside_and_says_why",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
