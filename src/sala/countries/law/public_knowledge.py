"""Public knowledge: the application reads it, only the owner writes it."""

from sala.kit.law import joined
from sala.kit.rowsecurity import reference

LAW = joined(
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
)
