"""What waits for somebody in this room, for the start page."""

from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from sala.access.context import Actor
from sala.kit.work import Waiting
from sala.narrative.queries.year_reports import waiting_for


def waiting(*, by: Actor, today: date) -> list[Waiting]:
    """Reports of a year that need the actor's approval, the second of two."""
    number = len(waiting_for(by=by))
    words = ngettext(
        "report of a year waits for your approval",
        "reports of a year wait for your approval",
        number,
    )
    return [Waiting(number, 0, words, reverse("list_year_reports"))] if number else []
