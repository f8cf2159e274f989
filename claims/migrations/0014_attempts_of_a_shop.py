"""An attempt is made at a shop, and only silence leads to the supervisor; see the SQL beside this file."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()
# Until now a case kept its shop once it was asked, so every attempt was made at the one it has.
AT_ITS_SHOP = """
    alter table claims_storeattempt disable trigger user;
    update claims_storeattempt a set store_id = i.store_id from claims_incident i where i.id = a.confirmation_id;
    alter table claims_storeattempt enable trigger user;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0011_one_limit_a_coupon"),
        ("coupons", "0004_change_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="storeconfirmation",
            name="again_why",
            field=models.CharField(blank=True, db_default="", max_length=300, verbose_name="もう一度確認する理由"),
        ),
        migrations.AddField(
            model_name="storeattempt",
            name="mark",
            field=models.CharField(
                blank=True, db_default="", editable=False, max_length=64, verbose_name="記録した画面・行の印"
            ),
        ),
        migrations.AddConstraint(
            model_name="storeattempt",
            constraint=models.UniqueConstraint(
                condition=~models.Q(mark=""),
                fields=("confirmation", "mark"),
                name="an_attempt_is_recorded_once",
            ),
        ),
        migrations.AddField(
            model_name="storeattempt",
            name="store",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="coupons.store",
                verbose_name="店舗",
            ),
        ),
        migrations.RunSQL(AT_ITS_SHOP),
        migrations.AlterField(
            model_name="storeattempt",
            name="store",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="coupons.store",
                verbose_name="店舗",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
