"""The columns of an HTCDS file, and the names and values that published files get
wrong.
"""

import re

from sala.standards import queries
from sala.standards.queries import HtcdsField

PERSON_CODE = "sala_PersonCode"
"""Our only local column: the code of a person that Sala exported, so that nobody comes
in twice.
"""

# The XLSForm toolkit of HTCDS itself uses these instead of the standard's names.
TOOLKIT_NAMES = {
    "prs_First_Name": "prs_FirstName",
    "prs_Second_Name": "prs_SecondName",
    "prs_Middle_Name": "prs_MiddleName",
    "vic_Methods_of_Control": "vic_MethodsOfControl",
}
# Fields of version 1.0 that 2.0 folded into con_Consent.
RETIRED = frozenset(
    {
        "con_PurposeOfInterview",
        "con_UseOfData",
        "con_DataForResearch",
        "con_RightToBeForgotten",
        "vic_AgreementToManagePersonalData",
    },
)
# The standard publishes this value misspelt; files also have it spelt right.
MISSPELT = {("vic_RelationshipToTrafficker", "unacquainted"): "Unaquainted"}

SECTIONS = ("prs_", "vic_", "con_")


def person_fields() -> tuple[HtcdsField, ...]:
    """The fields that describe one person, their time as a victim and their consent, in
    order.
    """
    return tuple(f for f in queries.htcds_fields() if f.code.startswith(SECTIONS))


def by_loose_name() -> dict[str, str]:
    """Each column that is understood, without case, spaces and underscores, by what is
    meant.
    """
    codes = {f.code for f in queries.htcds_fields()} | RETIRED | {PERSON_CODE}
    loose = {_loose_name(code): code for code in codes}
    return loose | {_loose_name(wrong): right for wrong, right in TOOLKIT_NAMES.items()}


def field_of_heading(heading: str) -> str | None:
    """The field that a heading means, or nothing."""
    return by_loose_name().get(_loose_name(heading))


def _loose_name(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()
