"""What waits for an agency in this room, for the start page."""

from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from sala.access.context import Actor
from sala.access.permissions import may
from sala.kit.work import Waiting
from sala.screening.queries import identification, operations


def waiting(*, by: Actor, today: date) -> list[Waiting]:
    """People whom nobody asked, and requests that the authority has not decided."""
    lines = []
    if may(by, "screening.operation.view"):
        number = operations.unaccounted(by=by)
        words = ngettext(
            "operation with people not accounted for",
            "operations with people not accounted for",
            number,
        )
        lines.append(Waiting(number, number, words, reverse("list_operations")))
    if may(by, "screening.identification.watch"):
        rows = identification.to_decide(by=by)
        words = ngettext(
            "request for identification to decide",
            "requests for identification to decide",
            len(rows),
        )
        late = sum(row.late(today) for row in rows)
        lines.append(Waiting(len(rows), late, words, reverse("list_requests")))
    return [line for line in lines if line.number]
