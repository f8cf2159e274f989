"""Refunds: who pays, what is approved, what comes back, who is asked again; triggers: see the SQL beside this file."""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.clock
import payouts.zengin

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0007_calls"),
        ("coupons", "0003_regionpay_2023"),
        ("payouts", "0006_issuers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("salt", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("key_id", models.CharField(max_length=40, verbose_name="鍵")),
                ("asked_by", models.CharField(max_length=150, verbose_name="尋ねた人")),
                ("asked_at", models.DateTimeField(verbose_name="尋ねた日時")),
                ("has_link", models.BooleanField(default=True, verbose_name="URLを送った")),
                ("channel", models.CharField(blank=True, max_length=6, verbose_name="送り方")),
                ("tries", models.PositiveSmallIntegerField(db_default=0, verbose_name="まちがえた回数")),
                ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="ロック")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="回答")),
                ("answered_by", models.CharField(blank=True, db_default="", max_length=150, verbose_name="回答した人")),
            ],
            options={
                "verbose_name": "口座の確認",
                "verbose_name_plural": "口座の確認",
            },
        ),
        migrations.CreateModel(
            name="Consignor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, verbose_name="委託者コード")),
                ("name", models.CharField(max_length=40, verbose_name="依頼人名（半角カナ）")),
                ("bank_code", models.CharField(max_length=4, verbose_name="仕向銀行の番号")),
                ("bank_name", models.CharField(blank=True, max_length=15, verbose_name="仕向銀行の名前（半角カナ）")),
                ("branch_code", models.CharField(max_length=3, verbose_name="仕向支店の番号")),
                ("branch_name", models.CharField(blank=True, max_length=15, verbose_name="仕向支店の名前（半角カナ）")),
                (
                    "account_type",
                    models.CharField(
                        choices=[("1", "普通"), ("2", "当座"), ("9", "その他")],
                        default="1",
                        max_length=1,
                        verbose_name="預金種目",
                    ),
                ),
                ("account_no", models.CharField(max_length=7, verbose_name="口座番号")),
                (
                    "line_end",
                    models.CharField(
                        choices=[
                            (payouts.zengin.LineEnd["CRLF"], "CRLF"),
                            (payouts.zengin.LineEnd["LF"], "LF"),
                            (payouts.zengin.LineEnd["NONE"], "なし（120バイトを続ける）"),
                        ],
                        default=payouts.zengin.LineEnd["CRLF"],
                        max_length=4,
                        verbose_name="行の終わり",
                    ),
                ),
                ("most_lines", models.PositiveIntegerField(default=9999, verbose_name="1ファイルの上限（件）")),
                (
                    "days_before",
                    models.PositiveSmallIntegerField(default=1, verbose_name="振込指定日の何営業日前までに出すか"),
                ),
            ],
            options={
                "verbose_name": "振込依頼人",
                "verbose_name_plural": "振込依頼人",
            },
        ),
        migrations.CreateModel(
            name="ResultFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="ファイル名")),
                ("digest", models.BinaryField(verbose_name="SHA-256")),
                ("taken_by", models.CharField(max_length=150, verbose_name="取り込んだ人")),
                ("taken_at", models.DateTimeField(verbose_name="取り込んだ日時")),
            ],
            options={
                "verbose_name": "振込結果のファイル",
                "verbose_name_plural": "振込結果のファイル",
            },
        ),
        migrations.CreateModel(
            name="TransferOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("credited", "入金済"),
                            ("returned", "組戻し・振込不能"),
                            ("unknown", "不明（銀行に確認中）"),
                        ],
                        max_length=8,
                        verbose_name="結果",
                    ),
                ),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0", "口座・名義とも一致"),
                            ("1", "該当する口座がない"),
                            ("2", "受取人の名義が違う"),
                            ("9", "その他（解約・入金停止など）"),
                        ],
                        max_length=1,
                        verbose_name="理由コード",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("made_at", models.DateTimeField(verbose_name="記録した日時")),
                ("file_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="ファイルの行")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "2人目を待っている"), ("booked", "記録済"), ("refused", "差し戻し")],
                        max_length=7,
                        verbose_name="状態",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
            ],
            options={
                "verbose_name": "振込結果",
                "verbose_name_plural": "振込結果",
            },
        ),
        migrations.RemoveConstraint(
            model_name="refundbatch",
            name="a_batch_is_approved_by_another_person",
        ),
        migrations.RemoveConstraint(
            model_name="refundbatch",
            name="nothing_is_exported_without_approval",
        ),
        migrations.RemoveConstraint(
            model_name="refundbatch",
            name="count_and_total_are_fixed_with_submission",
        ),
        migrations.RemoveConstraint(
            model_name="refundbatch",
            name="an_exported_batch_keeps_its_bytes",
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="consignor",
            field=models.JSONField(editable=False, null=True, verbose_name="振込依頼人"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="cut_off",
            field=models.DateTimeField(blank=True, null=True, verbose_name="この時刻より前の返金"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="leased_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="作業の期限（実時間）"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="made_at",
            field=models.DateTimeField(db_default=config.clock.Now(), verbose_name="作成日時"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="prefecture",
            field=models.CharField(blank=True, db_default="", max_length=2, verbose_name="都道府県"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="sent_back",
            field=models.CharField(blank=True, db_default="", max_length=300, verbose_name="差し戻しの理由"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="submitted_by",
            field=models.CharField(blank=True, max_length=150, null=True, verbose_name="承認を頼んだ人"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="work",
            field=models.CharField(
                blank=True,
                choices=[("", "なし"), ("build", "作成"), ("check", "点検"), ("export", "出力")],
                db_default="",
                max_length=6,
                verbose_name="していること",
            ),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="work_by",
            field=models.CharField(blank=True, db_default="", max_length=150, verbose_name="頼んだ人"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="work_done",
            field=models.PositiveIntegerField(db_default=0, verbose_name="済んだ件数"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="work_error",
            field=models.CharField(blank=True, db_default="", max_length=300, verbose_name="できなかった理由"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="work_total",
            field=models.PositiveIntegerField(db_default=0, verbose_name="全部の件数"),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="xlsx_sha256",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("xlsx"), function="sha256"),
                output_field=models.BinaryField(null=True),
                verbose_name="xlsxのSHA-256",
            ),
        ),
        migrations.AddField(
            model_name="refundbatch",
            name="zengin_sha256",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("zengin"), function="sha256"),
                output_field=models.BinaryField(null=True),
                verbose_name="全銀ファイルのSHA-256",
            ),
        ),
        migrations.AddField(
            model_name="refundline",
            name="excluded_by",
            field=models.CharField(blank=True, db_default="", max_length=150, verbose_name="除外した人"),
        ),
        migrations.AddField(
            model_name="refundline",
            name="findings",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                db_default=[],
                default=list,
                size=None,
                verbose_name="点検の結果",
            ),
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
                ],
                default="draft",
                max_length=9,
                verbose_name="状態",
            ),
        ),
        migrations.AlterField(
            model_name="refundline",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("credited", "入金済"), ("returned", "組戻し・振込不能"), ("unknown", "不明（銀行に確認中）")],
                max_length=8,
                null=True,
                verbose_name="結果",
            ),
        ),
        migrations.AddIndex(
            model_name="refundbatch",
            index=models.Index(
                condition=models.Q(("work", ""), _negated=True), fields=["scheme"], name="batches_to_work_on"
            ),
        ),
        migrations.AddConstraint(
            model_name="refundbatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("work", "build")),
                fields=("scheme",),
                name="one_batch_of_a_scheme_is_built_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(
                        models.Q(("approved_by", models.F("made_by")), _negated=True),
                        models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_batch_is_approved_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "cancelled"]), ("submitted_by__isnull", False), _connector="OR"
                ),
                name="somebody_asks_for_the_approval_of_a_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_by", None), ("state__in", ["draft", "submitted"])),
                    models.Q(("approved_by__isnull", False), ("state__in", ["approved", "exported", "closed"])),
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
                    ("state__in", ["draft", "cancelled"]),
                    models.Q(("digest__isnull", False), ("line_count__isnull", False), ("total_yen__isnull", False)),
                    _connector="OR",
                ),
                name="count_and_total_are_fixed_with_submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("exported_at__isnull", False),
                        ("state__in", ["exported", "closed"]),
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
        migrations.AddField(
            model_name="accountrequest",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="account_requests",
                to="claims.claim",
                verbose_name="申請",
            ),
        ),
        migrations.AddField(
            model_name="accountrequest",
            name="returned",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="account_request",
                to="payouts.payout",
                verbose_name="戻った支払",
            ),
        ),
        migrations.AddField(
            model_name="consignor",
            name="scheme",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consignor",
                to="coupons.scheme",
                verbose_name="制度",
            ),
        ),
        migrations.AddField(
            model_name="resultfile",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
            ),
        ),
        migrations.AddField(
            model_name="transferoutcome",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="payouts.resultfile",
                verbose_name="ファイル",
            ),
        ),
        migrations.AddField(
            model_name="transferoutcome",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="payouts.refundline",
                verbose_name="振込",
            ),
        ),
        migrations.AddField(
            model_name="transferoutcome",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes_made",
                to=settings.AUTH_USER_MODEL,
                verbose_name="記録した人",
            ),
        ),
        migrations.AddField(
            model_name="transferoutcome",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes_settled",
                to=settings.AUTH_USER_MODEL,
                verbose_name="決めた人",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None)),
                fields=("claim",),
                name="a_claim_is_asked_for_one_account_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="consignor",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_lines__gte", 1), ("most_lines__lte", 50000)),
                name="a_file_of_transfers_has_a_sensible_limit",
            ),
        ),
        migrations.AddConstraint(
            model_name="resultfile",
            constraint=models.UniqueConstraint(fields=("scheme", "digest"), name="a_file_of_results_is_taken_once"),
        ),
        migrations.AddConstraint(
            model_name="transferoutcome",
            constraint=models.UniqueConstraint(fields=("file", "file_line"), name="a_line_of_a_file_is_booked_once"),
        ),
        migrations.AddConstraint(
            model_name="transferoutcome",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("line",), name="one_outcome_of_a_line_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="transferoutcome",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "returned"), ("state", "booked")),
                fields=("line",),
                name="a_transfer_comes_back_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", None), ("outcome", "returned"), ("state", "booked"), _negated=True),
                    models.Q(
                        ("settled_by__isnull", False), models.Q(("settled_by", models.F("made_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_typed_return_is_booked_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("file", None), ("file_line__isnull", False), _connector="OR"),
                name="an_outcome_of_a_file_has_its_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "returned"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    models.Q(("reason_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_return_says_why",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
