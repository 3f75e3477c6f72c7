"""Tables that no model stands for: the proof of a context, the law."""

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


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_tables"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        migrations.RunSQL(
            TABLES,
            "DROP TABLE access_contextsecret, access_permission, access_law",
        ),
    ]
