"""Who may do what in `access`."""

from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.permissions import ALLOWED, Decision, Permission, may
from sala.access.roles import BREAKS_GLASS, SEES_AGENCY_RECORDS, SEES_GRANTED_RECORDS, Role

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

PERMISSIONS = (
    Permission(
        "access.agency.manage",
        _("Add units to the own agency, rename them and close them."),
        ADMINISTRATOR,
    ),
    Permission(
        "access.glass.break",
        _("In an emergency, open one record for one hour; it is announced and reviewed."),
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
        _("Open one record of the own agency to another agency until a date, and take it back."),
        frozenset(SEES_AGENCY_RECORDS),
    ),
    Permission(
        "access.ledger.read",
        _("Read the ledger: who wrote or opened what, and when."),
        frozenset({Role.OVERSIGHT, Role.SUPERVISOR}),
    ),
    Permission(
        "access.user.manage",
        _("Add users to the own agency, give them roles and end them."),
        ADMINISTRATOR,
    ),
)


def may_end_grant(by: Actor, *, gave: bool) -> Decision:
    """Whether the actor may end a grant: take back what their agency gave, hand back the rest."""
    if not gave and by.role in SEES_GRANTED_RECORDS:
        return ALLOWED
    return may(by, "access.grant.give")
