"""Which signs of trafficking a complaint has, and why it may be closed: no Django."""

from collections.abc import Mapping

# Asked of every complaint. A sign is a reason to refer, never a verdict.
SIGNS = (
    "minor_involved",
    "deceived_about_work",
    "debt_to_recruiter",
    "documents_kept",
    "wages_withheld",
    "cannot_leave",
    "threatened",
    "taken_abroad",
    "marriage_arranged_for_money",
    "sexual_exploitation",
    "missing_contact",
)
ANSWERS = ("yes", "no", "not_known", "refused")
CHANNELS = (
    "village_mediation",
    "walk_in",
    "hotline",
    "letter",
    "family",
    "other_agency",
)
ABOUT = (
    "work",
    "recruitment",
    "marriage",
    "debt",
    "missing_person",
    "violence",
    "sexual_offence",
    "official",
    "other",
)
SETTLED = "settled_between_parties"
CLOSED_REASONS = (
    SETTLED,
    "not_an_offence",
    "other_offence_referred",
    "withdrawn_by_complainant",
    "already_known",
    "nobody_found",
)
# A sign of a serious crime is not settled in the village, nor by the complainant's own
# word.
NOT_WITH_SIGNS = frozenset({SETTLED, "withdrawn_by_complainant", "not_an_offence"})

INCIDENT_SOURCES = ("operation", "screening", "other")
NOT_A_CASE_REASONS = ("no_offence", "other_offence", "already_a_case", "nobody_found")


def signs_found(answers: Mapping[str, str]) -> tuple[str, ...]:
    """The signs that were answered with yes, in the order they are asked."""
    return tuple(sign for sign in SIGNS if answers.get(sign) == "yes")


def unanswered_signs(answers: Mapping[str, str]) -> tuple[str, ...]:
    """The signs nobody asked about: not recorded is no evidence, so closing waits for
    them.
    """
    return tuple(sign for sign in SIGNS if answers.get(sign) not in ANSWERS)


def may_close_for(reason: str, answers: Mapping[str, str]) -> bool:
    """Whether a complaint may be closed for a reason: with a sign, not as settled or
    withdrawn.
    """
    return reason in CLOSED_REASONS and not (
        reason in NOT_WITH_SIGNS and signs_found(answers)
    )
