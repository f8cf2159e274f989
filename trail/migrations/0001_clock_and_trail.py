"""The clock comes first: later tables take its time as their default."""

from pathlib import Path

from django.db import migrations, models

import config.clock

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(SQL, "drop function app_now(); drop table clock_ahead; drop function forbid_change()"),
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
                    models.Index(
                        fields=["who", "-id"], name="searches_of_a_clerk", condition=models.Q(action="searched")
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
            options={"verbose_name": "業務の実行", "verbose_name_plural": "業務の実行"},
        ),
        migrations.RunSQL(
            "create trigger the_trail_is_append_only before update or delete on trail_auditevent"
            " for each row execute function forbid_change();"
            "create trigger the_trail_is_never_emptied before truncate on trail_auditevent"
            " for each statement execute function forbid_change();",
            migrations.RunSQL.noop,
        ),
    ]
