"""Planning a return, sending somebody home, and asking after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import Step
from sala.access.permissions import may, require
from sala.access.steps import StepEntry, begin_history, place_of, take_step
from sala.countries import queries as countries
from sala.kit.saving import refuse_on_violation
from sala.kit.states import NotAllowedError
from sala.people import queries as people_queries
from sala.protection.models import FollowUp, Return
from sala.protection.rules import returns as rules
from sala.protection.states import FOLLOW_UP, RETURN


@dataclass(frozen=True)
class ReturnInput:
    """Where somebody goes, agreed with them, after the risk was looked at."""

    kind: str
    agreed: str
    risk: str
    accompanied: str
    planned_on: date
    place_code: str = ""
    country: str = ""
    authority: str = ""
    told: str = ""
    sex: str = ""
    age_group: str = ""
    citizenship: str = ""


@transaction.atomic
def plan_return(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    plan: ReturnInput,
) -> UUID:
    """Plan one person's return with them. Raises `Person.DoesNotExist` for whom the
    actor cannot see, and `ValidationError` naming the field of a plan that does not
    hold together.
    """
    require(may(by, "protection.return.change"))
    people_queries.require_person(person)
    _check_plan(plan)
    made = Return(
        person_id=person,
        agency_id=by.agency,
        recorded_by_id=by.user,
        recorded_at=at,
        changed_by_id=by.user,
        changed_at=at,
        **vars(plan),
    )
    message = _(
        "A return of this person is planned already. Finish or cancel it first.",
    )
    with refuse_on_violation("one_planned_return", ValidationError(message)):
        made.save(force_insert=True)
    detail = {"person": str(person), "way": plan.kind}
    entry = record(
        by=by,
        action="protection.return_planned",
        kind="return",
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
def record_return(
    *,
    by: Actor,
    at: datetime,
    returned: UUID,
    happened_on: date,
    version: int,
    insists: bool = False,
) -> int:
    """Record that somebody went; how many follow-ups fall due.

    Raises `Return.DoesNotExist` for one that is another agency's, `ValidationError`
    where it is not safe and they do not insist, or on an impossible day, and
    `ChangedMeanwhileError` when somebody was faster.
    """
    require(may(by, "protection.return.change"))
    row = _own_return(by, returned)
    RETURN.after(row.state, "go")
    _check_departure(row, happened_on, timezone.localdate(at), insists=insists)
    reason = rules.INSISTS if insists and row.risk == "not_safe" else ""
    every = countries.deadline_days(countries.DeadlineCode.FOLLOW_UP)
    days = rules.follow_up_days(happened_on, every)
    step = take_step(
        row,
        "go",
        by=by,
        at=at,
        version=version,
        happened_on=happened_on,
        reason=reason,
        entry=StepEntry(
            "protection.returned",
            {"way": row.kind, "follow_ups": len(days)},
        ),
        columns={"happened_on": happened_on},
    )
    _open_follow_ups(by, at, returned, step, days)
    return len(days)


def _own_return(by: Actor, returned: UUID) -> Return:
    """A return that the actor's agency planned, or of whom it keeps the record."""
    own = Q(agency_id=by.agency) | Q(person__agency_id=by.agency)
    return Return.objects.get(own, id=returned)


def _check_departure(
    row: Return,
    happened_on: date,
    today: date,
    *,
    insists: bool,
) -> None:
    """Nobody goes where nobody receives them, or into danger unless they insist."""
    if row.kind == "abroad" and row.confirmed_on is None:
        message = _(
            "The authority of the other country has not agreed to receive the person.",
        )
        raise ValidationError({"outcome": message})
    if not rules.may_go(row.risk, row.agreed, insists=insists):
        message = _(
            "It is not safe. Only who insists on going, knowing the danger, may go.",
        )
        raise ValidationError({"insists": message})
    if happened_on > today:
        raise ValidationError({"happened_on": _("The day is not in the future.")})


def _open_follow_ups(
    by: Actor,
    at: datetime,
    returned: UUID,
    step: Step,
    days: Sequence[date],
) -> None:
    """The looks after a return, each begun with the step that made it due."""
    for day in days:
        due = FollowUp(returned_id=returned, due_on=day)
        due.save(force_insert=True)
        begin_history(
            due,
            by=by,
            at=at,
            entry=place_of(step),
            happened_on=step.happened_on,
        )


@transaction.atomic
def confirm_return(
    *,
    by: Actor,
    at: datetime,
    returned: UUID,
    confirmed_on: date,
    version: int,
    reference: str = "",
) -> None:
    """Record that the authority of the other country agreed to receive the person, and
    under which number they are known there, so that both countries count one person.

    Raises `Return.DoesNotExist` for one that is another agency's, and
    `NotAllowedError` for one within the country.
    """
    require(may(by, "protection.return.change"))
    row = _own_return(by, returned)
    RETURN.after(row.state, "confirm")
    if row.kind != "abroad":
        raise NotAllowedError("return", row.kind, "confirm")
    if confirmed_on > timezone.localdate(at):
        raise ValidationError({"happened_on": _("The day is not in the future.")})
    take_step(
        row,
        "confirm",
        by=by,
        at=at,
        version=version,
        happened_on=confirmed_on,
        columns={"confirmed_on": confirmed_on, "reference": reference.strip()},
    )


@transaction.atomic
def cancel_return(
    *,
    by: Actor,
    at: datetime,
    returned: UUID,
    reason: str,
    version: int,
) -> None:
    """Give up a planned return, for a reason; raises `Return.DoesNotExist` for one that
    another agency planned.
    """
    require(may(by, "protection.return.change"))
    row = _own_return(by, returned)
    RETURN.after(row.state, "cancel")
    if reason not in rules.CANCELLED:
        raise ValidationError({"reason": _("Choose why.")})
    take_step(
        row,
        "cancel",
        by=by,
        at=at,
        version=version,
        reason=reason,
    )


@transaction.atomic
def record_follow_up(
    *,
    by: Actor,
    at: datetime,
    follow_up: UUID,
    happened_on: date | None = None,
    manner: str = "",
    found: str = "",
    missed: str = "",
) -> None:
    """Record what was found when asking after somebody, or why nobody could ask.

    Raises `FollowUp.DoesNotExist`, `NotAllowedError` for one that is done, and
    `ValidationError`.
    """
    require(may(by, "protection.return.change"))
    row = FollowUp.objects.select_related("returned").get(id=follow_up)
    FOLLOW_UP.after(row.state, "miss" if missed else "do")
    if missed:
        _refuse_unknown_choice("reason", missed, rules.MISSED)
    else:
        _refuse_unknown_choice("found", found, rules.FOUND)
        _refuse_unknown_choice("manner", manner, rules.MANNERS)
        _after_return(happened_on, row.returned.happened_on, timezone.localdate(at))
    take_step(
        row,
        "miss" if missed else "do",
        by=by,
        at=at,
        happened_on=None if missed else happened_on,
        reason=missed,
        entry=StepEntry(detail={"reason": missed} if missed else {"found": found}),
        columns={
            "happened_on": None if missed else happened_on,
            "manner": "" if missed else manner,
            "found": "" if missed else found,
            "recorded_by_id": by.user,
            "recorded_at": at,
        },
    )


def _check_plan(plan: ReturnInput) -> None:
    for name, known in (
        ("kind", rules.KINDS),
        ("agreed", rules.AGREED),
        ("risk", rules.RISKS),
        ("accompanied", rules.ACCOMPANIED),
    ):
        _refuse_unknown_choice(name, getattr(plan, name), known)
    if (plan.kind == "abroad") != bool(plan.country):
        message = (
            _("Choose the country the person goes to.")
            if plan.kind == "abroad"
            else _("A country is only for a return to another country.")
        )
        raise ValidationError({"country": message})
    if plan.kind == "abroad" and not plan.authority.strip():
        raise ValidationError(
            {"authority": _("Say which authority receives the person there.")},
        )
    if (plan.kind == "abroad") != (plan.told in rules.TOLD):
        message = (
            _("Say what the authority is told.")
            if plan.kind == "abroad"
            else _("This is only for a return to another country.")
        )
        raise ValidationError({"told": message})
    if plan.kind == "abroad" and plan.place_code:
        raise ValidationError(
            {"place_code": _("A place of this country is not abroad.")},
        )


def _refuse_unknown_choice(name: str, said: str, known: tuple[str, ...]) -> None:
    if said not in known:
        raise ValidationError({name: _("Choose from the list.")})


def _after_return(
    happened_on: date | None,
    returned_on: date | None,
    today: date,
) -> None:
    if happened_on is None:
        raise ValidationError({"happened_on": _("Say on which day.")})
    if happened_on > today or (returned_on and happened_on < returned_on):
        message = _("The day is after the return and not in the future.")
        raise ValidationError({"happened_on": message})
