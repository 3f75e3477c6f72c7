"""When a plan is to be looked at again, and what one version changed of another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

AGREED = ("person", "guardian")
DROPPED = ("changed_mind", "not_needed", "nobody_does_it", "other")
ENDED = ("reached", "moved_away", "own_wish", "lost_touch", "other")
SOON = timedelta(days=7)
LONGEST = timedelta(days=366)  # between two reviews
GOAL_FIELDS = ("responsible", "by_when", "state", "entitlement")
PLAN_FIELDS = ("state", "agreed_on", "review_on")

Content = Mapping[str, Any]


@dataclass(frozen=True)
class PlanChange:
    """One thing that is otherwise in a later version; `need` is empty where it is the
    plan's own.

    `kind` is added, or the field that changed.
    """

    need: str
    kind: str
    before: str
    after: str


def list_changes(before: Content, after: Content) -> list[PlanChange]:
    """What a later version changed, goal by goal, then of the plan itself."""
    old, new = before.get("goals", {}), after.get("goals", {})
    found = [
        change
        for key, goal in new.items()
        for change in _goal_changes(old.get(key), goal)
        if change is not None
    ]
    return found + [
        PlanChange("", field, before.get(field, ""), after.get(field, ""))
        for field in PLAN_FIELDS
        if before.get(field, "") != after.get(field, "")
    ]


def _goal_changes(before: Content | None, after: Content) -> list[PlanChange]:
    if before is None:
        return [PlanChange(after["need"], "added", "", after["responsible"])]
    return [
        PlanChange(after["need"], field, before.get(field, ""), after.get(field, ""))
        for field in GOAL_FIELDS
        if before.get(field, "") != after.get(field, "")
    ]


def to_review(state: str, review_on: date | None, today: date) -> bool:
    """Whether a plan is to be looked at within a week, or was to be."""
    return state == "agreed" and review_on is not None and review_on <= today + SOON


def is_late(state: str, review_on: date | None, today: date) -> bool:
    """Whether the day of looking at it again has passed."""
    return state == "agreed" and review_on is not None and review_on < today
