"""No table: the desk's way of reading django-otp's."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("otp_totp", "0003_add_timestamps")]
    operations = [
        migrations.CreateModel(
            name="Authenticator",
            fields=[],
            options={
                "verbose_name": "認証アプリ",
                "verbose_name_plural": "認証アプリ",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("otp_totp.totpdevice",),
        ),
    ]
