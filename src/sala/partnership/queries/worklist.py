"""What waits for an agency in this room, for the start page."""

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import ngettext

from sala.access.context import Actor
from sala.access.permissions import may
from sala.kit.periods import year_of
from sala.kit.worklist import WorklistItem
from sala.partnership.policy import APPROVE
from sala.partnership.queries import assessments, committees, plans, recommendations
from sala.partnership.queries.steps import EDIT, WORK
from sala.partnership.rules.plans import is_due, shown_state


def worklist_items(*, by: Actor, today: date) -> list[WorklistItem]:
    """Assessments that need the actor's approval; objectives due, recommendations
    nobody answered and committees that have not met this year: of the own agency, and
    for the secretariat of all.
    """
    lines = [_assessments_waiting(by)] if may(by, APPROVE) else []
    if may(by, WORK):
        lines += [
            _objectives_late(by, today),
            _recommendations_open(by, today),
            _committees_silent(by, today),
        ]
    return [line for line in lines if line.number]


def _assessments_waiting(by: Actor) -> WorklistItem:
    number = len(assessments.waiting_for(by=by))
    words = ngettext(
        "assessment of a year waits for your approval",
        "assessments of a year wait for your approval",
        number,
    )
    return WorklistItem(number, 0, words, reverse("list_assessments"))


def _of_own_agency(by: Actor, agency: UUID | None) -> bool:
    return agency == by.agency_id or bool(may(by, EDIT))


def _objectives_late(by: Actor, today: date) -> WorklistItem:
    rows = [
        row for row in plans.load_objectives(by=by) if _of_own_agency(by, row.agency_id)
    ]
    due = [row for row in rows if is_due(row.state, row.due_on, today)]
    late = sum(shown_state(row.state, row.due_on, today) == "late" for row in due)
    words = ngettext(
        "objective of the action plan is due",
        "objectives of the action plan are due",
        len(due),
    )
    return WorklistItem(len(due), late, words, reverse("list_objectives"))


def _recommendations_open(by: Actor, today: date) -> WorklistItem:
    rows = recommendations.load_recommendations(by=by)
    unanswered = [
        r for r in rows if r.state == "open" and _of_own_agency(by, r.agency_id)
    ]
    words = ngettext(
        "recommendation without an answer",
        "recommendations without an answer",
        len(unanswered),
    )
    late = sum(row.late(today) for row in unanswered)
    return WorklistItem(len(unanswered), late, words, reverse("list_recommendations"))


def _committees_silent(by: Actor, today: date) -> WorklistItem:
    rows = committees.load_committees(by=by, period=year_of(today.year))
    idle = [
        row
        for row in rows
        if row.dissolved_on is None and not row.met and (row.own or may(by, EDIT))
    ]
    words = ngettext(
        "committee has not met this year",
        "committees have not met this year",
        len(idle),
    )
    return WorklistItem(len(idle), 0, words, reverse("list_committees"))
