"""Who may do what in `narrative`."""

from django.utils.translation import gettext_lazy as _

from sala.access.permissions import Permission
from sala.access.roles import Role

# Kept equal to migrations/0002.
READS = frozenset({Role.ANALYST})

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "narrative.report.view",
        _("See published reports about countries and the figures read in them."),
        READS,
    ),
    Permission(
        "narrative.report.read",
        _("Read a published report, and say which of its figures were read rightly."),
        READS,
    ),
)
