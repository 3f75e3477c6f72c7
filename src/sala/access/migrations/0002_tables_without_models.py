"""Tables that no model stands for: rate limits, the proof of a context, the law."""

from django.core.management import call_command
from django.db import migrations

# The secret that proves a context, what each role may, and what was installed of the law
# with its hashes. An installation of an earlier day has the first already.
TABLES = """
CREATE TABLE IF NOT EXISTS access_contextsecret (secret bytea NOT NULL);
INSERT INTO access_contextsecret
    SELECT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    WHERE NOT EXISTS (SELECT 1 FROM access_contextsecret);
REVOKE ALL ON access_contextsecret FROM PUBLIC;
CREATE TABLE access_permission (
    word text NOT NULL, role text NOT NULL, PRIMARY KEY (word, role));
CREATE TABLE access_law (
    kind text NOT NULL, name text NOT NULL, source text, catalogue text,
    PRIMARY KEY (kind, name));
"""


def make_cache_table(_apps, schema_editor):
    """The cache holds allauth's counters of failed sign-ins, shared by all server
    processes.
    """
    call_command(
        "createcachetable",
        database=schema_editor.connection.alias,
        verbosity=0,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_tables"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
        migrations.RunSQL(
            TABLES,
            "DROP TABLE access_contextsecret, access_permission, access_law",
        ),
    ]
