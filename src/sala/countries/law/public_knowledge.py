"""Public knowledge: the application reads it, only the owner writes it."""

from sala.kit.law import joined_law
from sala.kit.rowsecurity import publish_reference

LAW = joined_law(
    publish_reference(
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
)
