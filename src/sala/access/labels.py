"""Roles and purposes in words: what a role is called, does and sees."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.access.roles import (
    OPERATOR,
    SEES_AGENCY_RECORDS,
    SEES_GRANTED_RECORDS,
    SEES_OWN_RECORDS_FOR_A_DAY,
    SEES_UNTIL_HANDED_ON,
    Purpose,
    Role,
)

Words = str | Promise

ROLE_DOES: dict[Role, Words] = {
    Role.FRONTLINE_OFFICER: _(
        "Meets people at a border, in a police operation or on a worksite, and"
        " registers those who may be victims.",
    ),
    Role.CONSULAR_OFFICER: _(
        "Screens and helps citizens abroad, and plans their way home.",
    ),
    Role.IDENTIFICATION_OFFICER: _(
        "Looks into the situation of a person and decides on their identification as a"
        " victim.",
    ),
    Role.CASE_WORKER: _(
        "Gives shelter and services as the person wishes, and follows up.",
    ),
    Role.MEDIATOR: _(
        "Hears complaints in the village, and refers those that are more than a"
        " quarrel.",
    ),
    Role.INVESTIGATOR: _(
        "Investigates the crime; meets the victim only where the case needs it.",
    ),
    Role.PROSECUTOR: _("Brings the case to court and claims restitution."),
    Role.COURT_CLERK: _("Records hearings, verdicts and what the court awards."),
    Role.SUPERVISOR: _(
        "Watches the unit’s work, and every emergency look into its records.",
    ),
    Role.ANALYST: _("Works on figures, the yearly report and the plan."),
    Role.OVERSIGHT: _("Judges emergency looks and reads the ledger of all agencies."),
    Role.DATA_PROTECTION_OFFICER: _("Decides on requests to erase an identity."),
    Role.ADMINISTRATOR: _("Adds units and users, and gives and ends roles."),
}

# What the start page says to somebody for whom nothing waits.
ROLE_ADVICE: dict[Role, Words] = {
    Role.FRONTLINE_OFFICER: _(
        "When you meet somebody who may be a victim, search first, then register them.",
    ),
    Role.CONSULAR_OFFICER: _(
        "When a citizen asks for help, search first, then register and screen them."
        " Whom another agency takes on, you no longer see.",
    ),
    Role.MEDIATOR: _(
        "Register a complaint when you hear it. Whoever was sold, deceived or held is"
        " no quarrel between neighbours: refer it.",
    ),
    Role.INVESTIGATOR: _(
        "A person appears here when another agency opens their record to yours. If your"
        " case needs one, ask the agency that keeps the record.",
    ),
    Role.PROSECUTOR: _(
        "A person appears here when another agency opens their record to yours. If your"
        " case needs one, ask the agency that keeps the record.",
    ),
    Role.COURT_CLERK: _(
        "A person appears here when another agency opens their record to yours. If your"
        " case needs one, ask the agency that keeps the record.",
    ),
    Role.ANALYST: _(
        "Figures are made from the records, without anybody’s identity. Make them anew"
        " under Figures, say there how complete the year is, then open the year’s"
        " report.",
    ),
    Role.ADMINISTRATOR: _(
        "Give every colleague a user of their own, and end a role on the day somebody"
        " leaves.",
    ),
    Role.DATA_PROTECTION_OFFICER: _(
        "A request comes from the agency that keeps the record. Once one is made, it"
        " waits here.",
    ),
}

SEES_AGENCY = _("Sees the people whose records the own agency keeps.")
SEES_UNTIL_TAKEN_ON = _(
    "Sees the people whose records the own agency keeps, until another agency takes"
    " them on.",
)
SEES_GRANTED = _("Sees people whose records another agency opened to the own agency.")
SEES_FOR_A_DAY = _("Sees people they registered themselves, for 24 hours.")
SEES_NOBODY = _("Sees no record of any person.")


def role_sees(role: Role) -> list[Words]:
    """Whose records a role sees as a matter of course, as the database decides it."""
    seen = [
        (SEES_AGENCY_RECORDS, SEES_AGENCY),
        (SEES_UNTIL_HANDED_ON, SEES_UNTIL_TAKEN_ON),
        (SEES_GRANTED_RECORDS, SEES_GRANTED),
        (SEES_OWN_RECORDS_FOR_A_DAY, SEES_FOR_A_DAY),
    ]
    return [sentence for roles, sentence in seen if role in roles] or [SEES_NOBODY]


def role_words(code: str) -> Words:
    """The label of a role as it stands in the ledger."""
    if code == OPERATOR:
        return _("Operator of the server")
    return Role(code).label if code in Role.values else ""


def purpose_words(code: str) -> Words:
    """The label of a purpose as it stands in the ledger."""
    return Purpose(code).label if code in Purpose.values else code
