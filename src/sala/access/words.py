"""Sentences for codes: what a role does and sees, and what an entry of the ledger says."""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

from sala.access.roles import (
    OPERATOR,
    SEES_AGENCY_RECORDS,
    SEES_GRANTED_RECORDS,
    SEES_OWN_RECORDS_FOR_A_DAY,
    Purpose,
    Role,
)

Words = str | Promise

ROLE_DOES: dict[Role, Words] = {
    Role.FRONTLINE_OFFICER: _(
        "Meets people at a border, in a police operation, on a worksite or at a"
        " consulate, and registers those who may be victims.",
    ),
    Role.IDENTIFICATION_OFFICER: _(
        "Looks into the situation of a person and decides on their identification as a"
        " victim.",
    ),
    Role.CASE_WORKER: _(
        "Gives shelter and services as the person wishes, and follows up.",
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

SEES_AGENCY = _("Sees the people whose records the own agency keeps.")
SEES_GRANTED = _("Sees people whose records another agency opened to the own agency.")
SEES_FOR_A_DAY = _("Sees people they registered themselves, for 24 hours.")
SEES_NOBODY = _("Sees no record of any person.")


def role_sees(role: Role) -> list[Words]:
    """Whose records a role sees as a matter of course, as the database decides it."""
    seen = [
        (SEES_AGENCY_RECORDS, SEES_AGENCY),
        (SEES_GRANTED_RECORDS, SEES_GRANTED),
        (SEES_OWN_RECORDS_FOR_A_DAY, SEES_FOR_A_DAY),
    ]
    return [sentence for roles, sentence in seen if role in roles] or [SEES_NOBODY]


# In the order of the ledger's filter: what a supervisor looks for comes first.
ACTIONS: dict[str, Words] = {
    "access.grant_given": _("Record opened to another agency"),
    "access.grant_withdrawn": _("Record closed to another agency"),
    "access.glass_seen": _("Emergency look acknowledged"),
    "access.glass_reviewed": _("Emergency look judged"),
    "access.signed_in": _("Signed in"),
    "access.signed_out": _("Signed out"),
    "access.password_set": _("Password chosen"),
    "access.password_changed": _("Password changed"),
    "access.second_factor_added": _("Second step of signing in added"),
    "access.second_factor_removed": _("Second step of signing in removed"),
    "access.sign_in_reset": _("Password and second step taken away"),
    "access.user_added": _("User added"),
    "access.user_invited": _("Invitation link made"),
    "access.role_given": _("Role given"),
    "access.role_ended": _("Role ended"),
    "access.agency_added": _("Agency added"),
    "access.agency_renamed": _("Agency renamed"),
    "access.agency_closed": _("Agency closed"),
    "access.agencies_loaded": _("Agencies of a country pack loaded"),
    "access.law_installed": _("Law of the database installed"),
    "countries.pack_loaded": _("Country pack loaded"),
}

KINDS: dict[str, Words] = {
    "agency": _("Agency"),
    "glass": _("Emergency look"),
    "grant": _("Opening to an agency"),
    "membership": _("Role"),
    "pack": _("Country pack"),
    "user": _("User"),
}

# What stands in an entry's detail, beside codes and keys.
DETAILS: dict[str, Words] = {
    "agency": _("agency"),
    "basis": _("basis"),
    "changed": _("changed"),
    "custodian": _("kept by"),
    "finding": _("judgement"),
    "glass": _("in an emergency"),
    "record": _("record"),
    "role": _("role"),
    "user": _("user"),
}


@cache
def collected(name: str, module: str = "words") -> dict[str, Words]:
    """A catalogue of every room's words.py, or other module, the rooms above first."""
    found: dict[str, Words] = {}
    for room in apps.get_app_configs():
        if room.name.startswith("sala.") and module_has_submodule(room.module, module):
            found |= getattr(import_module(f"{room.name}.{module}"), name, {})
    return found


def detail_words(key: str, value: object) -> tuple[Words, Words]:
    """A part of an entry's detail; codes stay codes."""
    if isinstance(value, bool):
        value = _("yes") if value else _("no")
    elif key == "role":
        value = role_words(str(value)) or str(value)
    else:
        value = str(value)
    return collected("DETAILS").get(key, key), value


def action_words(code: str) -> Words:
    """What an action did; the code itself for one without words."""
    return collected("ACTIONS").get(code, code)


def kind_words(code: str) -> Words:
    """The noun an entry is about; the code itself for one without words."""
    return collected("KINDS").get(code, code)


def role_words(code: str) -> Words:
    """The label of a role as it stands in the ledger."""
    if code == OPERATOR:
        return _("Operator of the server")
    return Role(code).label if code in Role.values else ""


def purpose_words(code: str) -> Words:
    """The label of a purpose as it stands in the ledger."""
    return Purpose(code).label if code in Purpose.values else code
