"""The scheme and its records; the ledger; what regionPAY and shops are told."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import coupons.prefectures


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("coupons", "0001_rows"),
        ("coupons", "0002_guards"),
        ("coupons", "0004_change_files"),
        ("coupons", "0006_versions"),
    ]

    dependencies = [
        ("notifications", "0002_triggers"),
        ("trail", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="略称")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("name_en", models.CharField(max_length=150, verbose_name="名称（英語）")),
                ("system_name", models.CharField(max_length=40, verbose_name="システムの名前")),
                ("sender", models.CharField(max_length=20, verbose_name="お知らせの差出人（短く）")),
                ("sender_en", models.CharField(max_length=30, verbose_name="お知らせの差出人（短く、英語）")),
                ("outage_from", models.DateTimeField(verbose_name="障害の始まり")),
                ("outage_until", models.DateTimeField(verbose_name="障害の終わり")),
                (
                    "affected_expires_at",
                    models.DateTimeField(verbose_name="対象となる有効期限（この時刻から使えない）"),
                ),
                ("first_extension_until", models.DateTimeField(verbose_name="最初の延長の終わり")),
                ("usable_until", models.DateTimeField(verbose_name="利用の終わり（残額の確定）")),
                ("site_opens_at", models.DateTimeField(verbose_name="特設サイトの開設")),
                ("claims_until", models.DateTimeField(verbose_name="申請の締切")),
                ("refund_claims_until", models.DateTimeField(verbose_name="返金申請の締切")),
                ("points_from", models.DateTimeField(verbose_name="ポイント送付の開始")),
                ("refunds_from", models.DateTimeField(verbose_name="返金（振込）の開始")),
                ("receive_until", models.DateTimeField(verbose_name="受取の締切")),
                ("receive_days_min", models.PositiveSmallIntegerField(default=14, verbose_name="受取に必ず残す日数")),
                ("keep_personal_data_until", models.DateTimeField(verbose_name="個人情報の保存期限")),
                (
                    "prefectures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("01", "北海道"),
                                ("02", "青森県"),
                                ("03", "岩手県"),
                                ("04", "宮城県"),
                                ("05", "秋田県"),
                                ("06", "山形県"),
                                ("07", "福島県"),
                                ("08", "茨城県"),
                                ("09", "栃木県"),
                                ("10", "群馬県"),
                                ("11", "埼玉県"),
                                ("12", "千葉県"),
                                ("13", "東京都"),
                                ("14", "神奈川県"),
                                ("15", "新潟県"),
                                ("16", "富山県"),
                                ("17", "石川県"),
                                ("18", "福井県"),
                                ("19", "山梨県"),
                                ("20", "長野県"),
                                ("21", "岐阜県"),
                                ("22", "静岡県"),
                                ("23", "愛知県"),
                                ("24", "三重県"),
                                ("25", "滋賀県"),
                                ("26", "京都府"),
                                ("27", "大阪府"),
                                ("28", "兵庫県"),
                                ("29", "奈良県"),
                                ("30", "和歌山県"),
                                ("31", "鳥取県"),
                                ("32", "島根県"),
                                ("33", "岡山県"),
                                ("34", "広島県"),
                                ("35", "山口県"),
                                ("36", "徳島県"),
                                ("37", "香川県"),
                                ("38", "愛媛県"),
                                ("39", "高知県"),
                                ("40", "福岡県"),
                                ("41", "佐賀県"),
                                ("42", "長崎県"),
                                ("43", "熊本県"),
                                ("44", "大分県"),
                                ("45", "宮崎県"),
                                ("46", "鹿児島県"),
                                ("47", "沖縄県"),
                            ],
                            max_length=2,
                        ),
                        size=None,
                        verbose_name="対象の都道府県",
                    ),
                ),
                (
                    "inquiry_no_pattern",
                    models.CharField(
                        default="^[0-9]{12}$", max_length=100, verbose_name="お問合せ番号の形（正規表現）"
                    ),
                ),
                ("help_desk_name", models.CharField(max_length=100, verbose_name="コールセンター名")),
                ("help_desk_name_en", models.CharField(max_length=150, verbose_name="コールセンター名（英語）")),
                ("help_desk_phone", models.CharField(max_length=20, verbose_name="コールセンター電話番号")),
                ("help_desk_hours", models.CharField(max_length=100, verbose_name="コールセンター受付時間")),
                ("help_desk_hours_en", models.CharField(max_length=150, verbose_name="コールセンター受付時間（英語）")),
                (
                    "help_desk_opens",
                    models.TimeField(default=datetime.time(10, 0), verbose_name="コールセンターの始業（日本時間）"),
                ),
                (
                    "help_desk_closes",
                    models.TimeField(default=datetime.time(18, 0), verbose_name="コールセンターの終業（日本時間）"),
                ),
                (
                    "help_desk_daily_until",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="コールセンターが土日祝も開く期間の終わり"
                    ),
                ),
                ("stopped_at", models.DateTimeField(blank=True, null=True, verbose_name="支払の停止")),
                ("stopped_reason", models.TextField(blank=True, verbose_name="停止・再開の理由")),
            ],
            options={
                "verbose_name": "補償制度",
                "verbose_name_plural": "補償制度",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outage_from__lt", models.F("outage_until")),
                            ("affected_expires_at__lte", models.F("first_extension_until")),
                            ("outage_until__lte", models.F("first_extension_until")),
                            ("first_extension_until__lte", models.F("usable_until")),
                            ("usable_until__lte", models.F("points_from")),
                            ("site_opens_at__lt", models.F("claims_until")),
                            ("site_opens_at__lt", models.F("refund_claims_until")),
                            ("usable_until__lte", models.F("claims_until")),
                            ("claims_until__lte", models.F("receive_until")),
                            ("usable_until__lte", models.F("refunds_from")),
                            ("points_from__lt", models.F("receive_until")),
                            ("receive_until__lt", models.F("keep_personal_data_until")),
                        ),
                        name="dates_of_a_scheme_are_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stopped_at", None), models.Q(("stopped_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="a_stopped_scheme_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("help_desk_opens__lt", models.F("help_desk_closes"))),
                        name="a_help_desk_opens_before_it_closes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
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
            ],
            options={
                "verbose_name": "regionPAYへの通知ファイル",
                "verbose_name_plural": "regionPAYへの通知ファイル",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "number"), name="change_file_number_is_unique_in_a_scheme"
                    ),
                    models.UniqueConstraint(fields=("id", "scheme"), name="a_change_file_has_one_scheme"),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("downloaded_at", None), ("downloaded_by", "")),
                            models.Q(("downloaded_at__isnull", False), models.Q(("downloaded_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_downloaded_change_file_says_by_whom",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerFile",
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
                ("taken_by", models.CharField(max_length=150, verbose_name="取り込んだ人")),
                ("read_count", models.PositiveIntegerField(verbose_name="行数")),
                ("accepted_count", models.PositiveIntegerField(verbose_name="受理")),
                ("refused_count", models.PositiveIntegerField(verbose_name="拒否")),
                ("unchanged_count", models.PositiveIntegerField(verbose_name="取り込み済み")),
                ("fault_count", models.PositiveIntegerField(verbose_name="取り込めなかった行")),
                ("faults", models.JSONField(default=list, verbose_name="取り込めなかった行の内容")),
            ],
            options={
                "verbose_name": "regionPAYからの回答ファイル",
                "verbose_name_plural": "regionPAYからの回答ファイル",
                "constraints": [
                    models.CheckConstraint(
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
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes_asked",
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
                ("brand", models.CharField(blank=True, max_length=6, verbose_name="ポイントの種類")),
                ("values", models.JSONField(verbose_name="変える値")),
                ("base", models.BigIntegerField(verbose_name="もとの版")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("effects", models.JSONField(default=list, verbose_name="影響")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scheme_changes_made",
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
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="差し戻しの理由")),
            ],
            options={
                "verbose_name": "制度の変更の依頼",
                "verbose_name_plural": "制度の変更の依頼",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["scheme"], name="scheme_changes_waiting"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(
                                ("settled_by__isnull", False),
                                models.Q(("settled_by", models.F("made_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_change_of_a_scheme_is_confirmed_by_another_person",
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
                        name="a_settled_change_of_a_scheme_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_change_of_a_scheme_says_why"
                    ),
                    models.UniqueConstraint(fields=("id", "scheme"), name="a_change_has_one_scheme"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="coupons.scheme",
                        verbose_name="制度",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "制度の版",
                "verbose_name_plural": "制度の版",
                "indexes": [models.Index(fields=["scheme", "id"], name="versions_of_a_scheme")],
            },
        ),
        migrations.CreateModel(
            name="SettlementList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="番号")),
                ("until", models.DateTimeField(verbose_name="この時刻より前の分")),
                ("made_at", models.DateTimeField(verbose_name="締めた日時")),
                ("made_by", models.CharField(max_length=150, verbose_name="締めた人")),
                ("line_count", models.PositiveIntegerField(verbose_name="行数")),
                ("net_yen", models.BigIntegerField(verbose_name="差引（円）")),
            ],
            options={
                "verbose_name": "店舗の精算の一覧",
                "verbose_name_plural": "店舗の精算の一覧",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "number"), name="settlement_number_is_unique_in_a_scheme"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line_count__gt", 0), ("until__lte", models.F("made_at"))),
                        name="a_settlement_is_closed_when_its_time_is_over",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                ("member_no", models.CharField(max_length=40, verbose_name="会員番号")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="電話番号")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="メールアドレス")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="退会日時")),
            ],
            options={
                "verbose_name": "アプリ会員",
                "verbose_name_plural": "アプリ会員",
                "indexes": [
                    models.Index(fields=["scheme", "phone"], name="members_by_phone"),
                    models.Index(
                        models.F("scheme"), django.db.models.functions.text.Lower("email"), name="members_by_email"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "member_no"), name="member_no_is_unique_in_a_scheme"),
                    models.UniqueConstraint(fields=("id", "scheme"), name="a_member_has_one_scheme"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Issuer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                ("no", models.CharField(max_length=40, verbose_name="発行店番号")),
                ("name", models.CharField(max_length=200, verbose_name="発行店名")),
                ("prefecture", coupons.prefectures.PrefectureField(verbose_name="都道府県")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="電話番号")),
            ],
            options={
                "verbose_name": "発行店",
                "verbose_name_plural": "発行店",
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "no"), name="issuer_no_is_unique_in_a_scheme"),
                    models.UniqueConstraint(fields=("id", "scheme"), name="an_issuer_has_one_scheme"),
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
                        name="an_issuer_is_in_a_prefecture",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Store",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
                ("no", models.CharField(max_length=40, verbose_name="店舗番号")),
                ("name", models.CharField(max_length=200, verbose_name="店舗名")),
                ("prefecture", coupons.prefectures.PrefectureField(verbose_name="都道府県")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="電話番号")),
            ],
            options={
                "verbose_name": "利用店舗",
                "verbose_name_plural": "利用店舗",
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "no"), name="store_no_is_unique_in_a_scheme"),
                    models.UniqueConstraint(fields=("id", "scheme"), name="a_store_has_one_scheme"),
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
                        name="a_store_is_in_a_prefecture",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Coupon",
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
                ("inquiry_no", models.CharField(max_length=40, verbose_name="お問合せ番号")),
                ("prefecture", coupons.prefectures.PrefectureField(verbose_name="都道府県")),
                (
                    "issuer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.issuer",
                        verbose_name="発行店",
                    ),
                ),
                ("face_value_yen", models.PositiveIntegerField(verbose_name="券面額")),
                ("issued_at", models.DateTimeField(verbose_name="発行日時")),
                ("travel_on", models.DateField(verbose_name="旅行日")),
                ("expires_at", models.DateTimeField(verbose_name="もとの有効期限（この時刻から使えない）")),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.member",
                        verbose_name="アプリ会員",
                    ),
                ),
                ("charged_at", models.DateTimeField(blank=True, null=True, verbose_name="チャージ日時")),
            ],
            options={
                "verbose_name": "地域クーポン",
                "verbose_name_plural": "地域クーポン",
                "indexes": [
                    models.Index(
                        condition=models.Q(("member__isnull", False)), fields=["member"], name="coupons_of_a_member"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "inquiry_no"), name="inquiry_no_is_unique_in_a_scheme"),
                    models.UniqueConstraint(fields=("id", "scheme"), name="a_coupon_has_one_scheme"),
                    models.CheckConstraint(
                        condition=models.Q(("face_value_yen__gt", 0)), name="a_coupon_is_worth_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("charged_at", None), ("member__isnull", False), _connector="OR"),
                        name="only_a_member_charges_a_coupon",
                    ),
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
                        name="a_coupon_is_of_a_prefecture",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="coupons.coupon",
                        verbose_name="クーポン",
                    ),
                ),
                ("entry_no", models.CharField(max_length=40, verbose_name="取引番号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("issue", "発行"),
                            ("payment", "決済"),
                            ("cancellation", "取消"),
                            ("reinstatement", "戻入"),
                            ("reversal", "戻入の取消"),
                        ],
                        max_length=13,
                        verbose_name="種別",
                    ),
                ),
                ("amount_yen", models.IntegerField(verbose_name="金額（増減）")),
                ("occurred_at", models.DateTimeField(verbose_name="日時")),
                ("counts_at", models.DateTimeField(verbose_name="残額に数える日時")),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.store",
                        verbose_name="店舗",
                    ),
                ),
                (
                    "cancels",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellations",
                        to="coupons.entry",
                        verbose_name="取り消した決済",
                    ),
                ),
                (
                    "restores",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reinstatements",
                        to="coupons.entry",
                        verbose_name="戻した決済",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="coupons.entry",
                        verbose_name="取り消した戻入",
                    ),
                ),
            ],
            options={
                "verbose_name": "明細",
                "verbose_name_plural": "明細",
                "indexes": [
                    models.Index(fields=["coupon"], include=("amount_yen", "counts_at"), name="balance_of_a_coupon"),
                    models.Index(
                        condition=models.Q(("cancels__isnull", False)),
                        fields=["cancels"],
                        name="cancellations_of_a_payment",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="restorations_of_a_payment",
                    ),
                    models.Index(
                        condition=models.Q(("cancels__isnull", True), ("kind", "cancellation")),
                        fields=["coupon"],
                        name="cancellations_that_name_none",
                    ),
                    models.Index(
                        condition=models.Q(("reverses__isnull", False)),
                        fields=["reverses"],
                        name="reversals_of_a_restoration",
                    ),
                    models.Index(
                        condition=models.Q(("kind__in", ["reinstatement", "reversal"])),
                        fields=["coupon", "counts_at"],
                        include=("amount_yen",),
                        name="restorations_of_a_coupon",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "entry_no"), name="entry_no_is_unique_in_a_scheme"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "issue")), fields=("coupon",), name="a_coupon_is_issued_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_yen__gt", 0), ("kind__in", ["issue", "cancellation", "reinstatement"])),
                            models.Q(("amount_yen__lt", 0), ("kind__in", ["payment", "reversal"])),
                            _connector="OR",
                        ),
                        name="kind_fixes_the_sign_of_an_entry",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancels", None), ("kind", "cancellation"), _connector="OR"),
                            models.Q(
                                models.Q(("kind", "reinstatement"), ("restores__isnull", False)),
                                models.Q(models.Q(("kind", "reinstatement"), _negated=True), ("restores", None)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                                models.Q(models.Q(("kind", "reversal"), _negated=True), ("reverses", None)),
                                _connector="OR",
                            ),
                        ),
                        name="an_entry_undoes_only_what_its_kind_undoes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counts_at", models.F("occurred_at")),
                            ("cancels__isnull", False),
                            ("reverses__isnull", False),
                            _connector="OR",
                        ),
                        name="an_entry_that_undoes_nothing_counts_when_it_occurs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
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
                ("key", models.CharField(max_length=40, unique=True, verbose_name="キー")),
                (
                    "kind",
                    models.CharField(
                        choices=[("extension", "延長"), ("reinstatement", "戻入"), ("reversal", "戻入の取消")],
                        max_length=13,
                        verbose_name="種別",
                    ),
                ),
                (
                    "coupon",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.coupon",
                        verbose_name="クーポン",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.entry",
                        verbose_name="明細",
                    ),
                ),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="延長の終わり")),
                ("made_at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "file",
                    models.ForeignKey(
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
                (
                    "line_no",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="ファイルの行（見出しの下から）"),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="通知日時")),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="確認日時")),
                ("refused_at", models.DateTimeField(blank=True, null=True, verbose_name="拒否された日時")),
                ("refusal", models.CharField(blank=True, db_default="", max_length=200, verbose_name="拒否の理由")),
                ("differs_at", models.DateTimeField(blank=True, null=True, verbose_name="控えが食い違った日時")),
                (
                    "difference",
                    models.CharField(blank=True, db_default="", max_length=200, verbose_name="控えの食い違い"),
                ),
            ],
            options={
                "verbose_name": "regionPAYへの通知",
                "verbose_name_plural": "regionPAYへの通知",
                "indexes": [
                    models.Index(condition=models.Q(("file", None)), fields=["scheme", "id"], name="changes_to_tell"),
                    models.Index(
                        condition=models.Q(("acknowledged_at", None), ("told_at__isnull", False)),
                        fields=["scheme", "told_at"],
                        name="changes_not_acknowledged",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "extension")),
                        fields=("coupon",),
                        name="an_extension_is_told_once_a_coupon",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry", None), ("kind", "extension"), ("until__isnull", False)),
                            models.Q(
                                ("entry__isnull", False), ("kind__in", ["reinstatement", "reversal"]), ("until", None)
                            ),
                            _connector="OR",
                        ),
                        name="an_extension_says_until_when_and_the_rest_names_its_entry",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("acknowledged_at", None), ("told_at__isnull", False), _connector="OR"),
                        name="only_what_was_told_is_acknowledged",
                    ),
                    models.UniqueConstraint(fields=("file", "line_no"), name="a_line_of_a_file_tells_of_one_change"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", None), ("line_no", None)),
                            models.Q(("file__isnull", False), ("line_no__gt", 0)),
                            _connector="OR",
                        ),
                        name="a_change_in_a_file_has_its_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told_at", None), ("file__isnull", False), _connector="OR"),
                        name="only_what_stands_in_a_file_is_told",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("difference", ""), ("differs_at", None)),
                            models.Q(("differs_at__isnull", False), models.Q(("difference", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_difference_says_what_and_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettledEntry",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="settled",
                        serialize=False,
                        to="coupons.entry",
                        verbose_name="明細",
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="coupons.settlementlist",
                        verbose_name="一覧",
                    ),
                ),
            ],
            options={
                "verbose_name": "精算した明細",
                "verbose_name_plural": "精算した明細",
            },
        ),
        migrations.CreateModel(
            name="CancellationAnswer",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="answer_about_it",
                        serialize=False,
                        to="coupons.entry",
                        verbose_name="取消",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unnamed_cancellations",
                        to="coupons.entry",
                        verbose_name="元の決済",
                    ),
                ),
                ("why", models.CharField(max_length=300, verbose_name="理由と根拠")),
                ("who", models.CharField(max_length=150, verbose_name="決めた人")),
                ("at", models.DateTimeField(verbose_name="決めた日時")),
            ],
            options={
                "verbose_name": "元取引番号のない取消の答え",
                "verbose_name_plural": "元取引番号のない取消の答え",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("why", ""), _negated=True), models.Q(("who", ""), _negated=True)),
                        name="who_answers_for_a_cancellation_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
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
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="coupons.coupon",
                        verbose_name="クーポン",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("A", "(A) 2月26日の後も残額"),
                            ("B1", "(B)① 現金払いと引落し"),
                            ("B2", "(B)② 重複決済"),
                            ("X", "その他（2名で決定）"),
                        ],
                        max_length=2,
                        verbose_name="補償の根拠",
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="延長の終わり")),
                ("rule", models.CharField(max_length=40, verbose_name="規則の版")),
                ("made_at", models.DateTimeField(verbose_name="記録日時")),
            ],
            options={
                "verbose_name": "有効期限の延長",
                "verbose_name_plural": "有効期限の延長",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["A", "B1", "B2", "X"])), name="the_grounds_are_a_b1_b2_x"
                    )
                ],
            },
        ),
    ]
