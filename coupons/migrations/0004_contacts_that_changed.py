"""When a later file changed a member's contacts: who is told there waits for a second person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coupons", "0003_regionpay_2023"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="contact_changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="連絡先が変わった日時"),
        ),
    ]
