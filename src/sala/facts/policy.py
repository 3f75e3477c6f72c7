"""Who may do what in `facts`."""

from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.machines import MachineProfile
from sala.access.permissions import Decision, Permission, may
from sala.access.roles import OPERATOR, Role

ANALYST = frozenset({Role.ANALYST})

PERMISSIONS = (
    Permission(
        "facts.record.export",
        _("Make facts from the record: events without identity, under pseudonyms."),
        ANALYST,
    ),
    Permission(
        "facts.coverage.state",
        _(
            "Say of a year whether all is recorded, so that none is zero, or that it is"
            " not.",
        ),
        ANALYST,
    ),
    Permission(
        "facts.step.count",
        _(
            "See how many steps behind a figure were recorded in between, late or as"
            " corrections.",
        ),
        frozenset({Role.ANALYST, Role.OVERSIGHT}),
    ),
    Permission(
        "facts.coverage.view",
        _("See who said whether all of a year is recorded."),
        frozenset(
            {
                Role.ANALYST,
                Role.SUPERVISOR,
                Role.OVERSIGHT,
                Role.DATA_PROTECTION_OFFICER,
            },
        ),
    ),
)
MACHINES = (
    MachineProfile(
        "facts.exporter",
        _("Makes the facts from the record that an analyst ordered."),
        on_order=True,
        enters=("facts.exported",),
    ),
)
OPERATOR_ONLY = Decision(
    False,
    "longitudinal",
    _(
        "Only the operator makes facts in which a person keeps one pseudonym from"
        " export to export.",
    ),
)


def may_export(by: Actor, *, longitudinal: bool) -> Decision:
    """Whether the actor may make facts; such that follow people over exports, the
    operator only.
    """
    if by.role == OPERATOR:
        return Decision(True)
    allowed = may(by, "facts.record.export")
    return OPERATOR_ONLY if allowed and longitudinal else allowed
