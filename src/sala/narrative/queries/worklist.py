"""What waits for somebody in this room, for the start page."""

from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from sala.access.context import Actor
from sala.access.permissions import may
from sala.kit.worklist import WorklistItem
from sala.narrative import policy
from sala.narrative.queries.year_reports import (
    YearReportPage,
    waiting_for,
    year_report,
    year_reports,
)


def worklist_items(*, by: Actor, today: date) -> list[WorklistItem]:
    """Reports of a year that need the actor's approval, and numbers in them that
    disagree.
    """
    drafts = own_drafts(by)
    lines = [second_approvals(by), first_approvals(drafts), disagreeing_numbers(drafts)]
    return [line for line in lines if line.number]


def own_drafts(by: Actor) -> list[YearReportPage]:
    """Reports that the actor's agency writes."""
    rows = year_reports(by=by) if may(by, policy.WRITE) else []
    own = [
        row for row in rows if row.state == "draft" and row.agency_id == by.agency_id
    ]
    return [page for row in own if (page := year_report(by=by, key=row.id))]


def second_approvals(by: Actor) -> WorklistItem:
    """Reports that one person approved."""
    number = len(waiting_for(by=by))
    words = ngettext(
        "report of a year waits for your approval",
        "reports of a year wait for your approval",
        number,
    )
    return WorklistItem(number, 0, words, reverse("list_year_reports"))


def first_approvals(drafts: list[YearReportPage]) -> WorklistItem:
    """Drafts in which nothing stands in the way of the first approval."""
    ready = [page for page in drafts if page.approve]
    words = ngettext(
        "report of a year is ready for its first approval",
        "reports of a year are ready for their first approval",
        len(ready),
    )
    return WorklistItem(len(ready), 0, words, place_of(ready))


def disagreeing_numbers(drafts: list[YearReportPage]) -> WorklistItem:
    """Numbers that disagree with their figures, and of which nobody said why they
    stand.
    """
    found = [page for page in drafts if page.unexplained_count]
    number = sum(page.unexplained_count for page in found)
    words = ngettext(
        "number in a report disagrees with its figures",
        "numbers in reports disagree with their figures",
        number,
    )
    return WorklistItem(number, 0, words, place_of(found))


def place_of(pages: list[YearReportPage]) -> str:
    """The report, or the list where there are several."""
    if len(pages) == 1:
        return reverse("show_year_report", args=[pages[0].row.id])
    return reverse("list_year_reports")
