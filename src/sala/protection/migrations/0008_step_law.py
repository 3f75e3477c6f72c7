"""The law of the steps, until the law of every room stands beside it."""

from django.db import migrations

from sala.protection.law.steps import LAW


class Migration(migrations.Migration):
    dependencies = [("protection", "0007_steps_from_columns")]
    operations = [
        migrations.RunSQL(law, migrations.RunSQL.noop) if isinstance(law, str) else law
        for law in LAW
    ]
