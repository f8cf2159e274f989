"""What people decide on claims; triggers: see the SQL beside this file."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0004_announcements"),
        ("coupons", "0003_regionpay_2023"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("called_at", models.DateTimeField(verbose_name="お電話の日時")),
                ("on_behalf_of", models.CharField(blank=True, max_length=60, verbose_name="ご本人のお名前")),
                ("relation", models.CharField(blank=True, max_length=60, verbose_name="ご本人との関係")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="確かめたもの")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="もう一人が認めた日時")),
            ],
            options={
                "verbose_name": "電話で受け付けた申請",
                "verbose_name_plural": "電話で受け付けた申請",
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
                ("amount_yen", models.PositiveIntegerField(blank=True, null=True, verbose_name="金額")),
                ("details", models.JSONField(default=dict, verbose_name="内容")),
                ("reason", models.CharField(max_length=500, verbose_name="理由と根拠")),
                ("digest", models.BinaryField(verbose_name="承認する内容の印")),
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
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="差し戻しの理由")),
            ],
            options={
                "verbose_name": "2人目の承認",
                "verbose_name_plural": "2人目の承認",
            },
        ),
        migrations.AddField(
            model_name="claimline",
            name="words",
            field=models.CharField(blank=True, db_default="", max_length=300, verbose_name="申請者に伝えることば"),
        ),
        migrations.AlterField(
            model_name="claim",
            name="deliver_by",
            field=models.CharField(
                choices=[("mail", "メール"), ("sms", "SMS"), ("letter", "手紙"), ("call", "電話")],
                max_length=6,
                verbose_name="受取案内の送り方",
            ),
        ),
        migrations.AlterField(
            model_name="claimline",
            name="state",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="claimline",
            index=models.Index(condition=models.Q(("state", "review")), fields=["claim"], name="lines_to_review"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deliver_by", "call"), _negated=True), ("method", "refund"), _connector="OR"
                ),
                name="a_url_is_not_read_out_on_the_phone",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("deliver_by__in", ["mail", "sms"]), ("channel", "desk"), _connector="OR"),
                name="letters_and_calls_are_for_claims_of_the_desk",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "granted"), _negated=True), ("coupon__isnull", False), _connector="OR"
                ),
                name="a_granted_line_has_its_coupon",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "granted")), fields=("coupon",), name="one_granted_line_per_coupon"
            ),
        ),
        migrations.AddField(
            model_name="deskclaim",
            name="taken_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims_taken",
                to=settings.AUTH_USER_MODEL,
                verbose_name="受け付けた人",
            ),
        ),
        migrations.AddField(
            model_name="opencase",
            name="clerk",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="open_cases",
                to=settings.AUTH_USER_MODEL,
                verbose_name="対応している人",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="claims.claim",
                verbose_name="申請",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
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
            model_name="proposal",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="claims.claimline",
                verbose_name="クーポンの行",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals_made",
                to=settings.AUTH_USER_MODEL,
                verbose_name="頼んだ人",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="coupons.scheme", verbose_name="制度"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals_settled",
                to=settings.AUTH_USER_MODEL,
                verbose_name="決めた人",
            ),
        ),
        migrations.AddConstraint(
            model_name="deskclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on_behalf_of", ""),
                    models.Q(models.Q(("relation", ""), _negated=True), models.Q(("evidence", ""), _negated=True)),
                    _connector="OR",
                ),
                name="who_asks_for_somebody_says_how_and_proves_it",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["scheme", "made_at"], name="proposals_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(
                        ("settled_by__isnull", False), models.Q(("settled_by", models.F("made_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_proposal_is_approved_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None), ("state", "waiting")),
                    models.Q(models.Q(("state", "waiting"), _negated=True), ("settled_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_settled_proposal_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_proposal_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deed", "grant"), _negated=True),
                    models.Q(("amount_yen__gt", 0), ("coupon__isnull", False), ("line__isnull", False)),
                    _connector="OR",
                ),
                name="a_grant_is_for_a_coupon_and_a_sum",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("claim", "deed", "line"),
                name="one_proposal_of_a_kind_waits",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deed", "grant"), ("state__in", ["waiting", "approved"])),
                fields=("coupon",),
                name="a_coupon_is_granted_once",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
