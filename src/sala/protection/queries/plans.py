"""A person's plan of support, who answers for what, and what each version changed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.kit.rows import row_of
from sala.people import queries as people_queries
from sala.protection.models import PlanGoal, PlanVersion, Referral, SupportPlan
from sala.protection.rules import plans as rules
from sala.protection.rules.plans import PlanChange
from sala.protection.states import GOAL, PLAN

PAGE = 25

WITH = ("sent", "accepted", "completed")  # referrals by which an agency was asked


@dataclass(frozen=True)
class GoalRow:
    """One need of a plan; `unasked` says that who answers for it has not been asked."""

    id: UUID
    plan_id: UUID
    person_code: str
    need: str
    right: str
    responsible_id: UUID
    responsible: str
    by_when: date | None
    state: str
    reason: str
    noted: bool
    unasked: bool
    moves: tuple[str, ...]
    correctable: bool

    def late(self, today: date) -> bool:
        """Whether its day has passed and it is not reached."""
        return (
            self.state == "open" and self.by_when is not None and self.by_when < today
        )


@dataclass(frozen=True)
class SupportPlanRow:
    """One person's plan."""

    id: UUID
    person_id: UUID
    person_code: str
    agency: str
    state: str
    agreed_by: str
    agreed_on: date | None
    review_on: date | None
    reason: str
    version: int
    changed_by: str
    changed_at: datetime
    moves: tuple[str, ...]
    goals: tuple[GoalRow, ...]

    def late(self, today: date) -> bool:
        """Whether it was to be looked at again before today."""
        return rules.is_late(self.state, self.review_on, today)


@dataclass(frozen=True)
class VersionRow:
    """One version, and what it changed of the one before."""

    version: int
    changed_by: str
    agency: str
    recorded_at: datetime
    changes: tuple[PlanChange, ...]


def plan_of(*, by: Actor, person: UUID) -> SupportPlanRow | None:
    """A person's plan in force, or else the last one."""
    require(may(by, "protection.person.view"))
    found = SupportPlan.objects.filter(person_id=person).order_by("-recorded_at", "id")
    rows = _plan_rows(by, found)
    return next((row for row in rows if row.state != "ended"), next(iter(rows), None))


def load_plan(*, by: Actor, key: UUID) -> SupportPlanRow | None:
    """One plan of a person the actor sees."""
    require(may(by, "protection.person.view"))
    return next(iter(_plan_rows(by, SupportPlan.objects.filter(id=key))), None)


def load_goal(*, by: Actor, key: UUID) -> tuple[SupportPlanRow, GoalRow] | None:
    """One goal with its plan."""
    require(may(by, "protection.person.view"))
    found = PlanGoal.objects.filter(id=key).values_list("plan_id", flat=True).first()
    whole = load_plan(by=by, key=found) if found else None
    if whole is None:
        return None
    return next(((whole, row) for row in whole.goals if row.id == key), None)


def plans_led(*, by: Actor) -> list[SupportPlanRow]:
    """The plans that the actor's agency leads and that are not ended, what is due
    first.
    """
    require(may(by, "protection.person.view"))
    found = SupportPlan.objects.filter(agency_id=by.agency).exclude(state="ended")
    rows = _plan_rows(by, found.order_by("changed_at", "id"))
    return sorted(rows, key=lambda row: row.review_on or date.min)


def load_versions(*, by: Actor, plan: UUID) -> list[VersionRow]:
    """Every version of a plan, the latest first, with what it changed."""
    require(may(by, "protection.person.view"))
    kept = PlanVersion.objects.filter(plan_id=plan).select_related(
        "changed_by",
        "agency",
    )
    rows: list[VersionRow] = []
    before: dict[str, object] = {}
    for row in kept.order_by("version"):
        changed = tuple(rules.list_changes(before, row.content))
        name = countries.in_language(row.agency.names)
        rows.append(
            VersionRow(
                row.version,
                row.changed_by.full_name,
                name,
                row.recorded_at,
                changed,
            ),
        )
        before = row.content
    return rows[::-1]


def changed_since(*, by: Actor, plan: UUID, version: int) -> list[VersionRow]:
    """What others changed after the version that somebody saw, the first change
    first.
    """
    return [
        row for row in load_versions(by=by, plan=plan)[::-1] if row.version > version
    ]


def helped_without_plan(*, by: Actor) -> list[str]:
    """Codes of people whom the actor's agency took on by a referral, and who have no
    plan.
    """
    require(may(by, "protection.person.view"))
    taken = Referral.objects.filter(receiver_id=by.agency, state="accepted")
    planned = SupportPlan.objects.exclude(state="ended").values("person_id")
    found = taken.exclude(person_id__in=planned).values_list("person_id", flat=True)
    return sorted(people_queries.codes_of(found).values())


def _plan_rows(by: Actor, found: QuerySet[SupportPlan]) -> list[SupportPlanRow]:
    rows = list(found.select_related("person", "agency", "changed_by"))
    goals = _goals_by_plan(by, rows)
    changes = bool(may(by, "protection.plan.change"))
    return [
        row_of(
            SupportPlanRow,
            row,
            person_code=row.person.code,
            agency=countries.in_language(row.agency.names),
            changed_by=row.changed_by.full_name,
            moves=PLAN.moves_from(row.state) if changes else (),
            goals=tuple(goals.get(row.id, ())),
        )
        for row in rows
    ]


def _goals_by_plan(by: Actor, plans: list[SupportPlan]) -> dict[UUID, list[GoalRow]]:
    kept = PlanGoal.objects.filter(plan__in=plans).select_related(
        "responsible",
        "entitlement",
    )
    people = {row.id: row for row in plans}
    asked = _agencies_asked(plans)
    names = countries.entitlement_names()
    made: dict[UUID, list[GoalRow]] = {}
    for row in kept.order_by("added_at", "id"):
        whole = people[row.plan_id]
        responsible = {row.responsible_id, row.responsible.parent_id}
        with_them = by.agency in responsible or whole.agency_id in responsible
        with_them = with_them or any(
            (whole.person_id, key) in asked for key in responsible
        )
        made.setdefault(row.plan_id, []).append(
            row_of(
                GoalRow,
                row,
                person_code=whole.person.code,
                right=names.get(row.entitlement.code, "") if row.entitlement else "",
                responsible=countries.in_language(row.responsible.names),
                noted=row.note is not None,
                unasked=row.state == "open" and not with_them,
                moves=GOAL.moves_from(row.state) if whole.state != "ended" else (),
                correctable=row.state != "open" and whole.state != "ended",
            ),
        )
    return made


def _agencies_asked(plans: list[SupportPlan]) -> set[tuple[UUID, UUID]]:
    """Which agencies were asked to help whom, and have not declined."""
    found = Referral.objects.filter(
        person__in=[row.person_id for row in plans],
        state__in=WITH,
    )
    return set(found.values_list("person_id", "receiver_id"))
