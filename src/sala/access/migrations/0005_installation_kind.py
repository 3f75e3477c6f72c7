"""What an installation is: said once, on one row."""

from django.db import migrations

TABLE = """
CREATE TABLE access_installation (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    kind text NOT NULL CHECK (kind IN ('demo', 'production')),
    declared_at timestamptz NOT NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_work_orders")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE access_installation")]
