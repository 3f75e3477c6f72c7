"""A plan in force with one objective, and a recommendation, of the agency `own`."""

from datetime import timedelta

import pytest

from sala.access.roles import Role
from sala.partnership import actions


@pytest.fixture
def plan(actor, now):
    """A plan in force: the key."""
    day = now.date()
    with actor(Role.ANALYST) as by:
        told = actions.ActionPlanInput(
            {"en": "Plan"},
            day - timedelta(days=900),
            day + timedelta(days=90),
        )
        key = actions.write_plan(
            by=by,
            at=now,
            plan=told,
        )
        actions.move_plan(
            by=by,
            at=now,
            plan=key,
            move="adopt",
            version=1,
        )
    return key


@pytest.fixture
def aim(now):
    """`aim(number="2.1")` is an objective of the agency `own`, due in ten days."""

    def make(**changes):
        usual = {
            "number": "1.1",
            "texts": {"en": "Committees in all provinces", "lo": ""},
            "agency": "LWU",
            "due_on": now.date() + timedelta(days=10),
            "indicators": {"en": "Provinces whose committee met"},
            "target": 18,
        }
        return actions.ObjectiveInput(**usual | changes)

    return make


@pytest.fixture
def objective(
    actor,
    now,
    plan,
    aim,
):
    """An objective of the agency `own`: the key."""
    with actor(Role.ANALYST) as by:
        return actions.add_objective(
            by=by,
            at=now,
            plan=plan,
            aim=aim(),
        )


@pytest.fixture
def recommendation(actor, now):
    """A recommendation that the agency `own` is to answer: the key."""
    with actor(Role.ANALYST) as by:
        asked = actions.RecommendationInput(
            "TIP",
            2019,
            4,
            {"en": "Train law enforcement officials."},
        )
        key = actions.record_recommendation(
            by=by,
            at=now,
            recommended=asked,
        )
        owner = actions.OwnershipInput("LWU", "high", now.date() + timedelta(days=5))
        actions.assign_recommendation(
            by=by,
            at=now,
            recommendation=key,
            ownership=owner,
            version=1,
        )
    return key
