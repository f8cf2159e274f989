"""Messages, what was reported of them, and releases of mass sendings."""

import django.core.serializers.json
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [("notifications", "0001_rows"), ("notifications", "0002_guards")]

    dependencies = [
        ("trail", "0002_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200, verbose_name="番号")),
                ("scheme", models.CharField(max_length=50, verbose_name="制度")),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "メール"), ("sms", "SMS"), ("letter", "手紙"), ("call", "電話")],
                        max_length=6,
                        verbose_name="送り方",
                    ),
                ),
                ("to", models.TextField(verbose_name="送り先")),
                ("template", models.CharField(max_length=60, verbose_name="文面")),
                (
                    "context",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="文面に入れる値"
                    ),
                ),
                ("about", models.CharField(help_text="例 payouts.payout/12", max_length=100, verbose_name="どの行")),
                ("release", models.CharField(blank=True, db_default="", max_length=40, verbose_name="承認を待つもの")),
                ("urgent", models.BooleanField(db_default=False, verbose_name="画面で待っている人がいる")),
                ("not_before", models.DateTimeField(verbose_name="この時刻から（制度上の時刻）")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "送信待ち"),
                            ("sending", "送信中"),
                            ("sent", "送信済"),
                            ("delivered", "到達"),
                            ("undeliverable", "不達"),
                            ("cancelled", "取消"),
                        ],
                        db_default="queued",
                        max_length=13,
                        verbose_name="状態",
                    ),
                ),
                (
                    "next_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="次に試みる時刻（実時間）"
                    ),
                ),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="送信中の期限（実時間）")),
                ("attempts", models.PositiveSmallIntegerField(db_default=0, verbose_name="試みた回数")),
                (
                    "provider_id",
                    models.CharField(blank=True, db_default="", max_length=200, verbose_name="事業者の番号"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="送信日時（制度上の時刻）")),
                ("error", models.TextField(blank=True, db_default="", verbose_name="エラー")),
            ],
            options={
                "verbose_name": "お知らせ",
                "verbose_name_plural": "お知らせ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending"])),
                        fields=["channel", "-urgent", "release", "not_before", "next_at"],
                        name="messages_to_send",
                    ),
                    models.Index(fields=["about"], name="messages_about_a_row"),
                    models.Index(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=["provider_id"],
                        name="messages_by_provider_id",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="a_key_is_one_message"),
                    models.CheckConstraint(
                        condition=models.Q(("to", ""), _negated=True), name="a_message_has_somewhere_to_go"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["mail", "sms", "letter", "call"])),
                        name="a_channel_is_one_of_four",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            ("leased_until__isnull", False),
                            _connector="OR",
                        ),
                        name="a_message_being_sent_is_leased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["sent", "delivered"]), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_sent_message_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "undeliverable"), _negated=True),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_undeliverable_message_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheme", models.CharField(max_length=50, verbose_name="制度")),
                ("what", models.CharField(help_text="例 receive-links", max_length=40, verbose_name="何を")),
                ("made_by", models.CharField(max_length=150, verbose_name="作成者")),
                ("made_at", models.DateTimeField(verbose_name="作成日時")),
                ("approved_by", models.CharField(blank=True, db_default="", max_length=150, verbose_name="承認者")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="承認日時")),
                ("paused_at", models.DateTimeField(blank=True, null=True, verbose_name="一時停止")),
                ("paused_by", models.CharField(blank=True, db_default="", max_length=150, verbose_name="止めた人")),
                (
                    "pause_reason",
                    models.CharField(blank=True, db_default="", max_length=200, verbose_name="止めた理由"),
                ),
            ],
            options={
                "verbose_name": "送信の承認",
                "verbose_name_plural": "送信の承認",
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "what"), name="a_release_is_asked_for_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", ""), _negated=True), models.Q(("made_by", ""), _negated=True)
                        ),
                        name="a_release_names_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", "")),
                            models.Q(
                                ("approved_at__isnull", False),
                                models.Q(("approved_by", ""), _negated=True),
                                models.Q(("approved_by", models.F("made_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_release_is_approved_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paused_at", None),
                            models.Q(
                                models.Q(("paused_by", ""), _negated=True),
                                models.Q(("pause_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_paused_release_says_who_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "メール"), ("sms", "SMS"), ("letter", "手紙"), ("call", "電話")],
                        max_length=6,
                        verbose_name="送り方",
                    ),
                ),
                ("provider_id", models.CharField(max_length=200, verbose_name="事業者の番号")),
                (
                    "state",
                    models.CharField(
                        choices=[("delivered", "到達"), ("undeliverable", "不達")], max_length=13, verbose_name="結果"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="受信（実時間）"
                    ),
                ),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="反映（実時間）")),
            ],
            options={
                "verbose_name": "到達の知らせ",
                "verbose_name_plural": "到達の知らせ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("applied_at", None)), fields=["received_at"], name="reports_to_apply"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "provider_id", "state"), name="a_report_is_taken_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["delivered", "undeliverable"])),
                        name="a_report_is_of_one_of_two_ends",
                    ),
                ],
            },
        ),
    ]
