"""What a payout is held for, where a second person has to settle something; the trigger is in the SQL beside this."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0008_incidents"),
        ("payouts", "0009_reconciliation"),
    ]

    operations = [
        migrations.AddField(
            model_name="payout",
            name="held_for",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payouts_held",
                to="claims.proposal",
                verbose_name="保留の元",
            ),
        ),
        migrations.AddIndex(
            model_name="payout",
            index=models.Index(
                condition=models.Q(("held_for__isnull", False)),
                fields=["held_for"],
                name="payouts_held_for_a_proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_for", None), ("held_at__isnull", False), _connector="OR"),
                name="what_is_held_for_a_proposal_is_held",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
