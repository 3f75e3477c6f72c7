"""What the application needs before it knows who asks: sessions, second factors, rate
limits.
"""

from django.core.management import call_command
from django.db import migrations

from sala.kit.rowsecurity import sign_in


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
        ("access", "0002_context"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    replaces = [("access", "0003_sign_in_tables")]
    operations = [
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
        sign_in(
            "access_user",
            "django_session",
            "mfa_authenticator",
            "account_emailaddress",
            "account_emailconfirmation",
            "sala_cache",
        ),
    ]
