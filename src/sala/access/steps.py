"""Taking steps: every change of a state, with its day, its reason and its ledger entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.ledger.entries import EntryPlace
from sala.access.models import Step
from sala.kit import history
from sala.kit.history import BrokenHistoryError, HistoryStep
from sala.kit.states import ChangedMeanwhileError, NotAllowedError, States


@dataclass(frozen=True)
class StepEntry:
    """What the ledger says of a step, where it is not `<room>.<noun>_<state>`."""

    action: str = ""
    detail: Mapping[str, object] | None = None
    kind: str = ""
    subject: UUID | None = None


def begin_history(
    row: models.Model,
    *,
    by: Actor,
    at: datetime,
    entry: EntryPlace,
    move: str = "",
    day: date | None = None,
    reason: str = "",
) -> Step:
    """Write the first step of a thing that was just made, under its ledger entry.

    `move` only where a thing begins in one of several ways; the day is today's if none
    is given.
    """
    model = step_model(row)
    name = move or model.states.opening
    today = timezone.localdate(at)
    _refuse_future(day or today, today)
    return model.objects.create(
        **{model.noun_field: row},
        number=1,
        opening=True,
        move=name,
        state=history.after_move(model.states, "", name),
        happened_on=day or today,
        reason=reason,
        agency_id=by.agency,
        recorded_by_id=by.user,
        recorded_at=at,
        ledger_lane=entry.lane,
        ledger_seq=entry.seq,
    )


def take_step(
    row: Any,
    move: str,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    day: date | None = None,
    precision: str = "day",
    reason: str = "",
    words: bytes | None = None,
    key: UUID | None = None,
    corrects: UUID | None = None,
    precedes_opening: bool = False,
    entry: StepEntry | EntryPlace | None = None,
    says: Mapping[str, object] | None = None,
    **columns: object,
) -> Step:
    """Take one step: the row's state and columns, the step, its entry in the ledger.

    Without a day it happened today, after everything that is recorded. With an earlier
    one it stands where it belongs, and must be lawful there; `corrects` names a step
    that then no longer counts, and an empty move says only that. To be called in the
    transaction of an action. `entry` is what the ledger says, or an entry made already;
    `says` are columns that only this noun's steps have.

    Raises `NotAllowedError` where the state at that place has no such move,
    `ChangedMeanwhileError` when somebody was faster, and `ValidationError` on
    `happened_on` for a day to come, before the beginning, or where later steps would no
    longer follow.
    """
    model = step_model(row)
    if version is not None and getattr(row, "version", None) != version:
        raise ChangedMeanwhileError
    taken = [
        history_step(step) for step in model.objects.filter(**{model.noun_field: row})
    ]
    today = timezone.localdate(at)
    turn = _turn(
        taken,
        happened_on=day,
        precision=precision,
        today=today,
        corrects=corrects,
    )
    if not precedes_opening:
        _refuse_before_opening(taken, turn)
    if day:
        _refuse_future(day, today)
    after = _state_after(model.states, taken, turn, move)
    made = HistoryStep(**{**vars(turn), "move": move, "state": after})
    stands = _standing(model.states, [*taken, made])
    _update_row(
        row,
        by,
        at,
        state=stands,
        reason=reason,
        columns=columns,
    )
    place = (
        entry
        if isinstance(entry, EntryPlace)
        else _enter(row, by, stands, reason, entry)
    )
    try:
        return model.objects.create(
            **{model.noun_field: row},
            id=key or uuid4(),
            number=made.number,
            opening=made.opening,
            move=move,
            state=after,
            happened_on=None if precision == "unknown" else made.day,
            precision=precision,
            reason=reason,
            words=words,
            agency_id=by.agency,
            recorded_by_id=by.user,
            recorded_at=at,
            corrects_id=corrects,
            ledger_lane=place.lane,
            ledger_seq=place.seq,
            **(says or {}),
        )
    except IntegrityError as error:
        raise ChangedMeanwhileError from error


def states_as_of(
    model: type[Step],
    day: date,
    known_on: date,
) -> dict[UUID, str]:
    """What every visible thing was at the end of a day, as was known at the end of
    another.
    """
    field = model._meta.get_field(model.noun_field)
    assert field.related_model is not None  # noqa: S101 a programming error
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT row_id, state FROM {field.related_model._meta.db_table}_as_of(%s, %s)",  # noqa: S608
            [day, known_on],
        )
        return dict(cursor.fetchall())


def steps_that_count(row: models.Model) -> list[Step]:
    """The steps of a thing that nobody corrected, in their order."""
    model = step_model(row)
    steps = {step.id: step for step in model.objects.filter(**{model.noun_field: row})}
    counting = history.effective_steps(map(history_step, steps.values()))
    return [steps[step.key] for step in counting]


def last_step(row: models.Model) -> Step | None:
    """The last step of a thing that counts."""
    counting = steps_that_count(row)
    return counting[-1] if counting else None


def place_of(step: Step) -> EntryPlace:
    """Where the ledger speaks of a step that was just taken."""
    assert step.ledger_lane is not None  # noqa: S101 a programming error
    assert step.ledger_seq is not None  # noqa: S101 a programming error
    return EntryPlace(step.ledger_lane, step.ledger_seq)


def step_model(row: models.Model) -> type[Step]:
    """The table of the steps of a thing's noun."""
    found: type[Step] = row._meta.get_field("steps").related_model  # type: ignore[assignment]
    return found


def history_step(step: Step) -> HistoryStep:
    """A stored step, as its history is judged."""
    recorded_on = timezone.localdate(step.recorded_at)
    return HistoryStep(
        key=step.id,
        number=step.number,
        move=step.move,
        state=step.state,
        day=step.happened_on or recorded_on,
        recorded_on=recorded_on,
        opening=step.opening,
        corrects=step.corrects_id,
    )


def _turn(
    taken: list[HistoryStep],
    *,
    happened_on: date | None,
    precision: str,
    today: date,
    corrects: UUID | None,
) -> HistoryStep:
    """A step that says nothing yet, at its place among the others."""
    counting = history.effective_steps(taken)
    if happened_on is None:
        day = max([today, *(step.day for step in counting[-1:])])
    else:
        days = [step.day for step in counting]
        day = history.placed_day(happened_on, precision, days)
    named = next((step for step in taken if step.key == corrects), None)
    if corrects and named is None:
        raise BrokenHistoryError("step", "of another thing", "correct")
    return HistoryStep(
        key=uuid4(),
        number=max((step.number for step in taken), default=0) + 1,
        move="",
        state="",
        day=day,
        recorded_on=today,
        opening=bool(named and named.opening),
        corrects=corrects,
    )


def _state_after(
    states: States,
    taken: list[HistoryStep],
    turn: HistoryStep,
    move: str,
) -> str:
    if not move:
        return ""
    before = history.state_before([*taken, turn], turn.turn)
    try:
        return history.after_move(states, before, move)
    except NotAllowedError:
        late = before != history.state_before([*taken, turn], (True, date.max, 0))
        if late and move in states.moves_from(_latest(taken)):
            raise ValidationError({"happened_on": _out_of_turn()}) from None
        raise


def _latest(taken: list[HistoryStep]) -> str:
    counting = history.effective_steps(taken)
    return counting[-1].state if counting else ""


def _standing(states: States, steps: list[HistoryStep]) -> str:
    try:
        return history.standing_state(states, steps)
    except BrokenHistoryError as error:
        raise ValidationError({"happened_on": _out_of_turn()}) from error


def _out_of_turn() -> str:
    return _(
        "On this day it was not yet, or no longer, so: another step is in between."
    )


def _refuse_future(day: date, today: date) -> None:
    if day > today:
        raise ValidationError({"happened_on": _("The day is not in the future.")})


def _refuse_before_opening(taken: list[HistoryStep], turn: HistoryStep) -> None:
    opened = next((step.day for step in history.effective_steps(taken)), None)
    if opened and turn.day < opened and not turn.opening:
        message = _("The day is before it began.")
        raise ValidationError({"happened_on": message})


def _update_row(
    row: Any,
    by: Actor,
    at: datetime,
    *,
    state: str,
    reason: str,
    columns: dict[str, object],
) -> None:
    """Change the row, if it still is what was read."""
    known = {field.name for field in row._meta.get_fields()}
    changes: dict[str, object] = dict(columns)
    seen: dict[str, object] = {"id": row.id, "state": row.state}
    changes["state"] = state
    why = step_model(row).reason_field
    if why in known:
        changes.setdefault(why, reason)
    if "changed_by" in known:
        changes |= {"changed_by_id": by.user, "changed_at": at}
    if "version" in known:
        seen["version"] = row.version
        changes["version"] = row.version + 1
    if not type(row).objects.filter(**seen).update(**changes):
        raise ChangedMeanwhileError
    for name, value in changes.items():
        setattr(row, name, value)


def _enter(
    row: models.Model,
    by: Actor,
    stands: str,
    reason: str,
    entry: StepEntry | None,
) -> EntryPlace:
    kind = step_model(row).ledger_kind
    said = entry or StepEntry()
    told = said.detail
    if told is None:
        told = {"reason": reason} if reason else {}
    return record(
        by=by,
        action=said.action or f"{row._meta.app_label}.{kind}_{stands}",
        kind=said.kind or kind,
        subject=said.subject or row.pk,
        detail=told,
    )
