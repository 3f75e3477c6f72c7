"""When a case meets the definition of trafficking, and which element is missing: no
Django here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ADULT = "adult"

FORMS = (
    "sexual_exploitation",
    "child_sex_tourism",
    "forced_labour",
    "child_labour",
    "forced_marriage",
    "fraudulent_marriage",
    "servitude",
    "slavery",
    "forced_begging",
    "forced_crime",
    "organ_removal",
    "forced_adoption",
    "surrogacy",
    "forced_military",
    "other",
)
# Purposes of which only a child is a victim, whether or not one is named.
FORMS_OF_CHILDREN = ("child_sex_tourism", "child_labour")
CLOSED_REASONS = (
    "judgment_final",
    "no_offence",
    "other_offence",
    "not_enough_evidence",
    "suspect_unknown",
    "suspect_dead",
    "transferred_abroad",
    "joined_to_another",
)
SUSPENDED_REASONS = (
    "suspect_abroad",
    "suspect_unknown",
    "waits_for_evidence",
    "waits_for_country",
)
INVESTIGATION_CLOSED_REASONS = (
    "no_offence",
    "other_offence",
    "not_enough_evidence",
    "suspect_dead",
    "joined_to_another",
)
IDENTITY_REASONS = (
    "take_statement",
    "protect_witness",
    "find_family",
    "charge",
    "restitution",
)
DECLINED_REASONS = ("person_refuses", "not_needed", "danger", "wrong_record")


class ElementFound(StrEnum):
    """How one element of the definition stands."""

    FOUND = "found"
    NOT_FOUND = "not_found"  # looked for, and not there
    NOT_YET = "not_yet"  # nobody has looked: no evidence either way
    NOT_NEEDED = "not_needed"


class DefinitionMet(StrEnum):
    """Whether a case meets the definition."""

    YES = "meets"
    UNCLEAR = "unclear"
    NO = "does_not_meet"


@dataclass(frozen=True)
class CaseDefinition:
    """How the three elements stand, and what follows."""

    act: ElementFound
    means: ElementFound
    form: ElementFound

    @property
    def missing(self) -> tuple[str, ...]:
        """The elements that are not established, in the order of the definition."""
        return tuple(
            name
            for name, found in (
                ("act", self.act),
                ("means", self.means),
                ("form", self.form),
            )
            if found in {ElementFound.NOT_FOUND, ElementFound.NOT_YET}
        )

    @property
    def meets(self) -> DefinitionMet:
        """Yes when nothing is missing; no when something was looked for and is not
        there.
        """
        if not self.missing:
            return DefinitionMet.YES
        if ElementFound.NOT_FOUND in {self.act, self.means, self.form}:
            return DefinitionMet.NO
        return DefinitionMet.UNCLEAR


def case_definition(
    acts: Sequence[str] | None,
    means: Sequence[str] | None,
    forms: Sequence[str] | None,
    age_groups: Iterable[str],
) -> CaseDefinition:
    """How a case stands by act, means and purpose; None is not looked into, empty is
    not found.

    A means is not needed where a victim is a child, or where it is in doubt or not
    recorded whether they are (Palermo Protocol, article 3 c).
    """
    needed = means_needed(tuple(age_groups), forms)
    return CaseDefinition(
        _element_found(acts),
        _element_found(means) if needed else ElementFound.NOT_NEEDED,
        _element_found(forms),
    )


def means_needed(age_groups: Sequence[str], forms: Sequence[str] | None) -> bool:
    """Whether a means must be shown: every victim known is an adult, or none is known
    yet and no purpose found is one of which children are the victims.
    """
    if age_groups:
        return all(age_group == ADULT for age_group in age_groups)
    return not set(FORMS_OF_CHILDREN).intersection(forms or ())


def _element_found(codes: Sequence[str] | None) -> ElementFound:
    if codes is None:
        return ElementFound.NOT_YET
    return ElementFound.FOUND if codes else ElementFound.NOT_FOUND


def unknown_codes(codes: Iterable[str] | None, known: Sequence[str]) -> set[str]:
    """Codes that stand in no list."""
    return set(codes or ()) - set(known)


def in_order(began_on: date | None, ended_on: date | None, today: date) -> bool:
    """Whether the days of an incident can be: begun before it ended, and not in the
    future.
    """
    days = [day for day in (began_on, ended_on) if day is not None]
    return days == sorted(days) and all(day <= today for day in days)
