"""A refund begun on the page of a receiving URL has a window of its own: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0008_incidents"),
        ("coupons", "0004_change_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="open_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="この申請だけの締切"),
        ),
        migrations.AddField(
            model_name="draft",
            name="open_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="この申請だけの締切"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("open_until", None), ("method", "refund"), _connector="OR"),
                name="only_a_refund_has_a_window_of_its_own",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
