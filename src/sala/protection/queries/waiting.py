"""What waits for an agency in this room, for the start page."""

from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from sala.access.context import Actor
from sala.access.permissions import may
from sala.kit.work import Waiting
from sala.protection.queries import entitlements, returns


def waiting(*, by: Actor, today: date) -> list[Waiting]:
    """Rights never offered, people to ask after, people exploited again."""
    if not may(by, "protection.person.view"):
        return []
    due = returns.follow_ups_due(by=by, today=today)
    late = sum(row.late(today) for row in due)
    untold, again = entitlements.never_offered(by=by), returns.exploited_again(by=by)
    lists = [
        Waiting(
            untold,
            0,
            ngettext(
                "person was never offered something the law gives",
                "people were never offered something the law gives",
                untold,
            ),
            reverse("list_gaps"),
        ),
        Waiting(
            len(due),
            late,
            ngettext("follow-up after a return", "follow-ups after a return", len(due)),
            reverse("list_follow_ups"),
        ),
        Waiting(
            again,
            again,
            ngettext(
                "person was found exploited again", "people were found exploited again", again
            ),
            reverse("list_follow_ups"),
        ),
    ]
    return [line for line in lists if line.number]
