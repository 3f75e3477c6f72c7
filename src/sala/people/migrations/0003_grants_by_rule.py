"""A rule of another room may open a person who is not its agency's: a referral handed on."""

from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0002_locks"), ("access", "0004_grants_by_rule")]

    operations = [
        migrations.RunSQL(
            # The custodian alone gives grants by hand; the owner's functions checked their rule.
            f"ALTER POLICY person_of_own_agency ON access_grant TO {settings.APPLICATION_ROLE}",
            migrations.RunSQL.noop,
        )
    ]
