"""The agencies that something can be sent to or shared with."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sala.access import queries as access
from sala.desk.places import Choices


def other_agencies(own: UUID | None) -> Choices:
    """The open agencies that a record can be shared with."""
    found = [a for a in access.list_agencies() if a.id != own]
    return [
        ("", _("Choose an agency")),
        *((str(a.id), f"{a.name} ({a.code})") for a in found),
    ]
