"""Claims, accounts and what the desk does with them; reports of case (B)."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import config.clock
import coupons.prefectures


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("claims", "0001_rows"),
        ("claims", "0002_guards"),
        ("claims", "0003_site"),
        ("claims", "0006_reviewing"),
        ("claims", "0007_calls"),
        ("claims", "0008_incidents"),
        ("claims", "0009_own_window"),
        ("claims", "0010_asking_shops"),
        ("claims", "0011_one_limit_a_coupon"),
        ("claims", "0014_attempts_of_a_shop"),
    ]

    dependencies = [
        ("coupons", "0003_regionpay_2023"),
        ("notifications", "0002_triggers"),
        ("trail", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                ("receipt_no", models.CharField(max_length=20, unique=True, verbose_name="受付番号")),
                (
                    "method",
                    models.CharField(
                        choices=[("points", "キャッシュレスポイント"), ("refund", "返金（振込）")],
                        max_length=6,
                        verbose_name="方法",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("site", "特設サイト"), ("desk", "コールセンター")], max_length=4, verbose_name="受付"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="お名前")),
                ("name_kana", models.CharField(blank=True, max_length=60, verbose_name="フリガナ")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="電話番号")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="メールアドレス")),
                (
                    "deliver_by",
                    models.CharField(
                        choices=[("mail", "メール"), ("sms", "SMS"), ("letter", "手紙"), ("call", "電話")],
                        max_length=6,
                        verbose_name="受取案内の送り方",
                    ),
                ),
                ("deliver_to", models.CharField(max_length=254, verbose_name="受取案内の送り先")),
                (
                    "contact_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(
                            models.Func(
                                models.F("deliver_to"),
                                models.Value("[+][^@]*@"),
                                models.Value("@"),
                                function="regexp_replace",
                                output_field=models.CharField(),
                            )
                        ),
                        output_field=models.CharField(max_length=254),
                        verbose_name="送り先（同じかどうか）",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("ja", "日本語"), ("en", "English")], default="ja", max_length=2, verbose_name="ことば"
                    ),
                ),
                ("contact_verified_at", models.DateTimeField(blank=True, null=True, verbose_name="連絡先の確認")),
                ("prefecture", coupons.prefectures.PrefectureField(verbose_name="利用都道府県")),
                ("travel_on", models.DateField(verbose_name="旅行日")),
                ("form_nonce", models.UUIDField(editable=False, unique=True)),
                ("filed_at", models.DateTimeField(verbose_name="申請日時")),
                ("open_until", models.DateTimeField(blank=True, null=True, verbose_name="この申請だけの締切")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取下げ")),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="claims.claim",
                        verbose_name="置き換えた申請",
                    ),
                ),
            ],
            options={
                "verbose_name": "申請",
                "verbose_name_plural": "申請",
                "indexes": [
                    models.Index(fields=["scheme", "contact_key"], name="claims_to_one_destination"),
                    models.Index(fields=["scheme", "phone"], name="claims_by_phone"),
                    models.Index(
                        models.F("scheme"), django.db.models.functions.text.Lower("email"), name="claims_by_email"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "scheme"), name="a_claim_has_one_scheme"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "prefecture__in",
                                [
                                    "01",
                                    "02",
                                    "03",
                                    "04",
                                    "05",
                                    "06",
                                    "07",
                                    "08",
                                    "09",
                                    "10",
                                    "11",
                                    "12",
                                    "13",
                                    "14",
                                    "15",
                                    "16",
                                    "17",
                                    "18",
                                    "19",
                                    "20",
                                    "21",
                                    "22",
                                    "23",
                                    "24",
                                    "25",
                                    "26",
                                    "27",
                                    "28",
                                    "29",
                                    "30",
                                    "31",
                                    "32",
                                    "33",
                                    "34",
                                    "35",
                                    "36",
                                    "37",
                                    "38",
                                    "39",
                                    "40",
                                    "41",
                                    "42",
                                    "43",
                                    "44",
                                    "45",
                                    "46",
                                    "47",
                                ],
                            )
                        ),
                        name="a_claim_is_for_a_prefecture",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("open_until", None), ("method", "refund"), _connector="OR"),
                        name="only_a_refund_has_a_window_of_its_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deliver_by", "call"), _negated=True), ("method", "refund"), _connector="OR"
                        ),
                        name="a_url_is_not_read_out_on_the_phone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deliver_by__in", ["mail", "sms"]), ("channel", "desk"), _connector="OR"),
                        name="letters_and_calls_are_for_claims_of_the_desk",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="claims.claim",
                        verbose_name="申請",
                    ),
                ),
                ("stated_no", models.CharField(max_length=40, verbose_name="申請された番号")),
                (
                    "coupon",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.coupon",
                        verbose_name="クーポン",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "受付"),
                            ("review", "確認中"),
                            ("accepted", "認定"),
                            ("granted", "決定により認定"),
                            ("not_needed", "手続き不要"),
                            ("declined", "対象外"),
                            ("withdrawn", "取下げ"),
                        ],
                        default="filed",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("decided_by", models.CharField(blank=True, max_length=150, verbose_name="決めた人")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
                (
                    "conflicts_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="claims.claimline",
                        verbose_name="重なる申請",
                    ),
                ),
                ("corrections", models.PositiveSmallIntegerField(default=0, verbose_name="番号の訂正回数")),
                (
                    "words",
                    models.CharField(blank=True, db_default="", max_length=300, verbose_name="申請者に伝えることば"),
                ),
            ],
            options={
                "verbose_name": "申請の行",
                "verbose_name_plural": "申請の行",
                "indexes": [
                    models.Index(condition=models.Q(("state", "filed")), fields=["claim"], name="lines_to_match"),
                    models.Index(condition=models.Q(("state", "review")), fields=["claim"], name="lines_to_review"),
                    models.Index(fields=["stated_no"], name="lines_by_stated_number"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["review", "accepted"])),
                        fields=("coupon",),
                        name="one_live_line_per_coupon",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True), ("coupon__isnull", False), _connector="OR"
                        ),
                        name="an_accepted_line_has_its_coupon",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "granted"), _negated=True), ("coupon__isnull", False), _connector="OR"
                        ),
                        name="a_granted_line_has_its_coupon",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "granted")), fields=("coupon",), name="one_granted_line_per_coupon"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stay",
                        to="claims.claim",
                        verbose_name="申請",
                    ),
                ),
                ("place", models.CharField(max_length=60, verbose_name="宿泊施設名（日帰りは旅行会社名）")),
                ("checked_in_on", models.DateField(verbose_name="泊まった日（チェックイン）")),
                ("booked_with", models.CharField(blank=True, max_length=60, verbose_name="予約した会社")),
                ("representative", models.CharField(blank=True, max_length=60, verbose_name="代表者のお名前")),
            ],
            options={
                "verbose_name": "宿泊",
                "verbose_name_plural": "宿泊",
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account",
                        to="claims.claim",
                        verbose_name="申請",
                    ),
                ),
                ("bank_code", models.CharField(max_length=4, verbose_name="銀行コード")),
                ("bank_name", models.CharField(max_length=60, verbose_name="銀行名")),
                ("branch_code", models.CharField(max_length=3, verbose_name="支店コード")),
                ("branch_name", models.CharField(max_length=60, verbose_name="支店名")),
                (
                    "account_type",
                    models.CharField(
                        choices=[("1", "普通（総合）"), ("2", "当座"), ("4", "貯蓄")],
                        max_length=1,
                        verbose_name="口座の種類",
                    ),
                ),
                ("number_sealed", models.BinaryField(verbose_name="口座番号（封緘）")),
                ("number_ends", models.CharField(max_length=3, verbose_name="口座番号の下3桁")),
                ("holder_kana", models.CharField(max_length=30, verbose_name="口座名義（銀行に送る形）")),
                ("fingerprint", models.BinaryField(verbose_name="同じ口座の印")),
            ],
            options={
                "verbose_name": "振込口座",
                "verbose_name_plural": "振込口座",
                "indexes": [models.Index(fields=["fingerprint"], name="claims_to_one_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("bank_code__regex", "^[0-9]{4}$")), name="a_bank_code_has_four_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("branch_code__regex", "^[0-9]{3}$")), name="a_branch_code_has_three_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("account_type__in", ["1", "2", "4"])),
                        name="an_account_is_of_a_type_that_banks_know",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                (
                    "coupon",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.coupon",
                        verbose_name="クーポン",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="claims.claim",
                        verbose_name="申請",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.member",
                        verbose_name="アプリ会員",
                    ),
                ),
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
        migrations.CreateModel(
            name="Bank",
            fields=[
                ("code", models.CharField(max_length=4, primary_key=True, serialize=False, verbose_name="銀行コード")),
                ("name", models.CharField(max_length=60, verbose_name="銀行名（「銀行」なし）")),
                ("kana", models.CharField(max_length=60, verbose_name="カナ（小さい文字なし）")),
                ("spellings", models.TextField(verbose_name="検索に使うつづり")),
                ("listed_on", models.DateField(verbose_name="一覧の日付")),
            ],
            options={
                "verbose_name": "銀行",
                "verbose_name_plural": "銀行",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{4}$")), name="a_listed_bank_code_has_four_digits"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Branch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="branches",
                        to="claims.bank",
                        verbose_name="銀行",
                    ),
                ),
                ("code", models.CharField(max_length=3, verbose_name="支店コード")),
                ("name", models.CharField(max_length=60, verbose_name="支店名（「支店」なし）")),
                ("kana", models.CharField(max_length=60, verbose_name="カナ（小さい文字なし）")),
                ("spellings", models.TextField(verbose_name="検索に使うつづり")),
                ("listed_on", models.DateField(verbose_name="一覧の日付")),
            ],
            options={
                "verbose_name": "支店",
                "verbose_name_plural": "支店",
                "constraints": [
                    models.UniqueConstraint(fields=("bank", "code"), name="a_branch_code_is_unique_in_its_bank"),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{3}$")), name="a_listed_branch_code_has_three_digits"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="coupons.scheme", verbose_name="制度"
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
                ("salt", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("key_id", models.CharField(max_length=40, verbose_name="鍵")),
                ("nonce", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sealed", models.BinaryField(default=b"", verbose_name="入力（封緘）")),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="claims.claim",
                        verbose_name="申請",
                    ),
                ),
                ("open_until", models.DateTimeField(blank=True, null=True, verbose_name="この申請だけの締切")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="作成（実時間）"
                    ),
                ),
                (
                    "used_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="最後の入力（実時間）"
                    ),
                ),
            ],
            options={
                "verbose_name": "入力中の申請",
                "verbose_name_plural": "入力中の申請",
                "indexes": [models.Index(fields=["used_at"], name="drafts_by_last_use")],
            },
        ),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                ("about", models.CharField(max_length=100, verbose_name="どの行")),
                ("mark", models.BinaryField(verbose_name="連絡先の印")),
                ("salt", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("key_id", models.CharField(max_length=40, verbose_name="鍵")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="作成（実時間）"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="期限（実時間）")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="入力された回数")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="使用（実時間）")),
            ],
            options={
                "verbose_name": "認証コード",
                "verbose_name_plural": "認証コード",
                "indexes": [models.Index(fields=["about", "-id"], name="codes_about_a_row")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tries__gte", 0), ("tries__lte", 5)),
                        name="a_code_is_tried_five_times_at_most",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="何を")),
                ("mark", models.BinaryField(verbose_name="だれの印")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="いつ（実時間）"
                    ),
                ),
            ],
            options={
                "verbose_name": "試行",
                "verbose_name_plural": "試行",
                "indexes": [models.Index(fields=["kind", "mark", "at"], name="attempts_of_a_kind")],
            },
        ),
        migrations.CreateModel(
            name="OpenCase",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="open_case",
                        serialize=False,
                        to="claims.claim",
                        verbose_name="申請",
                    ),
                ),
                (
                    "clerk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="対応している人",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="開いた時刻（実時間）"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="この時刻まで（実時間）")),
            ],
            options={
                "verbose_name": "対応中の申請",
                "verbose_name_plural": "対応中の申請",
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("accept", "申請を認める"),
                            ("take", "電話で受け付けた申請"),
                            ("destination", "送り先の変更"),
                            ("grant", "決定による補償"),
                        ],
                        max_length=11,
                        verbose_name="すること",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="claims.claim",
                        verbose_name="申請",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="claims.claimline",
                        verbose_name="クーポンの行",
                    ),
                ),
                (
                    "coupon",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.coupon",
                        verbose_name="クーポン",
                    ),
                ),
                ("amount_yen", models.PositiveIntegerField(blank=True, null=True, verbose_name="金額")),
                ("details", models.JSONField(default=dict, verbose_name="内容")),
                ("reason", models.CharField(max_length=500, verbose_name="理由と根拠")),
                ("digest", models.BinaryField(verbose_name="承認する内容の印")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="頼んだ人",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="頼んだ日時")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "2人目を待っている"),
                            ("approved", "承認"),
                            ("refused", "差し戻し"),
                            ("void", "無効（内容が変わった・取り下げ）"),
                        ],
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
                        related_name="proposals_settled",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="差し戻しの理由")),
            ],
            options={
                "verbose_name": "2人目の承認",
                "verbose_name_plural": "2人目の承認",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["scheme", "made_at"], name="proposals_waiting"
                    )
                ],
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
                        name="a_proposal_is_approved_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_settled_proposal_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_proposal_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deed", "grant"), _negated=True),
                            models.Q(("amount_yen__gt", 0), ("coupon__isnull", False), ("line__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_grant_is_for_a_coupon_and_a_sum",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("claim", "deed", "line"),
                        name="one_proposal_of_a_kind_waits",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("deed", "grant"), ("state__in", ["waiting", "approved"])),
                        fields=("coupon",),
                        name="a_coupon_is_granted_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                ("receipt_no", models.CharField(max_length=20, unique=True, verbose_name="受付番号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cash_and_deducted", "①現金等で支払ったが、残額も引き落とされた"),
                            ("paid_twice", "②複数回押して、重複して支払った"),
                            ("other", "そのほか（発行・チャージできなかった、など）"),
                        ],
                        max_length=17,
                        verbose_name="種類",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "受付"),
                            ("confirming", "店舗に確認中"),
                            ("confirmed", "確認できた"),
                            ("refuted", "確認できなかった"),
                            ("approved", "認定"),
                            ("declined", "対象外"),
                            ("closed", "回答済み・終了"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "coupon",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.coupon",
                        verbose_name="クーポン",
                    ),
                ),
                ("stated_no", models.CharField(blank=True, max_length=40, verbose_name="申し出のお問合せ番号")),
                ("stated_expires_on", models.DateField(blank=True, null=True, verbose_name="申し出の有効期限")),
                ("prefecture", coupons.prefectures.PrefectureField(verbose_name="旅行先の都道府県")),
                ("stated_store", models.CharField(blank=True, max_length=100, verbose_name="申し出の店舗")),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.store",
                        verbose_name="利用店舗",
                    ),
                ),
                ("paid_around", models.CharField(blank=True, max_length=60, verbose_name="支払った時刻（頃）")),
                ("stated_yen", models.PositiveIntegerField(blank=True, null=True, verbose_name="申し出の金額")),
                ("facts_agree", models.BooleanField(default=False, verbose_name="お客様の申告と記録が一致")),
                ("story", models.TextField(blank=True, verbose_name="お申し出の内容")),
                ("name", models.CharField(max_length=60, verbose_name="お名前")),
                ("name_kana", models.CharField(blank=True, max_length=60, verbose_name="フリガナ")),
                ("phone", models.CharField(max_length=20, verbose_name="折り返しの電話番号")),
                (
                    "deliver_by",
                    models.CharField(
                        blank=True,
                        choices=[("mail", "メール"), ("sms", "SMS"), ("letter", "手紙"), ("call", "電話")],
                        max_length=6,
                        verbose_name="届け先（方法）",
                    ),
                ),
                ("deliver_to", models.CharField(blank=True, max_length=254, verbose_name="届け先")),
                (
                    "language",
                    models.CharField(
                        choices=[("ja", "日本語"), ("en", "English")], default="ja", max_length=2, verbose_name="ことば"
                    ),
                ),
                ("form_nonce", models.UUIDField(editable=False, unique=True)),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents_taken",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受け付けた人",
                    ),
                ),
                ("taken_at", models.DateTimeField(verbose_name="受付日時")),
                ("approved_yen", models.PositiveIntegerField(default=0, verbose_name="認定額")),
                ("reason", models.CharField(blank=True, max_length=20, verbose_name="理由")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="お客様に伝えることば")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents_decided",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
            ],
            options={
                "verbose_name": "お申し出",
                "verbose_name_plural": "お申し出",
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at", None)),
                        fields=["scheme", "taken_at"],
                        name="incidents_to_work_on",
                    ),
                    models.Index(
                        condition=models.Q(("decided_at", None)), fields=["store"], name="incidents_of_a_store"
                    ),
                    models.Index(fields=["scheme", "phone"], name="incidents_by_phone"),
                    models.Index(fields=["stated_no"], name="incidents_by_stated_number"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "prefecture__in",
                                [
                                    "01",
                                    "02",
                                    "03",
                                    "04",
                                    "05",
                                    "06",
                                    "07",
                                    "08",
                                    "09",
                                    "10",
                                    "11",
                                    "12",
                                    "13",
                                    "14",
                                    "15",
                                    "16",
                                    "17",
                                    "18",
                                    "19",
                                    "20",
                                    "21",
                                    "22",
                                    "23",
                                    "24",
                                    "25",
                                    "26",
                                    "27",
                                    "28",
                                    "29",
                                    "30",
                                    "31",
                                    "32",
                                    "33",
                                    "34",
                                    "35",
                                    "36",
                                    "37",
                                    "38",
                                    "39",
                                    "40",
                                    "41",
                                    "42",
                                    "43",
                                    "44",
                                    "45",
                                    "46",
                                    "47",
                                ],
                            )
                        ),
                        name="an_incident_is_of_a_prefecture",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_yen__gt", 0), ("coupon__isnull", False), ("state", "approved")),
                            models.Q(models.Q(("state", "approved"), _negated=True), ("approved_yen", 0)),
                            _connector="OR",
                        ),
                        name="only_an_approved_incident_gives_yen_and_it_has_a_coupon",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["approved", "declined", "closed"]),
                            ),
                            models.Q(
                                models.Q(("state__in", ["approved", "declined", "closed"]), _negated=True),
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_incident_says_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["declined", "closed"]), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="who_is_declined_or_answered_is_told_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deliver_by", ""), ("deliver_to", "")),
                            models.Q(
                                models.Q(("deliver_by", ""), _negated=True), models.Q(("deliver_to", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_destination_is_a_way_and_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="an_incident_can_be_called_back",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskClaim",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="desk",
                        serialize=False,
                        to="claims.claim",
                        verbose_name="申請",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims_taken",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受け付けた人",
                    ),
                ),
                ("called_at", models.DateTimeField(verbose_name="お電話の日時")),
                ("on_behalf_of", models.CharField(blank=True, max_length=60, verbose_name="ご本人のお名前")),
                ("relation", models.CharField(blank=True, max_length=60, verbose_name="ご本人との関係")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="確かめたもの")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="もう一人が認めた日時")),
                (
                    "incident",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filed",
                        to="claims.incident",
                        verbose_name="もとのお申し出",
                    ),
                ),
            ],
            options={
                "verbose_name": "電話で受け付けた申請",
                "verbose_name_plural": "電話で受け付けた申請",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_behalf_of", ""),
                            models.Q(
                                models.Q(("relation", ""), _negated=True), models.Q(("evidence", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="who_asks_for_somebody_says_how_and_proves_it",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreConfirmation",
            fields=[
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="confirmation",
                        serialize=False,
                        to="claims.incident",
                        verbose_name="お申し出",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agrees", "店舗の記録と一致"),
                            ("differs", "店舗の記録と一致しない"),
                            ("records", "regionPAYの記録による（3日にわたり3回、連絡がつかない）"),
                        ],
                        max_length=7,
                        verbose_name="結果",
                    ),
                ),
                (
                    "by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "電話"),
                            ("mail", "メール"),
                            ("fax", "FAX"),
                            ("file", "チェーン本部のファイル"),
                        ],
                        max_length=5,
                        verbose_name="方法",
                    ),
                ),
                ("store_person", models.CharField(blank=True, max_length=60, verbose_name="店側のご担当者")),
                ("store_yen", models.PositiveIntegerField(blank=True, null=True, verbose_name="店の記録の金額")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="証憑・店の記録")),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations_settled",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="結果を記録した人",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="結果の日時")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="次に連絡する日")),
                (
                    "again_why",
                    models.CharField(blank=True, db_default="", max_length=300, verbose_name="もう一度確認する理由"),
                ),
            ],
            options={
                "verbose_name": "店舗確認",
                "verbose_name_plural": "店舗確認",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", ""), ("settled_at", None), ("settled_by", None)),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_settled_confirmation_says_who_and_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "confirmation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="claims.storeconfirmation",
                        verbose_name="店舗確認",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="coupons.store",
                        verbose_name="店舗",
                    ),
                ),
                (
                    "by",
                    models.CharField(
                        choices=[
                            ("phone", "電話"),
                            ("mail", "メール"),
                            ("fax", "FAX"),
                            ("file", "チェーン本部のファイル"),
                        ],
                        max_length=5,
                        verbose_name="方法",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("absent", "不在・つながらない"),
                            ("waits", "回答待ち（店で確認中）"),
                            ("answered", "回答があった"),
                        ],
                        max_length=8,
                        verbose_name="結果",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="メモ")),
                (
                    "clerk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="store_attempts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="連絡した人",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "mark",
                    models.CharField(
                        blank=True, db_default="", editable=False, max_length=64, verbose_name="記録した画面・行の印"
                    ),
                ),
            ],
            options={
                "verbose_name": "店舗への連絡",
                "verbose_name_plural": "店舗への連絡",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("mark", ""), _negated=True),
                        fields=("confirmation", "mark"),
                        name="an_attempt_is_recorded_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="claims.incident",
                        verbose_name="お申し出",
                    ),
                ),
                ("choices", models.JSONField(verbose_name="選んだ決済")),
                ("total_yen", models.PositiveIntegerField(verbose_name="金額")),
                ("why_two", models.JSONField(default=list, verbose_name="2人で決める理由")),
                ("reason", models.CharField(max_length=500, verbose_name="理由と根拠")),
                ("digest", models.BinaryField(verbose_name="決める内容の印")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_decisions_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="決めた日時")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "2人目を待っている"),
                            ("approved", "認定"),
                            ("refused", "差し戻し"),
                            ("void", "無効（内容が変わった・取り下げ）"),
                            ("undone", "取り消した"),
                        ],
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
                        related_name="incident_decisions_settled",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="認めた人",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="認めた日時")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="差し戻しの理由")),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_decisions_undone",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="取り消した人",
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="取り消した日時")),
                ("undone_why", models.CharField(blank=True, max_length=300, verbose_name="取り消した理由")),
            ],
            options={
                "verbose_name": "お申し出の判断",
                "verbose_name_plural": "お申し出の判断",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "approved"])),
                        fields=("incident",),
                        name="an_incident_has_one_standing_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "undone"]), _negated=True),
                            ("why_two", []),
                            models.Q(("settled_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="what_takes_two_persons_is_approved_by_another",
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
                        name="a_settled_decision_says_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "undone"),
                                ("undone_at__isnull", False),
                                ("undone_by__isnull", False),
                                models.Q(("undone_why", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "undone"), _negated=True),
                                ("undone_at", None),
                                ("undone_by", None),
                                ("undone_why", ""),
                            ),
                            _connector="OR",
                        ),
                        name="an_undone_decision_says_who_when_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total_yen__gt", 0), models.Q(("reason", ""), _negated=True)),
                        name="a_decision_gives_something_and_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="claims.incident",
                        verbose_name="お申し出",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="claims.incidentdecision",
                        verbose_name="判断",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coupons.entry",
                        verbose_name="決済",
                    ),
                ),
                ("amount_yen", models.PositiveIntegerField(verbose_name="戻した額")),
                (
                    "restoration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_payment",
                        to="coupons.entry",
                        verbose_name="戻入",
                    ),
                ),
                (
                    "reversal",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_payment",
                        to="coupons.entry",
                        verbose_name="戻入の取消",
                    ),
                ),
            ],
            options={
                "verbose_name": "戻した決済",
                "verbose_name_plural": "戻した決済",
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "payment"), name="a_decision_names_a_payment_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_changes",
                        to="claims.incident",
                        verbose_name="お申し出",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("contact", "連絡先・届け先を直した"), ("coupon", "クーポンを結びつけた")],
                        max_length=7,
                        verbose_name="したこと",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="した人",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="日時")),
            ],
            options={
                "verbose_name": "届け先・クーポンの変更",
                "verbose_name_plural": "届け先・クーポンの変更",
            },
        ),
        migrations.CreateModel(
            name="OpenIncident",
            fields=[
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="open_incident",
                        serialize=False,
                        to="claims.incident",
                        verbose_name="お申し出",
                    ),
                ),
                (
                    "clerk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_incidents",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="対応している人",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="開いた時刻（実時間）"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="この時刻まで（実時間）")),
            ],
            options={
                "verbose_name": "対応中のお申し出",
                "verbose_name_plural": "対応中のお申し出",
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
                ("label", models.CharField(blank=True, help_text="例 第二報", max_length=20, verbose_name="何報")),
                ("title", models.CharField(max_length=120, verbose_name="題")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="題（英語）")),
                ("body", models.TextField(blank=True, verbose_name="本文")),
                ("body_en", models.TextField(blank=True, verbose_name="本文（英語）")),
                ("published_at", models.DateTimeField(verbose_name="公表日時")),
                ("amended_at", models.DateTimeField(blank=True, null=True, verbose_name="追記日時")),
                ("is_basis", models.BooleanField(default=False, verbose_name="この補償を定めたお知らせ")),
            ],
            options={
                "verbose_name": "お知らせ（特設サイト）",
                "verbose_name_plural": "お知らせ（特設サイト）",
                "ordering": ["-published_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="an_announcement_says_something"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_basis", True)),
                        fields=("scheme",),
                        name="a_scheme_rests_on_one_announcement",
                    ),
                ],
            },
        ),
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
                    "clerk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_stores",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="対応している人",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="開いた時刻（実時間）"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="この時刻まで（実時間）")),
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
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ファイル名")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("taken_at", models.DateTimeField(verbose_name="取り込んだ日時")),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="store_answer_files",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="取り込んだ人",
                    ),
                ),
                ("read_count", models.PositiveIntegerField(verbose_name="行数")),
                ("agrees_count", models.PositiveIntegerField(verbose_name="一致")),
                ("differs_count", models.PositiveIntegerField(verbose_name="不一致")),
                ("unknown_count", models.PositiveIntegerField(verbose_name="分からない")),
                ("unchanged_count", models.PositiveIntegerField(verbose_name="取り込み済み・回答なし")),
                ("fault_count", models.PositiveIntegerField(verbose_name="取り込めなかった行")),
                ("faults", models.JSONField(default=list, verbose_name="取り込めなかった行の内容")),
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
