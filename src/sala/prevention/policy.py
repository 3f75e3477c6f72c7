"""Who may do what in `prevention`. What agencies do in public is open to every role."""

from django.utils.translation import gettext_lazy as _

from sala.access.permissions import Permission
from sala.access.roles import Role

# Who watches or administers records no work.
WORKS = frozenset(Role) - {
    Role.OVERSIGHT,
    Role.DATA_PROTECTION_OFFICER,
    Role.ADMINISTRATOR,
}
LICENSES = frozenset({Role.FRONTLINE_OFFICER, Role.SUPERVISOR, Role.ANALYST})

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "prevention.work.view",
        _(
            "See trainings, awareness activities, recruitment agencies, inspections and"
            " crossings.",
        ),
        frozenset(Role),
    ),
    Permission(
        "prevention.work.record",
        _(
            "Record the own agency’s trainings, activities, inspections and crossing"
            " hours.",
        ),
        WORKS,
    ),
    Permission(
        "prevention.licence.record",
        _("Register a recruitment agency, and record what becomes of its licence."),
        LICENSES,
    ),
    Permission(
        "prevention.crossing.count",
        _("See how many people were met and screened at each crossing."),
        frozenset({Role.ANALYST}),
    ),
)
