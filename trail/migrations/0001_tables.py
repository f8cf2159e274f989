"""The clock first: later tables take its time as their default. Then what happened, who did it, long work."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.clock

CLOCK = Path(__file__).with_name("0001_clock.sql").read_text()


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("trail", "0001_clock_and_trail"),
        ("trail", "0002_names_stay"),
        ("trail", "0003_jobs"),
        ("trail", "0004_persons"),
        ("trail", "0005_who_did_it"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(CLOCK),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=config.clock.Now(), verbose_name="日時")),
                (
                    "who",
                    models.CharField(
                        help_text="利用者名、または duty:名前、command:名前", max_length=150, verbose_name="だれが"
                    ),
                ),
                ("action", models.CharField(max_length=60, verbose_name="何を")),
                ("about", models.CharField(help_text="例 coupons.coupon/12", max_length=100, verbose_name="どの行")),
                ("detail", models.JSONField(default=dict, verbose_name="内容")),
            ],
            options={
                "verbose_name": "監査ログ",
                "verbose_name_plural": "監査ログ",
                "indexes": [
                    models.Index(fields=["about", "id"], name="trail_of_a_row"),
                    models.Index(fields=["who", "id"], name="trail_of_somebody"),
                    models.Index(
                        condition=models.Q(("action", "searched")), fields=["who", "-id"], name="searches_of_a_clerk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="業務")),
                ("last_ok_at", models.DateTimeField(null=True, verbose_name="最後に成功した時刻（実時間）")),
                ("legal_at", models.DateTimeField(null=True, verbose_name="そのときの制度上の時刻")),
                ("failed_at", models.DateTimeField(null=True, verbose_name="最後に失敗した時刻（実時間）")),
                ("error", models.TextField(blank=True, verbose_name="エラー")),
            ],
            options={
                "verbose_name": "業務の実行",
                "verbose_name_plural": "業務の実行",
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="種類")),
                ("scheme", models.CharField(max_length=50, verbose_name="制度")),
                ("lane", models.CharField(help_text="同じ列の仕事は、1つずつ行う", max_length=100, verbose_name="列")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "順番待ち"),
                            ("running", "実行中"),
                            ("done", "完了"),
                            ("failed", "できませんでした"),
                            ("interrupted", "途中で止まりました"),
                        ],
                        default="waiting",
                        max_length=11,
                        verbose_name="状態",
                    ),
                ),
                ("asked_by", models.CharField(max_length=150, verbose_name="頼んだ人")),
                ("asked_at", models.DateTimeField(db_default=config.clock.Now(), verbose_name="頼んだ日時")),
                ("started_at", models.DateTimeField(null=True, verbose_name="始めた日時")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="終わった日時")),
                ("wanted", models.JSONField(default=dict, verbose_name="内容")),
                ("done", models.PositiveBigIntegerField(default=0, verbose_name="済み")),
                ("total", models.PositiveBigIntegerField(null=True, verbose_name="全体")),
                ("says", models.CharField(blank=True, db_default="", max_length=200, verbose_name="いま")),
                ("result", models.JSONField(default=dict, verbose_name="結果")),
                ("problem", models.TextField(blank=True, db_default="", verbose_name="理由")),
            ],
            options={
                "verbose_name": "長い仕事",
                "verbose_name_plural": "長い仕事",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "running"])), fields=["id"], name="jobs_to_do"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("lane",),
                        name="one_job_of_a_lane_runs_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state__in", ["waiting", "running"])),
                            models.Q(("ended_at__isnull", False), ("state__in", ["done", "failed", "interrupted"])),
                            _connector="OR",
                        ),
                        name="a_job_that_ended_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="trail.job",
                        verbose_name="長い仕事",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("in", "受け取ったファイル"), ("out", "作ったファイル")],
                        max_length=3,
                        verbose_name="向き",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ファイル名")),
                ("content", models.BinaryField()),
                ("size", models.PositiveBigIntegerField(verbose_name="大きさ")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "verbose_name": "長い仕事のファイル",
                "verbose_name_plural": "長い仕事のファイル",
                "constraints": [
                    models.UniqueConstraint(fields=("job", "way", "name"), name="a_file_of_a_job_has_a_name_of_its_own")
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="person",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                ("phone", models.CharField(max_length=15, unique=True, verbose_name="電話番号")),
            ],
            options={
                "verbose_name": "職員の連絡先",
                "verbose_name_plural": "職員の連絡先",
            },
        ),
        migrations.CreateModel(
            name="RoleRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="role_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
                ("role", models.CharField(max_length=150, verbose_name="役割")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "確認待ち"), ("approved", "確認済み"), ("refused", "断った")],
                        default="waiting",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("made_by", models.CharField(max_length=150, verbose_name="頼んだ人")),
                ("made_at", models.DateTimeField(db_default=config.clock.Now(), verbose_name="頼んだ日時")),
                ("settled_by", models.CharField(blank=True, max_length=150, verbose_name="確認した人")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="確認した日時")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="役割を外した日時")),
            ],
            options={
                "verbose_name": "役割の確認",
                "verbose_name_plural": "役割の確認",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                models.Q(("made_by", ""), _negated=True),
                                models.Q(("settled_by", ""), _negated=True),
                                models.Q(("settled_by", models.F("made_by")), _negated=True),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_role_is_confirmed_by_another_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state", "waiting"), models.Q(("ended_at", None), ("state", "approved")), _connector="OR"
                        ),
                        fields=("user", "role"),
                        name="a_role_is_asked_for_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=100, verbose_name="どの行")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("made_by", models.CharField(max_length=150, verbose_name="置いた人")),
                ("made_at", models.DateTimeField(db_default=config.clock.Now(), verbose_name="置いた日時")),
                ("ended_by", models.CharField(blank=True, db_default="", max_length=150, verbose_name="終えた人")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="終えた日時")),
            ],
            options={
                "verbose_name": "消去の停止",
                "verbose_name_plural": "消去の停止",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("about",), name="a_row_is_held_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_legal_hold_says_why"
                    ),
                ],
            },
        ),
    ]
