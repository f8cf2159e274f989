"""Long work as rows (trail/jobs.py)."""

import django.db.models.deletion
from django.db import migrations, models

import config.clock


class Migration(migrations.Migration):
    dependencies = [
        ("trail", "0002_names_stay"),
    ]

    operations = [
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
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="trail.job",
                        verbose_name="長い仕事",
                    ),
                ),
            ],
            options={
                "verbose_name": "長い仕事のファイル",
                "verbose_name_plural": "長い仕事のファイル",
                "constraints": [
                    models.UniqueConstraint(fields=("job", "way", "name"), name="a_file_of_a_job_has_a_name_of_its_own")
                ],
            },
        ),
    ]
