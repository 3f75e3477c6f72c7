"""The country's moment goes on within a transaction.

It stood still at the transaction's first statement, and what a long one wrote after a minute, a
large file brought in for instance, was refused as coming from the future.
"""

from django.db import migrations

MOMENT = """
CREATE OR REPLACE FUNCTION access_now() RETURNS timestamptz LANGUAGE sql STABLE
AS 'SELECT statement_timestamp()';
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0012_in_own_name")]

    operations = [migrations.RunSQL(MOMENT, migrations.RunSQL.noop)]
