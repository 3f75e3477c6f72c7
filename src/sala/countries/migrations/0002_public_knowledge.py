"""Public knowledge: the application reads it, only the owner writes it."""

from django.db import migrations

from sala.kit.rowsecurity import reference


class Migration(migrations.Migration):
    dependencies = [("countries", "0001_tables")]
    replaces = [
        ("countries", name) for name in ("0002_reference", "0004_lawfulbasis_age_group")
    ]

    operations = [
        reference(
            "countries_pack",
            "countries_source",
            "countries_kind",
            "countries_place",
            "countries_bordercrossing",
            "countries_law",
            "countries_article",
            "countries_penalty",
            "countries_entitlement",
            "countries_exchangerate",
            "countries_deadline",
            "countries_lawfulbasis",
            "countries_instrumentdefinition",
        ),
    ]
