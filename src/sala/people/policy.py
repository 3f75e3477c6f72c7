"""Who may do what in `people`."""

from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.machines import MachineProfile
from sala.access.permissions import ALLOWED, Decision, Permission, may
from sala.access.roles import (
    OPENS_IDENTITIES,
    SEES_GRANTED_RECORDS,
    SEES_OWN_RECORDS_FOR_A_DAY,
    SEES_UNTIL_HANDED_ON,
    Role,
)

REGISTERS = frozenset(
    {
        Role.FRONTLINE_OFFICER,
        Role.CONSULAR_OFFICER,
        Role.IDENTIFICATION_OFFICER,
        Role.CASE_WORKER,
    },
)
WORKS_ON_CASES = frozenset(
    {Role.CONSULAR_OFFICER, Role.IDENTIFICATION_OFFICER, Role.CASE_WORKER},
)
SEES_PEOPLE = frozenset(
    SEES_GRANTED_RECORDS | SEES_UNTIL_HANDED_ON | SEES_OWN_RECORDS_FOR_A_DAY,
)

PERMISSIONS = (
    Permission(
        "people.attachment.add",
        _("Add a paper or picture to the record of a person of the own agency."),
        REGISTERS,
    ),
    Permission(
        "people.attachment.open",
        _(
            "Open a sealed paper or picture of a person, with a purpose; it is in the"
            " ledger.",
        ),
        frozenset(OPENS_IDENTITIES | {Role.SUPERVISOR}),
    ),
    Permission(
        "people.attachment.remove",
        _("Remove a paper or picture of a person of the own agency."),
        WORKS_ON_CASES,
    ),
    Permission(
        "people.consent.record",
        _("Record what a person agreed to or refused, and that they withdrew it."),
        REGISTERS,
    ),
    Permission(
        "people.erasure.ask",
        _("Ask that a person's identity be erased."),
        WORKS_ON_CASES,
    ),
    Permission(
        "people.erasure.decide",
        _("Erase an identity or decline to, on a request somebody else made."),
        frozenset({Role.DATA_PROTECTION_OFFICER}),
    ),
    Permission(
        "people.identity.change",
        _("Correct the identity of a person of the own agency."),
        WORKS_ON_CASES,
    ),
    Permission(
        "people.identity.open",
        _("Open a sealed identity, with a purpose; each opening is in the ledger."),
        frozenset(OPENS_IDENTITIES | {Role.SUPERVISOR}),
    ),
    Permission(
        "people.person.admit",
        _("Register a person who is in the care of the own agency from then on."),
        frozenset({Role.CASE_WORKER}),
    ),
    Permission(
        "people.person.register",
        _("Register a person."),
        REGISTERS,
    ),
    Permission(
        "people.person.search",
        _(
            "Search for a person by code, name, document or phone among those one may"
            " see.",
        ),
        SEES_PEOPLE,
    ),
    Permission(
        "people.person.view",
        _("See the record of a person of the own agency, or one opened to it."),
        SEES_PEOPLE,
    ),
    Permission(
        "people.record.work",
        _("Write beside the record of a person whom the own agency keeps."),
        WORKS_ON_CASES,
    ),
)

MACHINES = (
    MachineProfile(
        "people.indexer",
        _("Lets people be found who were registered while nothing could be opened."),
        on_order=False,
        enters=("people.indexed",),
        changes=("people_sealedidentity", "people_blindindex"),
    ),
)

ERASED = Decision(False, "erased", _("The identity was erased."))
NOT_CUSTODIAN = Decision(
    False,
    "custodian",
    _("Only the agency that keeps this record may."),
)
ONLY_AFTER_GLASS = Decision(
    False,
    "glass",
    _("Your role opens an identity only in an emergency, with a reason."),
)


def may_open_identity(by: Actor, *, erased: bool, glass: bool) -> Decision:
    """Whether the actor may open the identity of a person they see."""
    if erased:
        return ERASED
    if not glass and by.role not in OPENS_IDENTITIES:
        return (
            ONLY_AFTER_GLASS
            if by.role == Role.SUPERVISOR
            else may(by, "people.identity.open")
        )
    return ALLOWED


def may_as_custodian(
    by: Actor,
    word: str,
    *,
    own: bool,
    erased: bool,
) -> Decision:
    """Whether the actor may change a record, share it or ask for its erasure."""
    if erased:
        return ERASED
    if not own:
        return NOT_CUSTODIAN
    return may(by, word)
