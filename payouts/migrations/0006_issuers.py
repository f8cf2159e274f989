"""How each kind of points comes: settings, order lists, answers in quarantine; triggers in the SQL beside this.

Limits are what could be found without asking an issuer (reference: public pages on each brand); the row says so.
"""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()
UNASKED = "公開の出典なし。発行会社に確かめること"
LIMITS = {
    "amazon": (15, 500_000, "メールで送る種類の範囲（公開情報）。法人向けの範囲は発行会社に確かめること"),
    "ponta": (1, 100_000, UNASKED),
    "paypay": (1, 100_000, UNASKED),
    "edy": (1, 25_000, "1回のチャージの上限（公開情報）。ギフトIDの範囲は発行会社に確かめること"),
    "nanaco": (1, 50_000, "カードの残高の上限（公開情報）。ギフトの範囲は発行会社に確かめること"),
}


def write_settings(apps, schema_editor) -> None:
    schemes, settings = apps.get_model("coupons", "Scheme"), apps.get_model("payouts", "BrandSetting")
    settings.objects.bulk_create(
        settings(scheme=scheme, brand=brand, min_yen=least, max_yen=most, limits_source=source)
        for scheme in schemes.objects.all()
        for brand, (least, most, source) in LIMITS.items()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("coupons", "0003_regionpay_2023"),
        ("payouts", "0005_granted"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuarantinedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("amount", "金額がちがう"),
                            ("brand", "種類がちがう"),
                            ("known", "前に届いた番号と同じ"),
                            ("expiry", "有効期限が早すぎる"),
                            ("late", "発行不可のあとに届いた"),
                            ("second", "同じ申込に2つ目の番号"),
                        ],
                        max_length=6,
                        verbose_name="隔離の理由",
                    ),
                ),
                ("brand", models.CharField(max_length=20, verbose_name="届いた種類")),
                ("amount_yen", models.BigIntegerField(verbose_name="届いた金額")),
                ("provider_ref", models.CharField(blank=True, max_length=100, verbose_name="発行会社の番号")),
                ("code_sealed", models.BinaryField()),
                ("code_fingerprint", models.BinaryField()),
                ("code_expires_on", models.DateField(blank=True, null=True, verbose_name="番号の有効期限")),
                ("at", models.DateTimeField(verbose_name="届いた日時")),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("again", "発行会社が直した。同じ番号で問い合わせ直す"),
                            ("refused", "発行会社が取り消した。選び直してもらう"),
                            ("noted", "発行会社に知らせた。ほかに何もしない"),
                        ],
                        db_default="",
                        max_length=7,
                        verbose_name="どうしたか",
                    ),
                ),
                ("settled_by", models.CharField(blank=True, db_default="", max_length=150, verbose_name="決めた人")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
                ("reason", models.CharField(blank=True, db_default="", max_length=300, verbose_name="理由")),
            ],
            options={
                "verbose_name": "隔離した回答",
                "verbose_name_plural": "隔離した回答",
            },
        ),
        migrations.AddField(
            model_name="pointorder",
            name="last_answer",
            field=models.CharField(blank=True, db_default="", max_length=200, verbose_name="最後の返事"),
        ),
        migrations.AddField(
            model_name="pointorder",
            name="next_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), verbose_name="次の問い合わせ（実時間）"
            ),
        ),
        migrations.AddField(
            model_name="pointorder",
            name="tries",
            field=models.PositiveIntegerField(db_default=0, verbose_name="問い合わせた回数"),
        ),
        migrations.AddField(
            model_name="pointorder",
            name="way",
            field=models.CharField(
                choices=[("stock", "在庫"), ("list", "注文リスト"), ("http", "オンライン")],
                db_default="stock",
                max_length=5,
                verbose_name="発行の方法",
            ),
        ),
        migrations.CreateModel(
            name="BrandSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "brand",
                    models.CharField(
                        choices=[
                            ("amazon", "Amazon ギフトカード"),
                            ("ponta", "Ponta ポイント コード"),
                            ("paypay", "PayPay ポイント"),
                            ("edy", "Edy ギフト ID"),
                            ("nanaco", "nanaco ギフト"),
                        ],
                        max_length=6,
                        verbose_name="種類",
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(
                        default=True, help_text="外すと「ただいま準備中」と出て、選べません。", verbose_name="選べる"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("stock", "在庫"), ("list", "注文リスト"), ("http", "オンライン")],
                        default="stock",
                        max_length=5,
                        verbose_name="発行の方法",
                    ),
                ),
                ("min_yen", models.PositiveIntegerField(verbose_name="最低額（円）")),
                ("max_yen", models.PositiveIntegerField(verbose_name="最高額（円）")),
                (
                    "limits_source",
                    models.CharField(
                        blank=True,
                        help_text="発行会社に確かめた日と書面。確かめていないことも書く。",
                        max_length=200,
                        verbose_name="限度額の根拠",
                    ),
                ),
                (
                    "code_days_min",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="番号を渡す日から、少なくともこの日数は使えること。",
                        verbose_name="番号の有効日数",
                    ),
                ),
                (
                    "how_ja",
                    models.TextField(
                        blank=True,
                        help_text="1行に1つ。空のときは標準の文を出します。",
                        verbose_name="使い方（日本語）",
                    ),
                ),
                ("how_en", models.TextField(blank=True, verbose_name="使い方（英語）")),
                (
                    "scheme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
            ],
            options={
                "verbose_name": "ポイントの種類の設定",
                "verbose_name_plural": "ポイントの種類の設定",
            },
        ),
        migrations.CreateModel(
            name="OrderList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "brand",
                    models.CharField(
                        choices=[
                            ("amazon", "Amazon ギフトカード"),
                            ("ponta", "Ponta ポイント コード"),
                            ("paypay", "PayPay ポイント"),
                            ("edy", "Edy ギフト ID"),
                            ("nanaco", "nanaco ギフト"),
                        ],
                        max_length=6,
                        verbose_name="種類",
                    ),
                ),
                ("line_count", models.PositiveIntegerField(verbose_name="件数")),
                ("total_yen", models.PositiveBigIntegerField(verbose_name="合計額")),
                ("xlsx", models.BinaryField()),
                ("digest", models.BinaryField()),
                ("made_at", models.DateTimeField(verbose_name="作成日時")),
                ("made_by", models.CharField(max_length=150, verbose_name="作成した人")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
            ],
            options={
                "verbose_name": "注文リスト",
                "verbose_name_plural": "注文リスト",
            },
        ),
        migrations.AddField(
            model_name="pointorder",
            name="order_list",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="payouts.orderlist",
                verbose_name="注文リスト",
            ),
        ),
        migrations.AddIndex(
            model_name="pointorder",
            index=models.Index(
                condition=models.Q(("state__in", ["requested", "unknown"]), ("way", "http")),
                fields=["next_at"],
                name="orders_to_ask",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("order_list", None), ("way", "list"), _connector="OR"),
                name="only_what_goes_by_list_is_in_a_list",
            ),
        ),
        migrations.AddField(
            model_name="quarantinedanswer",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quarantined",
                to="payouts.pointorder",
                verbose_name="申込",
            ),
        ),
        migrations.AddConstraint(
            model_name="brandsetting",
            constraint=models.UniqueConstraint(
                fields=("scheme", "brand"),
                name="one_setting_per_scheme_and_brand",
                violation_error_message="この制度には、この種類の設定がもうあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="brandsetting",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_yen__gte", models.F("min_yen")), ("min_yen__gt", 0)),
                name="a_brand_carries_from_one_yen_up",
                violation_error_message="最低額は1円以上、最高額は最低額以上にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="brandsetting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how_en", ""), ("how_ja", "")),
                    models.Q(models.Q(("how_ja", ""), _negated=True), models.Q(("how_en", ""), _negated=True)),
                    _connector="OR",
                ),
                name="how_to_redeem_is_told_in_both_languages",
                violation_error_message="使い方は、日本語と英語の両方を入力してください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="brandsetting",
            constraint=models.CheckConstraint(
                condition=models.Q(("brand__in", ["amazon", "ponta", "paypay", "edy", "nanaco"])),
                name="a_setting_is_of_one_of_the_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderlist",
            constraint=models.CheckConstraint(
                condition=models.Q(("line_count__gt", 0), ("total_yen__gt", 0)), name="a_list_has_orders"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderlist",
            constraint=models.CheckConstraint(
                condition=models.Q(("brand__in", ["amazon", "ponta", "paypay", "edy", "nanaco"])),
                name="a_list_is_of_one_of_the_five",
            ),
        ),
        migrations.AddIndex(
            model_name="quarantinedanswer",
            index=models.Index(fields=["code_fingerprint"], name="codes_in_quarantine"),
        ),
        migrations.AddIndex(
            model_name="quarantinedanswer",
            index=models.Index(condition=models.Q(("settled_at", None)), fields=["at"], name="quarantine_to_settle"),
        ),
        migrations.AddConstraint(
            model_name="quarantinedanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", ""), ("reason", ""), ("settled_at", None), ("settled_by", "")),
                    models.Q(
                        ("settled_at__isnull", False),
                        models.Q(("how", ""), _negated=True),
                        models.Q(("settled_by", ""), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_quarantined_answer_is_settled_by_somebody_with_a_reason",
            ),
        ),
        migrations.RunSQL(SQL),
        migrations.RunPython(write_settings, migrations.RunPython.noop),
    ]
