"""Who may do what in `prosecution`."""

from sala.access.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = ()
