"""Calls, and the indexes that the desk searches by."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import config.clock

# Whoever says 「サトウ タロウ」 is found by サトウ and by サトウタロウ. Text is compared byte by byte here, so that its
# beginning can be looked up whatever the database's collation is; Django has no words for that.
BY_KANA = """create index claims_by_kana on claims_claim (scheme_id, (replace(name_kana, ' ', '') collate "C"))"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0006_reviewing"),
        ("coupons", "0003_regionpay_2023"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("phone_mark", models.BinaryField(blank=True, db_index=True, null=True, verbose_name="電話番号の印")),
                ("clerk", models.CharField(max_length=150, verbose_name="担当者")),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("informed", "案内のみ"),
                            ("told_to_claim", "(A)の申請を案内"),
                            ("claim_taken", "(A)の申請を代わりに入力"),
                            ("incident_taken", "(B)の受付"),
                            ("incident_progress", "(B)の進捗"),
                            ("link_again", "受取URLをもう一度"),
                            ("told_of_refund", "銀行振込を案内"),
                            ("not_covered", "対象外を案内"),
                            ("opinion", "ご意見・苦情"),
                            ("wrong_number", "番号違い・切断"),
                        ],
                        max_length=17,
                        verbose_name="用件",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="メモ")),
                ("at", models.DateTimeField(db_default=config.clock.Now(), verbose_name="日時")),
                ("form_nonce", models.UUIDField(editable=False, unique=True)),
            ],
            options={
                "verbose_name": "通話の記録",
                "verbose_name_plural": "通話の記録",
            },
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["scheme", "phone"], name="claims_by_phone"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                models.F("scheme"), django.db.models.functions.text.Lower("email"), name="claims_by_email"
            ),
        ),
        migrations.AddIndex(
            model_name="claimline",
            index=models.Index(fields=["stated_no"], name="lines_by_stated_number"),
        ),
        migrations.AddField(
            model_name="callnote",
            name="claim",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="claims.claim",
                verbose_name="申請",
            ),
        ),
        migrations.AddField(
            model_name="callnote",
            name="coupon",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="coupons.coupon",
                verbose_name="クーポン",
            ),
        ),
        migrations.AddField(
            model_name="callnote",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="coupons.member",
                verbose_name="アプリ会員",
            ),
        ),
        migrations.AddField(
            model_name="callnote",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
            ),
        ),
        migrations.RunSQL(BY_KANA, "drop index claims_by_kana"),
    ]
