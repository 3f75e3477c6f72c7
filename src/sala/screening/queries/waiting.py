"""What waits for an agency in this room, for the start page."""

from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from sala.access.context import Actor
from sala.access.permissions import may
from sala.kit.work import Waiting
from sala.screening.queries import operations


def waiting(*, by: Actor, today: date) -> list[Waiting]:
    """Operations that met people whom nobody asked, and of whom nobody says why."""
    if not may(by, "screening.operation.view"):
        return []
    number = operations.unaccounted(by=by)
    words = ngettext(
        "operation with people not accounted for",
        "operations with people not accounted for",
        number,
    )
    return [Waiting(number, number, words, reverse("list_operations"))] if number else []
