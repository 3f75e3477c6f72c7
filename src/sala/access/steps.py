"""Taking steps: each change of a state, with its day, reason and ledger entry."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class StepWords:
    """Words beside a reason, sealed for the step of this key."""

    key: UUID
    sealed: bytes


@dataclass(frozen=True)
class StepPlace:
    """Where in its history a step is to stand, and which step it puts right."""

    happened_on: date | None
    precision: str
    corrects: UUID | None


def begin_history(
    row: models.Model,
    *,
    by: Actor,
    at: datetime,
    entry: EntryPlace,
    move: str = "",
    happened_on: date | None = None,
    reason: str = "",
    says: Mapping[str, object] | None = None,
) -> Step:
    """Write the first step of a thing that was just made, under its ledger entry.

    `move` only where a thing begins in one of several ways; the day is today's if none
    is given.
    """
    model = step_model(row)
    today = timezone.localdate(at)
    _refuse_future(happened_on or today, today)
    name = move or model.states.opening
    first = HistoryStep(
        key=uuid4(),
        number=1,
        move=name,
        state=history.after_move(model.states, "", name),
        day=happened_on or today,
        recorded_on=today,
        opening=True,
    )
    return _write_step(
        row,
        first,
        by=by,
        at=at,
        entry=entry,
        reason=reason,
        says=says,
    )


def take_step(
    row: Any,
    move: str,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    happened_on: date | None = None,
    precision: str = "day",
    reason: str = "",
    words: StepWords | None = None,
    corrects: UUID | None = None,
    entry: StepEntry | EntryPlace | None = None,
    columns: Mapping[str, object] | None = None,
    says: Mapping[str, object] | None = None,
) -> Step:
    """Take one step: the row's state and columns, the step, its entry in the ledger.

    Without a day it happened today, after everything that is recorded. With an earlier
    one it stands where it belongs, and must be lawful there; `corrects` names a step
    that then no longer counts, and an empty move says only that. `says` is what only
    this noun's steps have. To be called within an action.

    Raises `NotAllowedError` where the state at that place has no such move,
    `ChangedMeanwhileError` when somebody was faster, and `ValidationError` on
    `happened_on` for a day to come, before the beginning (unless the move may precede
    it), or after which later steps would no longer follow.
    """
    if version is not None and row.version != version:
        raise ChangedMeanwhileError
    taken, model = list(map(history_step, _all_steps(row))), step_model(row)
    states = model.states
    place = StepPlace(happened_on, precision, corrects)
    made = _judged_step(model, taken, move, place, today=timezone.localdate(at))
    made = replace(made, key=words.key if words else made.key)
    stands = _state_of_history(states, [*taken, made])
    _update_row(row, by, at, {"state": stands} | dict(columns or {}), reason=reason)
    if not isinstance(entry, EntryPlace):
        entry = _record_step(row, by, reason, entry or StepEntry())
    return _write_step(
        row,
        made,
        by=by,
        at=at,
        entry=entry,
        reason=reason,
        precision=precision,
        words=words,
        says=says,
    )


def _judged_step(
    model: type[Step],
    taken: list[HistoryStep],
    move: str,
    place: StepPlace,
    *,
    today: date,
) -> HistoryStep:
    """The step at its place in the history, once it is lawful there."""
    _refuse_future(place.happened_on or today, today)
    turn = _placed_step(
        taken,
        day=place.happened_on,
        precision=place.precision,
        today=today,
        corrects=place.corrects,
    )
    if move and move not in model.moves_before_opening:
        _refuse_before_opening(taken, turn)
    state = _state_after(model.states, taken, turn, move)
    return replace(turn, move=move, state=state)


def states_as_of(
    model: type[Step],
    day: date,
    known_on: date,
) -> dict[UUID, str]:
    """What every visible thing was at the end of a day, as was known at the end of
    another.
    """
    table = noun_model(model)._meta.db_table  # noqa: SLF001 Django's own door
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT row_id, state FROM {table}_as_of(%s, %s)",  # noqa: S608
            [day, known_on],
        )
        return dict(cursor.fetchall())


def steps_that_count(row: models.Model) -> list[Step]:
    """The steps of a thing that nobody corrected, in their order."""
    steps = {step.id: step for step in _all_steps(row)}
    counting = history.effective_steps(map(history_step, steps.values()))
    return [steps[step.key] for step in counting]


def last_step(row: models.Model) -> Step:
    """The last step of a thing that counts."""
    return steps_that_count(row)[-1]


def place_of(step: Step) -> EntryPlace:
    """Where the ledger speaks of a step that was just taken."""
    assert step.ledger_lane is not None  # noqa: S101 a programming error
    assert step.ledger_seq is not None  # noqa: S101 a programming error
    return EntryPlace(step.ledger_lane, step.ledger_seq)


def step_model(row: models.Model) -> type[Step]:
    """The table of the steps of a thing's noun."""
    field = row._meta.get_field("steps")  # noqa: SLF001 Django's own door
    found: type[Step] = field.related_model  # type: ignore[assignment]
    return found


def noun_model(model: type[Step]) -> type[models.Model]:
    """The table whose things these steps are of."""
    field = model._meta.get_field(model.noun_field)  # noqa: SLF001 Django's own door
    found: type[models.Model] = field.related_model  # type: ignore[assignment]
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


def _all_steps(row: models.Model) -> models.QuerySet[Step]:
    model = step_model(row)
    return model.objects.filter(**{model.noun_field: row})


def _placed_step(
    taken: list[HistoryStep],
    *,
    day: date | None,
    precision: str,
    today: date,
    corrects: UUID | None,
) -> HistoryStep:
    """A step that says nothing yet, at its place among the others."""
    counting = history.effective_steps(taken)
    corrected = next((step for step in counting if step.key == corrects), None)
    if corrects and corrected is None:
        raise ChangedMeanwhileError  # it was corrected before
    if day is None:
        placed = max([today, *(step.day for step in counting[-1:])])
    else:
        placed = history.placed_day(day, precision, [step.day for step in counting])
    return HistoryStep(
        key=uuid4(),
        number=max((step.number for step in taken), default=0) + 1,
        move="",
        state="",
        day=placed,
        recorded_on=today,
        opening=bool(corrected and corrected.opening),
        corrects=corrects,
    )


def _state_after(
    states: States,
    taken: list[HistoryStep],
    turn: HistoryStep,
    move: str,
) -> str:
    """The state a move leads to at its place; where only later, the day is wrong."""
    if not move:
        return ""
    counting = history.effective_steps([*taken, turn])
    try:
        return history.after_move(states, history.state_before(counting, turn), move)
    except NotAllowedError:
        last = counting[-1]
        if turn.turn < last.turn and move in states.moves_from(last.state):
            raise _out_of_turn() from None
        raise


def _state_of_history(states: States, steps: list[HistoryStep]) -> str:
    try:
        return history.standing_state(states, steps)
    except BrokenHistoryError as error:
        raise _out_of_turn() from error


def _out_of_turn() -> ValidationError:
    message = _("This does not fit with what is recorded before and after this day.")
    return ValidationError({"happened_on": message})


def _refuse_future(day: date, today: date) -> None:
    if day > today:
        raise ValidationError({"happened_on": _("The day is not in the future.")})


def _refuse_before_opening(taken: list[HistoryStep], turn: HistoryStep) -> None:
    opened = next((step.day for step in history.effective_steps(taken)), None)
    if opened and turn.day < opened and not turn.opening:
        raise ValidationError({"happened_on": _("The day is before it began.")})


def _update_row(
    row: Any,
    by: Actor,
    at: datetime,
    changes: dict[str, object],
    *,
    reason: str,
) -> None:
    """Change the row, if it still is what was read."""
    known = {field.name for field in row._meta.get_fields()}  # noqa: SLF001
    seen: dict[str, object] = {"id": row.id, "state": row.state}
    if step_model(row).reason_field in known:
        changes.setdefault(step_model(row).reason_field, reason)
    if "changed_by" in known:
        changes |= {"changed_by_id": by.user, "changed_at": at}
    counter = step_model(row).version_field
    if counter in known:
        seen[counter] = getattr(row, counter)
        changes[counter] = getattr(row, counter) + 1
    if not type(row).objects.filter(**seen).update(**changes):
        raise ChangedMeanwhileError
    for name, value in changes.items():
        setattr(row, name, value)


def _record_step(
    row: Any,
    by: Actor,
    reason: str,
    said: StepEntry,
) -> EntryPlace:
    kind = step_model(row).ledger_kind
    room = row._meta.app_label  # noqa: SLF001
    told = said.detail
    if told is None:
        told = {"reason": reason} if reason else {}
    return record(
        by=by,
        action=said.action or f"{room}.{kind}_{row.state}",
        kind=said.kind or kind,
        subject=said.subject or row.pk,
        detail=told,
    )


def _write_step(
    row: models.Model,
    made: HistoryStep,
    *,
    by: Actor,
    at: datetime,
    entry: EntryPlace,
    reason: str,
    precision: str = "day",
    words: StepWords | None = None,
    says: Mapping[str, object] | None = None,
) -> Step:
    model = step_model(row)
    given = {"id": made.key, model.noun_field: row, "corrects_id": made.corrects}
    try:
        step: Step = model.objects.create(
            **(given | dict(says or {})),
            number=made.number,
            opening=made.opening,
            move=made.move,
            state=made.state,
            happened_on=None if precision == "unknown" else made.day,
            precision=precision,
            reason=reason,
            words=words.sealed if words else None,
            agency_id=by.agency,
            recorded_by_id=by.user,
            recorded_at=at,
            ledger_lane=entry.lane,
            ledger_seq=entry.seq,
        )
    except IntegrityError as error:
        raise ChangedMeanwhileError from error
    return step
