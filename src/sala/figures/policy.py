"""Who may do what in `figures`."""

from django.utils.translation import gettext_lazy as _

from sala.access.permissions import Permission
from sala.access.roles import Role

ANALYST = frozenset({Role.ANALYST})
READS = frozenset(
    {Role.ANALYST, Role.SUPERVISOR, Role.OVERSIGHT, Role.DATA_PROTECTION_OFFICER},
)

PERMISSIONS = (
    Permission(
        "figures.figure.view",
        _("See the country’s figures, small groups withheld."),
        READS,
    ),
    Permission(
        "figures.figure.small",
        _("See figures on small groups too, and the events that a figure is made of."),
        frozenset({Role.ANALYST, Role.OVERSIGHT}),
    ),
    Permission(
        "figures.snapshot.prepare",
        _("Freeze the figures of a year for approval, and say why when they changed."),
        ANALYST,
    ),
    Permission(
        "figures.snapshot.approve",
        _("Approve frozen figures that somebody else prepared."),
        frozenset({Role.ANALYST, Role.OVERSIGHT}),
    ),
    Permission(
        "figures.snapshot.view",
        _("See which figures were frozen and approved, and what changed since."),
        frozenset({Role.ANALYST, Role.OVERSIGHT}),
    ),
)
