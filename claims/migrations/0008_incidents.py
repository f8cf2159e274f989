"""Case (B): what was reported, what the shop says, what was decided; triggers: see the SQL beside this file."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coupons.prefectures

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0007_calls"),
        ("coupons", "0003_regionpay_2023"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("stated_no", models.CharField(blank=True, max_length=40, verbose_name="申し出のお問合せ番号")),
                ("stated_expires_on", models.DateField(blank=True, null=True, verbose_name="申し出の有効期限")),
                ("prefecture", coupons.prefectures.PrefectureField(verbose_name="旅行先の都道府県")),
                ("stated_store", models.CharField(blank=True, max_length=100, verbose_name="申し出の店舗")),
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
                ("taken_at", models.DateTimeField(verbose_name="受付日時")),
                ("approved_yen", models.PositiveIntegerField(default=0, verbose_name="認定額")),
                ("reason", models.CharField(blank=True, max_length=20, verbose_name="理由")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="お客様に伝えることば")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
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
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
                    ),
                ),
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
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents_taken",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受け付けた人",
                    ),
                ),
            ],
            options={
                "verbose_name": "お申し出",
                "verbose_name_plural": "お申し出",
            },
        ),
        migrations.CreateModel(
            name="IncidentDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("choices", models.JSONField(verbose_name="選んだ決済")),
                ("total_yen", models.PositiveIntegerField(verbose_name="金額")),
                ("why_two", models.JSONField(default=list, verbose_name="2人で決める理由")),
                ("reason", models.CharField(max_length=500, verbose_name="理由と根拠")),
                ("digest", models.BinaryField(verbose_name="決める内容の印")),
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
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="認めた日時")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="差し戻しの理由")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="取り消した日時")),
                ("undone_why", models.CharField(blank=True, max_length=300, verbose_name="取り消した理由")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="claims.incident",
                        verbose_name="お申し出",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_decisions_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
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
            ],
            options={
                "verbose_name": "お申し出の判断",
                "verbose_name_plural": "お申し出の判断",
            },
        ),
        migrations.CreateModel(
            name="IncidentPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_yen", models.PositiveIntegerField(verbose_name="戻した額")),
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
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="claims.incident",
                        verbose_name="お申し出",
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
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="結果の日時")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="次に連絡する日")),
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
            ],
            options={
                "verbose_name": "店舗確認",
                "verbose_name_plural": "店舗確認",
            },
        ),
        migrations.CreateModel(
            name="StoreAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "clerk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="store_attempts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="連絡した人",
                    ),
                ),
                (
                    "confirmation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="claims.storeconfirmation",
                        verbose_name="店舗確認",
                    ),
                ),
            ],
            options={
                "verbose_name": "店舗への連絡",
                "verbose_name_plural": "店舗への連絡",
            },
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("decided_at", None)), fields=["scheme", "taken_at"], name="incidents_to_work_on"
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(condition=models.Q(("decided_at", None)), fields=["store"], name="incidents_of_a_store"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["scheme", "phone"], name="incidents_by_phone"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["stated_no"], name="incidents_by_stated_number"),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_yen__gt", 0), ("coupon__isnull", False), ("state", "approved")),
                    models.Q(models.Q(("state", "approved"), _negated=True), ("approved_yen", 0)),
                    _connector="OR",
                ),
                name="only_an_approved_incident_gives_yen_and_it_has_a_coupon",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["declined", "closed"]), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="who_is_declined_or_answered_is_told_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deliver_by", ""), ("deliver_to", "")),
                    models.Q(models.Q(("deliver_by", ""), _negated=True), models.Q(("deliver_to", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_destination_is_a_way_and_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("phone", ""), _negated=True), models.Q(("name", ""), _negated=True)),
                name="an_incident_can_be_called_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "approved"])),
                fields=("incident",),
                name="an_incident_has_one_standing_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "undone"]), _negated=True),
                    ("why_two", []),
                    models.Q(("settled_by", models.F("made_by")), _negated=True),
                    _connector="OR",
                ),
                name="what_takes_two_persons_is_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentdecision",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="incidentdecision",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="incidentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("total_yen__gt", 0), models.Q(("reason", ""), _negated=True)),
                name="a_decision_gives_something_and_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentpayment",
            constraint=models.UniqueConstraint(fields=("decision", "payment"), name="a_decision_names_a_payment_once"),
        ),
        migrations.AddConstraint(
            model_name="storeconfirmation",
            constraint=models.CheckConstraint(
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
            ),
        ),
        migrations.RunSQL(SQL),
    ]
