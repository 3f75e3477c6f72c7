"""What waits for an agency in this room, for the start page."""

from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from sala.access.context import Actor
from sala.access.permissions import may
from sala.kit import clock
from sala.kit.worklist import WorklistItem
from sala.screening.queries import (
    drafts,
    envelopes,
    identification,
    operations,
    screenings,
)


def worklist_items(*, by: Actor, today: date) -> list[WorklistItem]:
    """People whom nobody asked, and requests that the authority has not decided."""
    lines = []
    if may(by, "screening.operation.view"):
        number = operations.count_unaccounted(by=by)
        words = ngettext(
            "operation with people not accounted for",
            "operations with people not accounted for",
            number,
        )
        lines.append(WorklistItem(number, number, words, reverse("list_operations")))
    lines += _screenings_waiting(by)
    if may(by, "screening.identification.watch"):
        rows = identification.to_decide(by=by)
        words = ngettext(
            "request for identification to decide",
            "requests for identification to decide",
            len(rows),
        )
        late = sum(row.late(today) for row in rows)
        lines.append(WorklistItem(len(rows), late, words, reverse("list_requests")))
    return [line for line in lines if line.number]


def _screenings_waiting(by: Actor) -> list[WorklistItem]:
    """What is begun and not sent, what was set aside, and whom nobody was asked to
    help.
    """
    url, lines = reverse("list_screenings"), []
    if may(by, "screening.screening.record"):
        number = len(drafts.load_drafts(by=by))
        words = ngettext(
            "screening begun, not sent",
            "screenings begun, not sent",
            number,
        )
        lines.append(WorklistItem(number, 0, words, url))
    if may(by, "screening.outbox.see"):
        number = len(envelopes.set_aside(by=by, at=clock.now()))
        words = ngettext(
            "screening set aside, to be tried again",
            "screenings set aside, to be tried again",
            number,
        )
        lines.append(WorklistItem(number, number, words, url))
        number = screenings.how_many_not_sent_on(by=by)
        words = ngettext(
            "person with signs of trafficking, sent on to nobody",
            "people with signs of trafficking, sent on to nobody",
            number,
        )
        lines.append(WorklistItem(number, number, words, url))
    return lines
