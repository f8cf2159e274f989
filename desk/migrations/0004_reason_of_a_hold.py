"""The words of a legal hold that has ended go with a purge, as 0002_purge.sql says of the other tables."""

from django.db import migrations

SQL = """
    create trigger a_purge_erases_only_what_is_personal before insert or update or delete on trail_legalhold
        for each row when (nullif(current_setting('hosho.purging', true), '') is not null)
        execute function a_purge_erases_only_what_is_personal('{reason}')
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_words_of_the_trail"), ("trail", "0002_triggers")]
    operations = [migrations.RunSQL(SQL)]
