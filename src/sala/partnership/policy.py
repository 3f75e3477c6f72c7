"""Who may do what in `partnership`. How agencies work together is open to every role."""

from django.utils.translation import gettext_lazy as _

from sala.access.permissions import Permission
from sala.access.roles import Role

# Kept equal to migrations/0002. Who watches or administers records no work.
WORKS = frozenset(Role) - {Role.OVERSIGHT, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR}

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "partnership.work.view",
        _("See committees, the action plan, its budget, and recommendations with their answers."),
        frozenset(Role),
    ),
    Permission(
        "partnership.work.record",
        _("Record meetings, progress, spending and answers for the own agency."),
        WORKS,
    ),
    Permission(
        "partnership.plan.edit",
        _("Keep the committees, the action plan, the budget and the recommendations."),
        frozenset({Role.ANALYST}),
    ),
)
