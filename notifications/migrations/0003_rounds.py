"""A release takes few late messages along: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_triggers"),
    ]

    operations = [
        migrations.AddField(
            model_name="release",
            name="late",
            field=models.PositiveIntegerField(db_default=0, verbose_name="承認のあとに増えた件数"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=Q(("late", 0), Q(("approved_at__isnull", False), ("late__lte", 500)), _connector="OR"),
                name="an_approved_release_takes_few_late_ones_along",
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
