"""What each brand carries: what could be found without asking an issuer (public pages); the row says so."""

from django.db import migrations

UNASKED = "公開の出典なし。発行会社に確かめること"
LIMITS = {
    "amazon": (15, 500_000, "メールで送る種類の範囲（公開情報）。法人向けの範囲は発行会社に確かめること"),
    "ponta": (1, 100_000, UNASKED),
    "paypay": (1, 100_000, UNASKED),
    "edy": (1, 25_000, "1回のチャージの上限（公開情報）。ギフトIDの範囲は発行会社に確かめること"),
    "nanaco": (1, 50_000, "カードの残高の上限（公開情報）。ギフトの範囲は発行会社に確かめること"),
}


def write_settings(apps, schema_editor) -> None:
    schemes, settings = apps.get_model("coupons", "Scheme"), apps.get_model("payouts", "BrandSetting")
    settings.objects.bulk_create(
        settings(scheme=scheme, brand=brand, min_yen=least, max_yen=most, limits_source=source)
        for scheme in schemes.objects.all()
        for brand, (least, most, source) in LIMITS.items()
    )


class Migration(migrations.Migration):
    replaces = [("payouts", "0006_issuers")]
    dependencies = [("payouts", "0002_triggers"), ("coupons", "0003_regionpay_2023")]
    operations = [migrations.RunPython(write_settings, migrations.RunPython.noop)]
