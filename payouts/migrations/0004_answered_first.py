"""A question about an account that is answered ends what one person had asked of a second about it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0003_brands"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="accountproposal",
            name="what_is_settled_about_an_account_says_when",
        ),
        migrations.AlterField(
            model_name="accountproposal",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "2人目を待っている"),
                    ("approved", "承認"),
                    ("refused", "差し戻し"),
                    ("over", "承認の前に終わり（口座の回答か、申請の取下げがあった）"),
                ],
                default="waiting",
                max_length=8,
                verbose_name="状態",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None), ("state", "waiting")),
                    models.Q(("settled_at__isnull", False), ("settled_by", None), ("state", "over")),
                    models.Q(
                        ("state__in", ["approved", "refused"]),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="what_is_settled_about_an_account_says_when",
            ),
        ),
    ]
