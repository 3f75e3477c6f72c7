"""Plans, goals and versions in words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sala.access import queries as access
from sala.countries import queries as countries
from sala.kit import clock
from sala.kit.templatetags.kit import day
from sala.people import codes
from sala.protection import labels
from sala.protection.queries.plans import GoalRow, SupportPlanRow, VersionRow
from sala.protection.rules.plans import PlanChange

Words = labels.Words


def plan_line(row: SupportPlanRow) -> dict[str, Any]:
    """A plan in words."""
    return {
        "row": row,
        "spoken": codes.grouped_for_reading(row.person_code),
        "state": labels.PLAN_STATES[row.state],
        "late": row.late(clock.today()),
        "agreed_by": labels.AGREED.get(row.agreed_by, ""),
        "reason": labels.PLAN_ENDS.get(row.reason, ""),
        "open": sum(goal.state == "open" for goal in row.goals),
        "reached": sum(goal.state == "reached" for goal in row.goals),
    }


def goal_line(row: GoalRow) -> dict[str, Any]:
    """A goal in words."""
    return {
        "row": row,
        "label": labels.SERVICES.get(row.need, row.need),
        "state": labels.GOAL_STATES[row.state],
        "late": row.late(clock.today()),
        "reason": labels.REASONS.get(row.reason, ""),
    }


def version_line(row: VersionRow) -> dict[str, Any]:
    """A version in words: who changed what."""
    return {"row": row, "changes": [change_line(change) for change in row.changes]}


def change_line(change: PlanChange) -> str:
    """One change in a sentence."""
    need = labels.SERVICES.get(change.need, change.need)
    if change.kind == "added":
        return _("%(need)s: added, %(agency)s answers for it") % {
            "need": need,
            "agency": present_value("responsible", change.after),
        }
    name = (
        labels.PLAN_FIELDS[change.kind]
        if change.need
        else labels.WHOLE_FIELDS[change.kind]
    )
    kind = change.kind if change.need else f"plan {change.kind}"
    return _("%(what)s, %(field)s: %(before)s → %(after)s") % {
        "what": need or _("The plan"),
        "field": name,
        "before": present_value(kind, change.before),
        "after": present_value(kind, change.after),
    }


def present_value(kind: str, value: str) -> Words:
    """A value that a version keeps, in words."""
    if not value:
        return "–"
    if kind == "responsible":
        agency = access.agency_by_code(value)
        return agency.name if agency else value
    if kind == "entitlement":
        return countries.entitlement_names().get(value, value)
    if kind == "state":
        return labels.GOAL_STATES[value].words
    if kind == "plan state":
        return labels.PLAN_STATES[value].words
    return day(date.fromisoformat(value))
