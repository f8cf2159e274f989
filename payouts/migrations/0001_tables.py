"""What is owed, and how it leaves: links, orders and codes, batches and their outcomes."""

import datetime
import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import config.clock
import payouts.zengin


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("payouts", "0001_rows"),
        ("payouts", "0002_coupon_target"),
        ("payouts", "0003_payouts"),
        ("payouts", "0004_guards"),
        ("payouts", "0005_granted"),
        ("payouts", "0008_refunds"),
        ("payouts", "0009_reconciliation"),
        ("payouts", "0010_holds"),
        ("payouts", "0011_summary"),
        ("payouts", "0012_redirects"),
        ("payouts", "0013_redirected_holds"),
        ("payouts", "0014_refusals"),
        ("payouts", "0015_what_comes_back"),
        ("payouts", "0020_brand_versions"),
    ]

    dependencies = [
        ("claims", "0003_announcements"),
        ("coupons", "0003_regionpay_2023"),
        ("notifications", "0002_triggers"),
        ("trail", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Payout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("points", "キャッシュレスポイント"), ("refund", "返金（振込）")],
                        max_length=6,
                        verbose_name="方法",
                    ),
                ),
                ("amount_yen", models.PositiveIntegerField(verbose_name="金額")),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.member",
                        verbose_name="会員",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="claims.claim",
                        verbose_name="申請",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "受取待ち"),
                            ("ordered", "手続き中"),
                            ("paid", "支払済"),
                            ("returned", "組戻し・振込不能"),
                            ("void", "取消"),
                            ("lapsed", "期限切れ"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("receive_until", models.DateTimeField(verbose_name="受取の締切")),
                ("opened_at", models.DateTimeField(verbose_name="作成日時")),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="保留")),
                ("held_by", models.CharField(blank=True, db_default="", max_length=150, verbose_name="保留した人")),
                ("hold_reason", models.CharField(blank=True, db_default="", max_length=200, verbose_name="保留の理由")),
                (
                    "held_for",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts_held",
                        to="claims.proposal",
                        verbose_name="保留の元",
                    ),
                ),
            ],
            options={
                "verbose_name": "支払",
                "verbose_name_plural": "支払",
                "indexes": [
                    models.Index(
                        condition=models.Q(("member__isnull", False)), fields=["member"], name="payouts_of_a_member"
                    ),
                    models.Index(
                        condition=models.Q(("claim__isnull", False)), fields=["claim"], name="payouts_of_a_claim"
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["scheme", "receive_until"],
                        name="payouts_still_open",
                    ),
                    models.Index(
                        condition=models.Q(("held_for__isnull", False)),
                        fields=["held_for"],
                        name="payouts_held_for_a_proposal",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "scheme"), name="a_payout_has_one_scheme"),
                    models.UniqueConstraint(fields=("id", "amount_yen"), name="a_payout_has_one_amount"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_yen__gt", 0)), name="a_payout_is_of_at_least_one_yen"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim", None), ("member__isnull", False)),
                            models.Q(("claim__isnull", False), ("member", None)),
                            _connector="OR",
                        ),
                        name="a_payout_is_for_a_member_or_for_a_claim",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("method", "points"),
                            models.Q(("claim__isnull", False), ("method", "refund")),
                            _connector="OR",
                        ),
                        name="a_refund_is_for_a_claim",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_at", None),
                            models.Q(
                                models.Q(("held_by", ""), _negated=True), models.Q(("hold_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_hold_has_somebody_and_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held_for", None), ("held_at__isnull", False), _connector="OR"),
                        name="what_is_held_for_a_proposal_is_held",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="payouts.payout",
                        verbose_name="支払",
                    ),
                ),
                (
                    "coupon",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.coupon", verbose_name="クーポン"
                    ),
                ),
                ("cause", models.CharField(max_length=8, verbose_name="理由")),
                ("amount_yen", models.PositiveIntegerField(verbose_name="金額")),
            ],
            options={
                "verbose_name": "支払の内訳",
                "verbose_name_plural": "支払の内訳",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("payout", "coupon", "cause"), name="one_item_per_payout_coupon_and_cause"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_yen__gt", 0)), name="an_item_is_of_at_least_one_yen"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_requests",
                        to="claims.claim",
                        verbose_name="申請",
                    ),
                ),
                (
                    "returned",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_request",
                        to="payouts.payout",
                        verbose_name="戻った支払",
                    ),
                ),
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
                ("stands", models.BooleanField(db_default=False, verbose_name="いまの口座のまま")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="終わりにした日時")),
            ],
            options={
                "verbose_name": "口座の確認",
                "verbose_name_plural": "口座の確認",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("claim",),
                        name="a_claim_is_asked_for_one_account_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_at", None), ("answered_at", None), _connector="OR"),
                        name="what_is_closed_was_not_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stands", False), ("answered_at__isnull", False), _connector="OR"),
                        name="an_account_that_stands_has_its_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_proposals",
                        to="payouts.accountrequest",
                        verbose_name="口座の確認",
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[("give", "電話や手紙で知らされた口座"), ("close", "振り込めないまま終わりにする")],
                        max_length=5,
                        verbose_name="すること",
                    ),
                ),
                ("account_sealed", models.BinaryField(null=True)),
                ("reason", models.CharField(max_length=300, verbose_name="理由と、本人と確かめた方法")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_proposals_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="頼んだ人",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="頼んだ日時")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "2人目を待っている"), ("approved", "承認"), ("refused", "差し戻し")],
                        default="waiting",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_proposals_settled",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="差し戻しの理由")),
            ],
            options={
                "verbose_name": "口座の確認の2人目",
                "verbose_name_plural": "口座の確認の2人目",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("settled_by__isnull", False),
                                models.Q(("settled_by", models.F("made_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_done_about_an_account_is_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_settled_about_an_account_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account_sealed__isnull", False), ("deed", "give")),
                            models.Q(("account_sealed", None), ("deed", "close")),
                            _connector="OR",
                        ),
                        name="who_gives_an_account_says_which",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="what_is_done_about_an_account_says_why"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("request",),
                        name="one_thing_about_an_account_waits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consignor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consignor",
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
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
                (
                    "hand_in_until",
                    models.TimeField(default=datetime.time(12, 0), verbose_name="その日の何時までに出すか"),
                ),
            ],
            options={
                "verbose_name": "振込依頼人",
                "verbose_name_plural": "振込依頼人",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("most_lines__gte", 1), ("most_lines__lte", 50000)),
                        name="a_file_of_transfers_has_a_sensible_limit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days_before__lte", 15)),
                        name="a_bank_takes_a_file_at_most_fifteen_days_ahead",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entitlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
                (
                    "coupon",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="coupons.coupon",
                        verbose_name="クーポン",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[("ledger", "残額"), ("decision", "決定")],
                        default="ledger",
                        max_length=8,
                        verbose_name="理由",
                    ),
                ),
                ("amount_yen", models.PositiveIntegerField(verbose_name="金額")),
                ("made_at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "payout",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="payouts.payout",
                        verbose_name="支払",
                    ),
                ),
                ("lapsed_at", models.DateTimeField(blank=True, null=True, verbose_name="期限切れ")),
            ],
            options={
                "verbose_name": "補償額",
                "verbose_name_plural": "補償額",
                "indexes": [
                    models.Index(
                        condition=models.Q(("payout__isnull", False)),
                        fields=["payout"],
                        name="entitlements_of_a_payout",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lapsed_at", None), ("payout", None)),
                        fields=("coupon", "cause"),
                        name="one_free_entitlement_per_coupon_and_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_yen__gt", 0)), name="an_entitlement_is_of_at_least_one_yen"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["ledger", "decision"])),
                        name="the_causes_are_ledger_and_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lapsed_at", None), ("payout", None), _connector="OR"),
                        name="what_has_lapsed_is_on_no_payout",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BrandSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "ポイントの種類の設定",
                "verbose_name_plural": "ポイントの種類の設定",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "brand"),
                        name="one_setting_per_scheme_and_brand",
                        violation_error_message="この制度には、この種類の設定がもうあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_yen__gte", models.F("min_yen")), ("min_yen__gt", 0)),
                        name="a_brand_carries_from_one_yen_up",
                        violation_error_message="最低額は1円以上、最高額は最低額以上にしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how_en", ""), ("how_ja", "")),
                            models.Q(models.Q(("how_ja", ""), _negated=True), models.Q(("how_en", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="how_to_redeem_is_told_in_both_languages",
                        violation_error_message="使い方は、日本語と英語の両方を入力してください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("brand__in", ["amazon", "ponta", "paypay", "edy", "nanaco"])),
                        name="a_setting_is_of_one_of_the_five",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
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
            ],
            options={
                "verbose_name": "注文リスト",
                "verbose_name_plural": "注文リスト",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("line_count__gt", 0), ("total_yen__gt", 0)), name="a_list_has_orders"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("brand__in", ["amazon", "ponta", "paypay", "edy", "nanaco"])),
                        name="a_list_is_of_one_of_the_five",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PointOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="payouts.payout",
                        verbose_name="支払",
                    ),
                ),
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
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "準備中"),
                            ("unknown", "確認中"),
                            ("issued", "発行済"),
                            ("refused", "発行不可"),
                        ],
                        default="requested",
                        max_length=9,
                        verbose_name="状態",
                    ),
                ),
                ("request_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "provider_ref",
                    models.CharField(blank=True, max_length=100, null=True, unique=True, verbose_name="発行会社の番号"),
                ),
                ("code_sealed", models.BinaryField(null=True)),
                ("code_expires_on", models.DateField(blank=True, null=True, verbose_name="番号の有効期限")),
                (
                    "way",
                    models.CharField(
                        choices=[("stock", "在庫"), ("list", "注文リスト"), ("http", "オンライン")],
                        db_default="stock",
                        max_length=5,
                        verbose_name="発行の方法",
                    ),
                ),
                (
                    "order_list",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="payouts.orderlist",
                        verbose_name="注文リスト",
                    ),
                ),
                ("tries", models.PositiveIntegerField(db_default=0, verbose_name="問い合わせた回数")),
                (
                    "next_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="次の問い合わせ（実時間）"
                    ),
                ),
                ("last_answer", models.CharField(blank=True, db_default="", max_length=200, verbose_name="最後の返事")),
                (
                    "refused_by",
                    models.CharField(
                        blank=True,
                        choices=[("issuer", "発行会社の返事"), ("staff", "担当者")],
                        db_default="",
                        max_length=6,
                        verbose_name="だれが断ったか",
                    ),
                ),
                ("ordered_at", models.DateTimeField(verbose_name="申込日時")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="確定日時")),
            ],
            options={
                "verbose_name": "ポイントの申込",
                "verbose_name_plural": "ポイントの申込",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["requested", "unknown"])),
                        fields=["ordered_at"],
                        name="orders_to_settle",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["requested", "unknown"]), ("way", "http")),
                        fields=["next_at"],
                        name="orders_to_ask",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "refused"), _negated=True),
                        fields=("payout",),
                        name="one_order_per_payout_unless_refused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("brand__in", ["amazon", "ponta", "paypay", "edy", "nanaco"])),
                        name="the_brands_are_the_five_of_the_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("code_sealed__isnull", False), ("settled_at__isnull", False), ("state", "issued")
                            ),
                            models.Q(models.Q(("state", "issued"), _negated=True), ("code_sealed", None)),
                            _connector="OR",
                        ),
                        name="an_order_is_issued_when_its_code_is_stored",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order_list", None), ("way", "list"), _connector="OR"),
                        name="only_what_goes_by_list_is_in_a_list",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PointCode",
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
                ("face_value_yen", models.PositiveIntegerField(verbose_name="額面")),
                ("code_sealed", models.BinaryField()),
                ("code_fingerprint", models.BinaryField(unique=True)),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="有効期限")),
                ("loaded_at", models.DateTimeField(verbose_name="入庫日時")),
                ("quarantined_at", models.DateTimeField(blank=True, null=True, verbose_name="使用停止（開けません）")),
                (
                    "order",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stock_code",
                        to="payouts.pointorder",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "verbose_name": "ポイントの番号（在庫）",
                "verbose_name_plural": "ポイントの番号（在庫）",
                "indexes": [
                    models.Index(
                        condition=models.Q(("order", None), ("quarantined_at", None)),
                        fields=["brand", "face_value_yen", "id"],
                        name="codes_in_stock",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("face_value_yen__gt", 0)), name="a_code_is_worth_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("brand__in", ["amazon", "ponta", "paypay", "edy", "nanaco"])),
                        name="a_code_is_of_one_of_the_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarantined_at", None), ("order", None), _connector="OR"),
                        name="a_quarantined_code_is_given_to_nobody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuarantinedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quarantined",
                        to="payouts.pointorder",
                        verbose_name="申込",
                    ),
                ),
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
                "indexes": [
                    models.Index(fields=["code_fingerprint"], name="codes_in_quarantine"),
                    models.Index(condition=models.Q(("settled_at", None)), fields=["at"], name="quarantine_to_settle"),
                ],
                "constraints": [
                    models.CheckConstraint(
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
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiveLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="payouts.payout",
                        verbose_name="支払",
                    ),
                ),
                ("salt", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("key_id", models.CharField(max_length=40, verbose_name="鍵")),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "メール"), ("sms", "SMS"), ("letter", "手紙")],
                        max_length=6,
                        verbose_name="送り方",
                    ),
                ),
                ("destination", models.CharField(max_length=254, verbose_name="送り先")),
                ("made_at", models.DateTimeField(verbose_name="作成日時")),
                ("tries", models.PositiveSmallIntegerField(db_default=0, verbose_name="まちがえた回数")),
                ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="ロック")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="取消")),
            ],
            options={
                "verbose_name": "受取URL",
                "verbose_name_plural": "受取URL",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("payout",), name="one_live_link_per_payout"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RefundBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="番号")),
                (
                    "state",
                    models.CharField(
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
                ("transfer_on", models.DateField(verbose_name="振込指定日")),
                ("cut_off", models.DateTimeField(blank=True, null=True, verbose_name="この時刻より前の返金")),
                ("prefecture", models.CharField(blank=True, db_default="", max_length=2, verbose_name="都道府県")),
                ("made_by", models.CharField(max_length=150, verbose_name="作成者")),
                ("made_at", models.DateTimeField(db_default=config.clock.Now(), verbose_name="作成日時")),
                (
                    "submitted_by",
                    models.CharField(blank=True, max_length=150, null=True, verbose_name="承認を頼んだ人"),
                ),
                ("approved_by", models.CharField(blank=True, max_length=150, null=True, verbose_name="承認者")),
                (
                    "sent_back",
                    models.CharField(blank=True, db_default="", max_length=300, verbose_name="差し戻しの理由"),
                ),
                ("line_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="件数")),
                ("total_yen", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="合計")),
                ("digest", models.BinaryField(null=True)),
                ("consignor", models.JSONField(editable=False, null=True, verbose_name="振込依頼人")),
                ("xlsx", models.BinaryField(null=True)),
                ("zengin", models.BinaryField(null=True)),
                (
                    "xlsx_sha256",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("xlsx"), function="sha256"),
                        output_field=models.BinaryField(null=True),
                        verbose_name="xlsxのSHA-256",
                    ),
                ),
                (
                    "zengin_sha256",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("zengin"), function="sha256"),
                        output_field=models.BinaryField(null=True),
                        verbose_name="全銀ファイルのSHA-256",
                    ),
                ),
                ("exported_at", models.DateTimeField(blank=True, null=True, verbose_name="出力日時")),
                ("handed_in_at", models.DateTimeField(blank=True, null=True, verbose_name="銀行に出した日時")),
                (
                    "handed_in_by",
                    models.CharField(blank=True, db_default="", max_length=150, verbose_name="銀行に出した人"),
                ),
                (
                    "refused_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="銀行が受け付けないとされた日時"),
                ),
                (
                    "refused_by",
                    models.CharField(blank=True, max_length=150, null=True, verbose_name="銀行が受け付けないとした人"),
                ),
                (
                    "refused_reason",
                    models.CharField(blank=True, db_default="", max_length=200, verbose_name="銀行が受け付けない理由"),
                ),
                (
                    "refusal_confirmed_by",
                    models.CharField(blank=True, max_length=150, null=True, verbose_name="無効を確認した人"),
                ),
                (
                    "work",
                    models.CharField(
                        blank=True,
                        choices=[("", "なし"), ("build", "作成"), ("check", "点検"), ("export", "出力")],
                        db_default="",
                        max_length=6,
                        verbose_name="していること",
                    ),
                ),
                ("work_by", models.CharField(blank=True, db_default="", max_length=150, verbose_name="頼んだ人")),
                ("work_done", models.PositiveIntegerField(db_default=0, verbose_name="済んだ件数")),
                ("work_total", models.PositiveIntegerField(db_default=0, verbose_name="全部の件数")),
                (
                    "work_error",
                    models.CharField(blank=True, db_default="", max_length=300, verbose_name="できなかった理由"),
                ),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="作業の期限（実時間）")),
            ],
            options={
                "verbose_name": "総合振込データ",
                "verbose_name_plural": "総合振込データ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("work", ""), _negated=True), fields=["scheme"], name="batches_to_work_on"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "number"), name="a_batch_number_is_unique_in_a_scheme"),
                    models.UniqueConstraint(fields=("id", "scheme"), name="a_batch_has_one_scheme"),
                    models.UniqueConstraint(
                        condition=models.Q(("work", "build")),
                        fields=("scheme",),
                        name="one_batch_of_a_scheme_is_built_at_a_time",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "cancelled"]), ("submitted_by__isnull", False), _connector="OR"
                        ),
                        name="somebody_asks_for_the_approval_of_a_batch",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_by", None), ("state__in", ["draft", "submitted"])),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("state__in", ["approved", "exported", "closed", "refused"]),
                            ),
                            ("state", "cancelled"),
                            _connector="OR",
                        ),
                        name="nothing_is_exported_without_approval",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "cancelled"]),
                            models.Q(
                                ("digest__isnull", False), ("line_count__isnull", False), ("total_yen__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="count_and_total_are_fixed_with_submission",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("work", ""),
                            models.Q(("state", "draft"), ("work__in", ["build", "check"])),
                            models.Q(("state", "approved"), ("work", "export")),
                            _connector="OR",
                        ),
                        name="only_a_draft_is_built_and_only_what_is_approved_written_out",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="RefundLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="payouts.refundbatch",
                        verbose_name="総合振込データ",
                    ),
                ),
                ("line_no", models.PositiveIntegerField(verbose_name="行")),
                (
                    "payout",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund_lines",
                        to="payouts.payout",
                        verbose_name="支払",
                    ),
                ),
                ("amount_yen", models.PositiveIntegerField(verbose_name="金額")),
                ("account_sealed", models.BinaryField()),
                (
                    "findings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        db_default=[],
                        default=list,
                        size=None,
                        verbose_name="点検の結果",
                    ),
                ),
                ("excluded_at", models.DateTimeField(blank=True, null=True, verbose_name="除外")),
                ("excluded_by", models.CharField(blank=True, db_default="", max_length=150, verbose_name="除外した人")),
                (
                    "excluded_reason",
                    models.CharField(blank=True, db_default="", max_length=200, verbose_name="除外の理由"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("credited", "入金済"),
                            ("returned", "組戻し・振込不能"),
                            ("unknown", "不明（銀行に確認中）"),
                        ],
                        max_length=8,
                        null=True,
                        verbose_name="結果",
                    ),
                ),
                (
                    "outcome_reason",
                    models.CharField(blank=True, db_default="", max_length=200, verbose_name="結果の理由"),
                ),
                ("outcome_at", models.DateTimeField(blank=True, null=True, verbose_name="結果の日時")),
            ],
            options={
                "verbose_name": "振込",
                "verbose_name_plural": "振込",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "line_no"), name="a_line_number_is_unique_in_a_batch"),
                    models.UniqueConstraint(
                        condition=models.Q(("excluded_at", None)), fields=("payout",), name="one_live_line_per_payout"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("excluded_at", None), models.Q(("excluded_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="an_excluded_line_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", None), ("outcome_at", None)),
                            models.Q(("outcome__isnull", False), ("outcome_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_outcome_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResultFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ファイル名")),
                ("digest", models.BinaryField(verbose_name="SHA-256")),
                ("taken_by", models.CharField(max_length=150, verbose_name="取り込んだ人")),
                ("taken_at", models.DateTimeField(verbose_name="取り込んだ日時")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "2人目を待っている"), ("booked", "記録済"), ("refused", "差し戻し")],
                        db_default="booked",
                        max_length=7,
                        verbose_name="状態",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result_files_settled",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
            ],
            options={
                "verbose_name": "振込結果のファイル",
                "verbose_name_plural": "振込結果のファイル",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "refused"), _negated=True),
                        fields=("scheme", "digest"),
                        name="a_file_of_results_is_taken_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="payouts.refundline",
                        verbose_name="振込",
                    ),
                ),
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
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した人",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="記録した日時")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="payouts.resultfile",
                        verbose_name="ファイル",
                    ),
                ),
                ("file_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="ファイルの行")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "2人目を待っている"), ("booked", "記録済"), ("refused", "差し戻し")],
                        max_length=7,
                        verbose_name="状態",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes_settled",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
            ],
            options={
                "verbose_name": "振込結果",
                "verbose_name_plural": "振込結果",
                "constraints": [
                    models.UniqueConstraint(fields=("file", "file_line"), name="a_line_of_a_file_is_booked_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("line",), name="one_outcome_of_a_line_waits"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "returned"), ("state", "booked")),
                        fields=("line",),
                        name="a_transfer_comes_back_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "returned"), ("state", "booked"), _negated=True),
                            models.Q(
                                ("settled_by__isnull", False),
                                models.Q(("settled_by", models.F("made_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_return_is_booked_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("file", None), ("file_line__isnull", False), _connector="OR"),
                        name="an_outcome_of_a_file_has_its_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "returned"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("reason_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_return_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                (
                    "scheme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reconciliation",
                        serialize=False,
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="照合した日時")),
                ("breaches", models.JSONField(default=dict, verbose_name="差")),
                ("digest", models.CharField(blank=True, db_default="", max_length=64, verbose_name="差の要約")),
                (
                    "cleared",
                    models.CharField(blank=True, db_default="", max_length=64, verbose_name="再開のときの要約"),
                ),
            ],
            options={
                "verbose_name": "照合",
                "verbose_name_plural": "照合",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("breaches", {}), ("digest", "")),
                            models.Q(
                                models.Q(("breaches", {}), _negated=True), models.Q(("digest", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_digest_is_of_breaches",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redirects",
                        to="payouts.payout",
                        verbose_name="支払",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "メール"), ("sms", "SMS"), ("letter", "手紙")],
                        max_length=6,
                        verbose_name="送り方",
                    ),
                ),
                ("destination", models.CharField(max_length=254, verbose_name="新しい送り先")),
                ("reason", models.CharField(max_length=300, verbose_name="理由と、本人と確かめた方法")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redirects_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="頼んだ人",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="頼んだ日時")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "2人目を待っている"), ("approved", "承認"), ("refused", "差し戻し")],
                        default="waiting",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redirects_settled",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="差し戻しの理由")),
            ],
            options={
                "verbose_name": "受取URLの新しい送り先",
                "verbose_name_plural": "受取URLの新しい送り先",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("settled_by__isnull", False),
                                models.Q(("settled_by", models.F("made_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_redirect_is_approved_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_settled_redirect_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("destination", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="a_redirect_says_where_and_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("payout",),
                        name="one_redirect_of_a_payout_waits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderRefusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refusals",
                        to="payouts.pointorder",
                        verbose_name="申込",
                    ),
                ),
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
        migrations.CreateModel(
            name="Summary",
            fields=[
                (
                    "scheme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="summary",
                        serialize=False,
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="この時点の数字")),
                ("figures", models.JSONField(verbose_name="数字")),
            ],
            options={
                "verbose_name": "集計",
                "verbose_name_plural": "集計",
            },
        ),
    ]
