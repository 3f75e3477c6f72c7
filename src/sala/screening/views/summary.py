"""Everything that a draft says, in words, for a last look before it is sent."""

from typing import Any

from django.utils.translation import gettext as _

from sala.countries import queries as countries
from sala.desk.places import country_name
from sala.people import codes
from sala.people.described import Described
from sala.screening import labels
from sala.screening.forms.screenings import PersonForm
from sala.screening.labels import Words
from sala.screening.queries.drafts import DraftPage
from sala.screening.rules.frame import (
    PERSON,
    QUESTIONS,
    SAFETY,
    FrameField,
    FramePage,
)


def page_title(page: DraftPage, step: str) -> Words:
    """What a page is called."""
    section = page.section(step)
    if page.brief and step == PERSON.name:
        return labels.PAGE_TITLES["person_and_questions"]
    return countries.in_language(section.label) if section else labels.PAGE_TITLES[step]


def page_summaries(
    page: DraftPage,
) -> list[tuple[str, Words, list[tuple[Words, Words]]]]:
    """Every page before the conclusion with what it says, in words."""
    rows = {
        SAFETY.name: frame_rows(SAFETY, page.content[SAFETY.name]),
        PERSON.name: person_rows(page.content[PERSON.name]),
    }
    said = {
        name: countries.in_language(label) for name, label in page.form.answers.items()
    }
    for section in page.form.sections:
        name = PERSON.name if page.brief else QUESTIONS + section.name
        rows.setdefault(name, []).extend(
            (countries.in_language(q.label), said.get(page.answers.get(q.name, ""), ""))
            for q in section.questions
        )
    return [(step, page_title(page, step), rows[step]) for step in page.steps[:-1]]


def frame_rows(page: FramePage, said: dict[str, Any]) -> list[tuple[Words, Words]]:
    """A page of the frame in words."""
    return [
        (labels.FRAME_WORDS[field.name].question, said_words(field, said[field.name]))
        for field in page.fields
    ]


def said_words(field: FrameField, said: Any) -> Words:
    """What a field of the frame says, in words."""
    codes = labels.FRAME_WORDS[field.name].codes
    if field.kind == "several_of":
        return ", ".join(str(codes[code]) for code in said) or _("Nothing")
    return codes.get(said, "")


def person_rows(said: dict[str, Any]) -> list[tuple[Words, Words]]:
    """The person in words."""
    fields = PersonForm.base_fields
    rows: list[tuple[Words, Words]] = []
    if said.get("code"):
        rows.append((_("Registered as"), codes.grouped_for_reading(said["code"])))
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
