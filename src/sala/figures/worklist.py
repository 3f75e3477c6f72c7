"""What waits for somebody in this room, for the start page."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from sala.access.context import Actor
from sala.access.permissions import may
from sala.figures import queries
from sala.kit.worklist import WorklistItem

OLD = 7  # days after which figures are made from the record anew


def worklist_items(*, by: Actor, today: date) -> list[WorklistItem]:
    """Frozen figures that the actor may approve, and figures that have grown old."""
    lines = [snapshots_to_approve(by), outdated_facts(by, today)]
    return [line for line in lines if line.number]


def snapshots_to_approve(by: Actor) -> WorklistItem:
    """Years that somebody else froze."""
    approves = may(by, "figures.snapshot.approve")
    rows = queries.snapshot_rows(by=by) if approves else []
    number = sum(1 for row in rows if row.approved_at is None and not row.own)
    words = ngettext(
        "year of frozen figures waits for your approval",
        "years of frozen figures wait for your approval",
        number,
    )
    return WorklistItem(number, 0, words, reverse("list_snapshots"))


def outdated_facts(by: Actor, today: date) -> WorklistItem:
    """How many days ago figures were made from the record, where that is too long."""
    found = queries.facts_manifest() if may(by, "facts.record.export") else None
    days = (today - day_of_facts(found.as_of)).days if found and found.as_of else 0
    number = days if days > OLD else 0
    words = ngettext(
        "day since the figures were made from the record",
        "days since the figures were made from the record",
        number,
    )
    return WorklistItem(number, 0, words, reverse("renew_facts"))


def day_of_facts(as_of: str) -> date:
    """The day on which facts were made."""
    return timezone.localdate(datetime.fromisoformat(as_of))
