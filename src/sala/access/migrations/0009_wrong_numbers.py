"""Wrong numbers of links are counted where no transaction that is taken back uncounts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0008_tickets"),
    ]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE access_wrongnumber;"
            " REVOKE ALL ON SEQUENCE access_wrongnumber FROM PUBLIC",
            "DROP SEQUENCE access_wrongnumber",
        ),
        migrations.AddField(
            model_name="wayin",
            name="wrong_before",
            field=models.BigIntegerField(default=0, db_default=0),
        ),
    ]
