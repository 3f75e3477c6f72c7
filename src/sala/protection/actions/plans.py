"""A plan of support: begun, filled with goals, agreed with the person, looked at again,
ended.

Whoever writes says which version they saw; who comes second is told what the first one
changed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.ledger.entries import EntryPlace
from sala.access.models import Agency
from sala.access.permissions import may, require
from sala.access.roles import Purpose
from sala.access.steps import StepEntry, begin_history, place_of, take_step
from sala.kit.saving import refuse_on_violation
from sala.kit.states import ChangedMeanwhileError
from sala.people import actions as people
from sala.people import queries as people_queries
from sala.protection.models import PersonEntitlement, PlanGoal, PlanVersion, SupportPlan
from sala.protection.rules import plans as rules
from sala.protection.rules.referrals import SERVICES
from sala.protection.states import GOAL, PLAN
from sala.vault.sealed_columns import sealed_place

WORD = "protection.plan.change"


@dataclass(frozen=True)
class Goal:
    """What is needed, who answers for it, and by when."""

    need: str
    responsible: UUID
    by_when: date | None = None
    entitlement: UUID | None = None
    note: str = ""


@transaction.atomic
def start_plan(*, by: Actor, at: datetime, person: UUID) -> UUID:
    """Begin a plan for a person who has none. Raises `ChangedMeanwhileError` where they
    have.
    """
    require(may(by, WORD))
    people_queries.require_person(person)
    made = SupportPlan(
        person_id=person,
        agency_id=by.agency,
        recorded_by_id=by.user,
        recorded_at=at,
        changed_by_id=by.user,
        changed_at=at,
    )
    with refuse_on_violation("one_plan_at_a_time", ChangedMeanwhileError()):
        made.save(force_insert=True)
    keep_version(by, at, made)
    detail = {"person": str(person)}
    entry = record(
        by=by,
        action="protection.plan_started",
        kind="plan",
        subject=made.id,
        detail=detail,
    )
    begin_history(
        made,
        by=by,
        at=at,
        entry=entry,
    )
    return made.id


@transaction.atomic
def add_goal(
    *,
    by: Actor,
    at: datetime,
    plan: UUID,
    version: int,
    goal: Goal,
) -> UUID:
    """Add what is needed; the plan is then to be agreed anew.

    Raises `SupportPlan.DoesNotExist`, `ChangedMeanwhileError`, and `ValidationError`
    naming the field.
    """
    row, entry = next_version(
        by,
        at,
        plan,
        version,
        move="change",
        entry=StepEntry("protection.goal_added", {"service": goal.need}),
    )
    if goal.need not in SERVICES:
        raise ValidationError({"need": _("Choose what the person needs.")})
    _check_goal(row, goal, timezone.localdate(at))
    key = uuid4()
    made = PlanGoal.objects.create(
        id=key,
        plan=row,
        need=goal.need,
        entitlement_id=goal.entitlement,
        responsible_id=goal.responsible,
        by_when=goal.by_when,
        note=_sealed_note(by, row.person_id, key, goal.note.strip()),
        added_at=at,
    )
    begin_history(
        made,
        by=by,
        at=at,
        entry=entry,
    )
    keep_version(by, at, row)
    return made.id


def _sealed_note(by: Actor, person: UUID, goal: UUID, note: str) -> bytes | None:
    if not note:
        return None
    place = sealed_place(PlanGoal, "note", goal)
    return people.seal_about(by=by, person=person, place=place, value={"note": note})


@transaction.atomic
def change_goal(
    *,
    by: Actor,
    at: datetime,
    goal: UUID,
    version: int,
    responsible: UUID,
    by_when: date | None,
) -> None:
    """Say who else answers for a goal, or by when; the plan is then to be agreed
    anew.
    """
    kept = PlanGoal.objects.select_related("plan").get(id=goal)
    row, _entry = next_version(
        by,
        at,
        kept.plan_id,
        version,
        move="change",
        entry=StepEntry("protection.goal_changed", {"service": kept.need}),
    )
    wanted = Goal(kept.need, responsible, by_when)
    _check_goal(row, wanted, timezone.localdate(at))
    PlanGoal.objects.filter(id=goal).update(responsible_id=responsible, by_when=by_when)
    keep_version(by, at, row)


@transaction.atomic
def move_goal(
    *,
    by: Actor,
    at: datetime,
    goal: UUID,
    version: int,
    move: str,
    reason: str = "",
) -> None:
    """Say that a goal is reached, dropped for a reason, or taken up again.

    What is dropped or taken up changes what was agreed; what is reached does not.
    """
    require(may(by, WORD))
    kept = PlanGoal.objects.get(id=goal)
    after = GOAL.after(kept.state, move)
    if (move == "drop") != (reason in rules.DROPPED):
        raise ValidationError({"reason": _("Choose why.")})
    detail = {"service": kept.need} | ({"reason": reason} if reason else {})
    row, entry = next_version(
        by,
        at,
        kept.plan_id,
        version,
        move="go_on" if move == "reach" else "change",
        entry=StepEntry(f"protection.goal_{after}", detail),
    )
    take_step(
        kept,
        move,
        by=by,
        at=at,
        reason=reason,
        entry=entry,
    )
    keep_version(by, at, row)


@transaction.atomic
def record_agreement(
    *,
    by: Actor,
    at: datetime,
    plan: UUID,
    version: int,
    agreed_by: str,
    agreed_on: date,
    review_on: date,
) -> None:
    """Record that the person agreed to the plan as it stands, and when it is looked at
    again.
    """
    require(may(by, WORD))
    today = timezone.localdate(at)
    if agreed_by not in rules.AGREED:
        raise ValidationError({"agreed_by": _("Choose who agreed to it.")})
    if agreed_on > today:
        raise ValidationError({"agreed_on": _("The day is not in the future.")})
    if not today < review_on <= today + rules.LONGEST:
        message = _("Choose a day after today, within a year.")
        raise ValidationError({"review_on": message})
    row = SupportPlan.objects.get(id=plan)
    if not row.goals.filter(state="open").exists() and row.version == version:
        PLAN.after(row.state, "agree")
        raise ValidationError(
            _("There is nothing to agree to: add what the person needs."),
        )
    row, _entry = next_version(
        by,
        at,
        plan,
        version,
        move="agree",
        entry=StepEntry("protection.plan_agreed"),
        agreed_by=agreed_by,
        agreed_on=agreed_on,
        review_on=review_on,
    )
    keep_version(by, at, row)


@transaction.atomic
def end_plan(
    *,
    by: Actor,
    at: datetime,
    plan: UUID,
    version: int,
    reason: str,
) -> None:
    """End a plan, for a reason."""
    require(may(by, WORD))
    if reason not in rules.ENDED:
        raise ValidationError({"reason": _("Choose why.")})
    row, _entry = next_version(
        by,
        at,
        plan,
        version,
        move="end",
        reason=reason,
        entry=StepEntry("protection.plan_ended", {"reason": reason}),
    )
    keep_version(by, at, row)


@transaction.atomic
def open_note(*, by: Actor, goal: UUID) -> str:
    """What was written beside a goal; the opening is in the ledger."""
    require(may(by, "protection.person.view"))
    row = PlanGoal.objects.select_related("plan").exclude(note=None).get(id=goal)
    opened = people.open_about(
        by=by,
        person=row.plan.person_id,
        place=sealed_place(PlanGoal, "note", row.id),
        sealed=bytes(row.note or b""),
        purpose=Purpose.SERVICES,
    )
    record(
        by=by,
        action="protection.plan_note_opened",
        kind="plan",
        subject=row.plan_id,
    )
    return str(opened["note"])


def next_version(
    by: Actor,
    at: datetime,
    plan: UUID,
    version: int,
    *,
    move: str,
    entry: StepEntry,
    reason: str = "",
    **columns: object,
) -> tuple[SupportPlan, EntryPlace]:
    """The plan, one step and one version further, once it was this version that the
    writer saw; and where the ledger says so.
    """
    require(may(by, WORD))
    row = SupportPlan.objects.get(id=plan)
    step = take_step(
        row,
        move,
        by=by,
        at=at,
        version=version,
        reason=reason,
        entry=entry,
        columns=columns,
    )
    return row, place_of(step)


def keep_version(by: Actor, at: datetime, row: SupportPlan) -> None:
    """Keep the plan as it stands now."""
    PlanVersion.objects.create(
        plan=row,
        version=row.version,
        content=content_of(row),
        changed_by_id=by.user,
        agency_id=by.agency,
        recorded_at=at,
    )


def content_of(row: SupportPlan) -> dict[str, object]:
    """A plan in codes and days, as a version keeps it."""
    goals = row.goals.select_related("responsible", "entitlement").order_by(
        "added_at",
        "id",
    )
    return {
        "state": row.state,
        "agreed_on": _iso_day(row.agreed_on),
        "review_on": _iso_day(row.review_on),
        "goals": {
            str(goal.id): {
                "need": goal.need,
                "responsible": goal.responsible.code,
                "by_when": _iso_day(goal.by_when),
                "state": goal.state,
                "entitlement": goal.entitlement.code if goal.entitlement else "",
            }
            for goal in goals
        },
    }


def _iso_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _check_goal(row: SupportPlan, goal: Goal, today: date) -> None:
    if not Agency.objects.filter(id=goal.responsible, retired_on=None).exists():
        raise ValidationError({"responsible": _("Choose an agency.")})
    if goal.by_when and goal.by_when < today:
        raise ValidationError({"by_when": _("The day is today or later.")})
    if goal.entitlement:
        PersonEntitlement.objects.get(id=goal.entitlement, person_id=row.person_id)
