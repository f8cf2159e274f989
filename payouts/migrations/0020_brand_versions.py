"""The settings of brands keep their versions as the scheme does (coupons/migrations/0006_versions.sql)."""

from django.db import migrations

SQL = """
create trigger a_brand_keeps_its_versions after update on payouts_brandsetting
    for each row execute function a_scheme_keeps_its_versions('brand');
"""


class Migration(migrations.Migration):
    dependencies = [("payouts", "0015_what_comes_back"), ("coupons", "0006_versions")]
    operations = [migrations.RunSQL(SQL)]
