"""What says that money came back needs two persons; what they do about an account; triggers: see the SQL beside."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0011_one_limit_a_coupon"),
        ("coupons", "0004_change_files"),
        ("payouts", "0014_refusals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="決めた日時")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="差し戻しの理由")),
            ],
            options={
                "verbose_name": "口座の確認の2人目",
                "verbose_name_plural": "口座の確認の2人目",
            },
        ),
        migrations.RemoveConstraint(
            model_name="resultfile",
            name="a_file_of_results_is_taken_once",
        ),
        migrations.RemoveConstraint(
            model_name="transferoutcome",
            name="a_typed_return_is_booked_by_another_person",
        ),
        migrations.AddField(
            model_name="accountrequest",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="終わりにした日時"),
        ),
        migrations.AddField(
            model_name="accountrequest",
            name="stands",
            field=models.BooleanField(db_default=False, verbose_name="いまの口座のまま"),
        ),
        migrations.AddField(
            model_name="resultfile",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="決めた日時"),
        ),
        migrations.AddField(
            model_name="resultfile",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="result_files_settled",
                to=settings.AUTH_USER_MODEL,
                verbose_name="決めた人",
            ),
        ),
        migrations.AddField(
            model_name="resultfile",
            name="state",
            field=models.CharField(
                choices=[("waiting", "2人目を待っている"), ("booked", "記録済"), ("refused", "差し戻し")],
                db_default="booked",
                max_length=7,
                verbose_name="状態",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at", None), ("answered_at", None), _connector="OR"),
                name="what_is_closed_was_not_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("stands", False), ("answered_at__isnull", False), _connector="OR"),
                name="an_account_that_stands_has_its_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="resultfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "refused"), _negated=True),
                fields=("scheme", "digest"),
                name="a_file_of_results_is_taken_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "returned"), ("state", "booked"), _negated=True),
                    models.Q(
                        ("settled_by__isnull", False), models.Q(("settled_by", models.F("made_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_return_is_booked_by_another_person",
            ),
        ),
        migrations.AddField(
            model_name="accountproposal",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="account_proposals_made",
                to=settings.AUTH_USER_MODEL,
                verbose_name="頼んだ人",
            ),
        ),
        migrations.AddField(
            model_name="accountproposal",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="account_proposals",
                to="payouts.accountrequest",
                verbose_name="口座の確認",
            ),
        ),
        migrations.AddField(
            model_name="accountproposal",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="account_proposals_settled",
                to=settings.AUTH_USER_MODEL,
                verbose_name="決めた人",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(
                        ("settled_by__isnull", False), models.Q(("settled_by", models.F("made_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="what_is_done_about_an_account_is_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountproposal",
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
                name="what_is_settled_about_an_account_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account_sealed__isnull", False), ("deed", "give")),
                    models.Q(("account_sealed", None), ("deed", "close")),
                    _connector="OR",
                ),
                name="who_gives_an_account_says_which",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="what_is_done_about_an_account_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="accountproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("request",), name="one_thing_about_an_account_waits"
            ),
        ),
        migrations.RunSQL(SQL),
    ]
