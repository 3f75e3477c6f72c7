"""Who may do what in `access`."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.machines import MachineProfile
from sala.access.permissions import ALLOWED, Decision, Permission, may
from sala.access.roles import (
    BREAKS_GLASS,
    OPENS_IDENTITIES,
    OPERATOR,
    PURSUES,
    SEES_AGENCY_RECORDS,
    SEES_GRANTED_RECORDS,
    SEES_OWN_RECORDS_FOR_A_DAY,
    SEES_UNTIL_HANDED_ON,
    WATCHES_ADMINISTRATORS,
    Purpose,
    Role,
)

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

PURPOSES = {
    Purpose.IDENTIFICATION: _("Open identities to find out who is a victim."),
    Purpose.REFERRAL: _("Open identities to refer people to another agency."),
    Purpose.SERVICES: _("Open identities to give shelter and services."),
    Purpose.INVESTIGATION: _("Open identities to investigate a crime."),
    Purpose.COURT: _("Open identities for a trial and for restitution."),
    Purpose.RETURN: _("Open identities to arrange a return."),
    Purpose.CORRECTION: _("Open identities to put the record right."),
    Purpose.EMERGENCY: _("Open the one identity of an emergency look."),
}

PERMISSIONS = (
    Permission(
        "access.administrator.watch",
        _("Watch over administrators, who cannot give this role."),
        frozenset(WATCHES_ADMINISTRATORS),
    ),
    Permission(
        "access.agency.manage",
        _("Add units to the own agency, rename them and close them."),
        ADMINISTRATOR,
    ),
    Permission(
        "access.authority.confirm",
        _(
            "Be the second person for new users, roles and ways to sign in of the own"
            " agency.",
        ),
        frozenset({Role.SUPERVISOR}),
    ),
    Permission(
        "access.authority.oversee",
        _("Be the second person for those of any agency."),
        frozenset({Role.OVERSIGHT}),
    ),
    Permission(
        "access.authority.see",
        _("See which new users, roles and ways to sign in wait for a second person."),
        frozenset({Role.OVERSIGHT, Role.SUPERVISOR}),
    ),
    Permission(
        "access.glass.break",
        _(
            "In an emergency, open one record for one hour; it is announced and"
            " reviewed.",
        ),
        frozenset(BREAKS_GLASS),
    ),
    Permission(
        "access.glass.review",
        _("Judge whether an emergency look was justified."),
        frozenset({Role.OVERSIGHT}),
    ),
    Permission(
        "access.glass.see",
        _("See every emergency look into the own agency's records."),
        frozenset({Role.OVERSIGHT, Role.SUPERVISOR}),
    ),
    Permission(
        "access.grant.give",
        _(
            "Open one record of the own agency to another agency until a date, and take"
            " it back.",
        ),
        frozenset(SEES_AGENCY_RECORDS),
    ),
    Permission(
        "access.identity.open",
        _("Need sealed identities for the work, each time with a purpose."),
        frozenset(OPENS_IDENTITIES),
    ),
    Permission(
        "access.ledger.oversee",
        _("Read the ledger of all agencies."),
        frozenset({Role.OVERSIGHT}),
    ),
    Permission(
        "access.ledger.read",
        _("Read the ledger: who wrote or opened what, and when."),
        frozenset({Role.OVERSIGHT, Role.SUPERVISOR}),
    ),
    *(
        Permission(purpose.word, sentence, PURSUES[purpose])
        for purpose, sentence in PURPOSES.items()
    ),
    Permission(
        "access.record.see_for_a_day",
        _("See what one recorded oneself, for 24 hours."),
        frozenset(SEES_OWN_RECORDS_FOR_A_DAY),
    ),
    Permission(
        "access.record.see_opened",
        _("See records that another agency opened to the own agency."),
        frozenset(SEES_GRANTED_RECORDS),
    ),
    Permission(
        "access.record.see_own",
        _("See the records that the own agency keeps."),
        frozenset(SEES_AGENCY_RECORDS),
    ),
    Permission(
        "access.record.see_until_handed_on",
        _(
            "See the records that the own agency keeps, until another takes the person"
            " on.",
        ),
        frozenset(SEES_UNTIL_HANDED_ON),
    ),
    Permission(
        "access.user.manage",
        _("Add users to the own agency, give them roles and end them."),
        ADMINISTRATOR,
    ),
)

MACHINES = (
    MachineProfile(
        "access.witness",
        _("Keeps outside the database where the ledger ended, and whose rights ended."),
        on_order=False,
        enters=(),
    ),
)


def may_end_grant(by: Actor, *, gave: bool) -> Decision:
    """Whether the actor may end a grant: take back what their agency gave, hand back
    the rest.
    """
    if not gave and by.role in SEES_GRANTED_RECORDS:
        return ALLOWED
    return may(by, "access.grant.give")


OWN_ROLE = Decision(False, "own_role", _("Nobody gives a role to themselves."))
NOT_BY_ADMINISTRATORS = Decision(
    False,
    "watching_role",
    _("This role watches over administrators: the operator gives it."),
)


def may_give(by: Actor, *, to: UUID, role: Role) -> Decision:
    """Whether the actor may give a user this role. The database says the same
    (`law/authority.py`).
    """
    if by.role == OPERATOR:
        return ALLOWED
    if to == by.user_id:
        return OWN_ROLE
    return NOT_BY_ADMINISTRATORS if role in WATCHES_ADMINISTRATORS else ALLOWED
