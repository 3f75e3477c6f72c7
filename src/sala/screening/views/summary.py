"""Everything that a draft says, in words, for a last look before it is sent."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.countries import queries as countries
from sala.desk.places import country_name
from sala.people import codes
from sala.people.described import Described
from sala.screening import labels
from sala.screening.forms.screenings import ConclusionForm, PersonForm, SafetyForm
from sala.screening.labels import Words
from sala.screening.queries.drafts import DraftPage

TITLES: dict[str, Words] = {
    "safety": gettext_lazy("Is it safe to talk?"),
    "person": gettext_lazy("The person"),
    "conclusion": gettext_lazy("What you conclude"),
    "check": gettext_lazy("Check what you wrote"),
}


def title(page: DraftPage, step: str) -> Words:
    """What a page is called."""
    section = page.section(step)
    return countries.in_language(section.label) if section else TITLES[step]


def summary(page: DraftPage) -> list[tuple[str, Words, list[tuple[Words, Words]]]]:
    """Every page with what it says, in words."""
    rows: dict[str, list[tuple[Words, Words]]] = {
        "safety": safety_rows(page.content["safety"]),
        "person": person_rows(page.content["person"]),
        "conclusion": [
            (
                ConclusionForm.base_fields["outcome"].label or "",
                labels.CONCLUSIONS[page.content["conclusion"]["outcome"]],
            ),
        ],
    }
    said = {
        name: countries.in_language(label) for name, label in page.form.answers.items()
    }
    for section in page.form.sections:
        rows[f"q-{section.name}"] = [
            (countries.in_language(q.label), said.get(page.answers.get(q.name, ""), ""))
            for q in section.questions
        ]
    return [(step, title(page, step), rows[step]) for step in page.steps]


def safety_rows(said: dict[str, Any]) -> list[tuple[Words, Words]]:
    """The safety check in words."""
    fields = SafetyForm.base_fields
    return [
        (fields["alone"].label or "", labels.ALONE[said["alone"]]),
        (fields["interpreter"].label or "", labels.INTERPRETERS[said["interpreter"]]),
        (
            fields["urgent"].label or "",
            ", ".join(str(labels.URGENT[code]) for code in said["urgent"])
            or _("Nothing"),
        ),
    ]


def person_rows(said: dict[str, Any]) -> list[tuple[Words, Words]]:
    """The person in words."""
    fields = PersonForm.base_fields
    rows: list[tuple[Words, Words]] = []
    if said.get("code"):
        rows.append((_("Registered as"), codes.spoken(said["code"])))
    told = [
        name for name in ("name", "phone", "age") if said.get(name) not in {None, ""}
    ]
    rows += [(fields[name].label or "", str(said[name])) for name in told]
    described = {
        "sex": dict(Described.Sex.choices).get(said["sex"], ""),
        "age_group": dict(Described.AgeGroup.choices).get(said["age_group"], ""),
        "citizenship": country_name(said["citizenship"]) if said["citizenship"] else "",
        "exploitation": labels.EXPLOITATIONS[said["exploitation"]],
    }
    return [
        *rows,
        *((fields[name].label or "", value) for name, value in described.items()),
    ]
