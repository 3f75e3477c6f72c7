"""Pages of `prevention`: public work, which every role reads and the agencies record."""

from datetime import timedelta

from tests.table.rows import (
    ADMINISTRATOR,
    CASE_WORKER,
    EVERYBODY,
    FRONTLINE,
    OVERSIGHT,
    PROTECTION,
    SUPERVISOR,
    same,
    shared,
)

from sala.access.roles import Role
from sala.countries import queries as countries
from sala.prevention import actions
from sala.prevention.rules.work import TrainedAgencies

WORKS = EVERYBODY - ADMINISTRATOR - {OVERSIGHT, PROTECTION}
LICENSES = frozenset({FRONTLINE, SUPERVISOR, Role.ANALYST})


def seen(**arguments: str):
    return shared(EVERYBODY, EVERYBODY, **arguments)


TABLE = {
    "show_prevention": same(EVERYBODY),
    "list_trainings": same(EVERYBODY),
    "record_training": same(WORKS),
    "show_training": seen(training="training"),
    "list_awareness": same(EVERYBODY),
    "record_activity": same(WORKS),
    "show_activity": seen(activity="activity"),
    "list_recruiters": same(EVERYBODY),
    "register_recruiter": same(LICENSES),
    "show_recruiter": seen(recruiter="recruiter"),
    "list_inspections": same(EVERYBODY),
    "record_inspection": same(WORKS),
    "show_inspection": seen(inspection="inspection"),
    "list_crossings": same(EVERYBODY),
    "show_crossing": seen(crossing="crossing"),
    "record_hours": shared(WORKS, WORKS, crossing="crossing"),
}
# What another agency may read and not change answers with the page; tests/test_work.py sees to it
# that nothing is changed.
POSTS: dict[str, dict[str, str]] = {}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """One record of each kind, recorded by the agency `own`."""
    day, crossing = now.date(), countries.border_crossings()[0].code
    with actor(CASE_WORKER) as by:
        training = actions.record_training(
            by=by,
            at=now,
            training=actions.Training(
                ["identification"],
                ["border"],
                day,
                crossing_code=crossing,
                trained=[TrainedAgencies("LWU", "female", 12)],
            ),
        )
        activity = actions.record_activity(
            by=by,
            at=now,
            activity=actions.PreventionWorkInput(
                "school", ["safe_migration"], ["students"], day
            ),
        )
        inspection = actions.record_inspection(
            by=by,
            at=now,
            look=actions.InspectionInput(
                "worksite",
                day,
                ["nothing_found"],
                ["none"],
                sector="mining",
            ),
        )
        actions.record_hours(
            by=by,
            at=now,
            crossing=crossing,
            hours=actions.OpeningHoursInput(day, all_day=True),
        )
    with actor(SUPERVISOR) as by:
        licensed = day - timedelta(days=30)
        recruiter = actions.register_recruiter(
            by=by,
            at=now,
            recruiter=actions.Recruiter("RA-TABLE", "Synthetic Recruitment", licensed),
        )
    return {
        "training": str(training),
        "activity": str(activity),
        "inspection": str(inspection),
        "recruiter": str(recruiter),
        "crossing": crossing,
    }
