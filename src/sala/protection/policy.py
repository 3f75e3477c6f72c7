"""Who may do what in `protection`."""

from sala.access.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = ()
