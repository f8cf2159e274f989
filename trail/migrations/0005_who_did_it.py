"""The trail of one person, for auditors."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trail", "0004_persons"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["who", "id"], name="trail_of_somebody"),
        ),
    ]
