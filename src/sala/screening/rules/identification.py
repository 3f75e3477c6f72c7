"""When somebody is a victim of trafficking: an act, by a means, for a purpose; a child
needs no means (Palermo Protocol, article 3). Each element rests on evidence.
"""

from dataclasses import dataclass
from datetime import date

ADULT = "adult"

FORMS = (
    "sexual_exploitation",
    "forced_labour",
    "child_labour",
    "forced_marriage",
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
EVIDENCE = (
    "statement",
    "witness",
    "screening",
    "papers",
    "messages",
    "money",
    "medical",
    "seen_on_site",
    "police_file",
    "neighbour_finding",
)
OUTCOMES = ("identified", "not_identified", "more_information")
MOVES = {
    "identified": "identify",
    "not_identified": "not_identify",
    "more_information": "ask_for_more",
}
ORIGINS = ("decided", "by_neighbour")


@dataclass(frozen=True)
class DefinitionElements:
    """What is established about one person, and by what kinds of evidence."""

    age_group: str = ""
    act: str = ""
    means: tuple[str, ...] = ()
    form: str = ""
    act_evidence: tuple[str, ...] = ()
    means_evidence: tuple[str, ...] = ()
    form_evidence: tuple[str, ...] = ()


def needs_means(age_group: str) -> bool:
    """Whether a means must be shown: of an adult only. A child, or one whose age is in
    doubt or not recorded, cannot agree to be exploited.
    """
    return age_group == ADULT


def missing_or_unproven(elements: DefinitionElements) -> tuple[str, ...]:
    """What is not established, or established by nothing, in the order of the
    definition.
    """
    asked: list[tuple[str, str | tuple[str, ...], tuple[str, ...]]] = [
        ("act", elements.act, elements.act_evidence),
    ]
    if needs_means(elements.age_group):
        asked.append(("means", elements.means, elements.means_evidence))
    asked.append(("form", elements.form, elements.form_evidence))
    found = []
    for name, said, evidence in asked:
        if not said:
            found.append(name)
        elif not evidence:
            found.append(f"{name}_evidence")
    return tuple(found)


def missing_elements(elements: DefinitionElements) -> tuple[str, ...]:
    """Which elements of the definition are missing, evidence aside."""
    return tuple(
        name for name in missing_or_unproven(elements) if not name.endswith("_evidence")
    )


def may_say(
    outcome: str,
    elements: DefinitionElements,
    *,
    origin: str = "decided",
) -> tuple[str, ...]:
    """What stands in the way of an outcome; nothing where it may be decided.

    Only "identified" needs every element. What a neighbour's authority decided is
    received as it was told: what its papers do not say is missing, and still the person
    is a victim.
    """
    if outcome != "identified" or origin == "by_neighbour":
        return ()
    return missing_or_unproven(elements)


def is_late(due_on: date | None, today: date) -> bool:
    """Whether the last day to decide has passed; without a deadline nothing is late."""
    return due_on is not None and due_on < today
