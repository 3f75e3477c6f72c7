"""What acts by itself at the `desk`; its pages are every member's."""

from django.utils.translation import gettext_lazy as _

from sala.access.machines import MachineProfile
from sala.access.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = ()
MACHINES = (
    MachineProfile(
        "desk.forgetter",
        _("Throws away forms nobody came back to, and files whose time is over."),
        on_order=False,
        enters=(),
    ),
)
