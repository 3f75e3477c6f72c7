"""What the database needs to tell a ticket of the vault from one that was made up."""

from django.db import migrations

SQL = """
CREATE TABLE access_ticketsecret (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);
REVOKE ALL ON access_ticketsecret FROM PUBLIC;
ALTER TABLE access_signinsession ADD born uuid NOT NULL DEFAULT gen_random_uuid();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0007_second_person")]

    operations = [
        migrations.RunSQL(
            SQL,
            "DROP TABLE access_ticketsecret;"
            " ALTER TABLE access_signinsession DROP born",
        )
    ]
