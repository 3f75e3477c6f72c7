"""Who may do what in `screening`."""

from sala.access.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = ()
