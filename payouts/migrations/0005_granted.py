"""What two persons grant, and links by letter; triggers: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0004_guards"),
        ("claims", "0006_reviewing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="receivelink",
            name="channel",
            field=models.CharField(
                choices=[("mail", "メール"), ("sms", "SMS"), ("letter", "手紙")], max_length=6, verbose_name="送り方"
            ),
        ),
        migrations.RunSQL(SQL),
    ]
