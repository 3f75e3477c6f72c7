"""How an operation is recorded and moved: the database makes its steps, of what is written."""

from datetime import datetime
from uuid import UUID

from tests.moves.stage import MovedNoun, Stage

from sala.access.context import Actor
from sala.screening.actions import operations
from sala.screening.models import NotScreened, Operation, OperationStep
from sala.screening.rules.operations import MetAtOperation
from sala.screening.states import OPERATION as STATES

MET = 3  # of whom one is explained from the beginning


def occasion(
    at: datetime, number: int = MET, place: str = "LA01"
) -> operations.OperationInput:
    """What happened, and how many people it met."""
    met = [MetAtOperation("female", "adult", True, number)]
    return operations.OperationInput("police_operation", at.date(), place, met=met)


def record_operation(stage: Stage, by: Actor) -> UUID:
    """Record one, and of one person why there will be no screening."""
    key = operations.record_operation(by=by, at=stage.at, occasion=occasion(stage.at))
    explain(by, stage.at, key)
    return key


def explain(by: Actor, at: datetime, key: UUID, number: int = 1) -> None:
    """Say why so many will not be screened."""
    told = {"reason": "refused", "number": number}
    operations.explain_unscreened(by=by, at=at, operation=key, **told)


def account_for_everybody(by: Actor, at: datetime, key: UUID) -> None:
    """Explain all that are left, where some are."""
    STATES.after(Operation.objects.get(id=key).state, "account_for_everybody")
    explain(by, at, key, MET - 1)


def find_a_gap(by: Actor, at: datetime, key: UUID) -> None:
    """Say that more people were met, where everybody was accounted for."""
    STATES.after(Operation.objects.get(id=key).state, "find_a_gap")
    change(by, at, key, occasion(at, MET + 1))


def correct(by: Actor, at: datetime, key: UUID) -> None:
    """Say that it was elsewhere."""
    change(by, at, key, occasion(at, place="LA02"))


def change(by: Actor, at: datetime, key: UUID, told: operations.OperationInput) -> None:
    """Correct what was recorded."""
    version = Operation.objects.get(id=key).version
    said = {"occasion": told, "version": version}
    operations.change_operation(by=by, at=at, operation=key, **said)


def take_back(by: Actor, at: datetime, key: UUID) -> None:
    """Take back the first explanation."""
    explained = NotScreened.objects.filter(operation_id=key).order_by("id").first()
    number = explained.id if explained else 0
    operations.take_back(by=by, at=at, operation=key, explained=number)


CHANGED = """WITH done AS (UPDATE screening_operation SET version = version + 1
    WHERE id = %s RETURNING 1) SELECT count(*) > 0 FROM done"""
EXPLAINED = """WITH done AS (
    INSERT INTO screening_notscreened (operation_id, reason, number, recorded_by_id,
                                       recorded_at)
        SELECT id, 'refused', {number}, access_actor(), access_now()
        FROM screening_operation WHERE id = %s {where} RETURNING 1)
    SELECT count(*) > 0 FROM done"""
MET_MORE = """WITH done AS (UPDATE screening_metcount SET number = number + 1
    WHERE operation_id = %s AND EXISTS (
        SELECT 1 FROM screening_operation o WHERE o.id = operation_id
        AND o.state = 'settled') RETURNING 1) SELECT count(*) > 0 FROM done"""
TAKEN_BACK = """WITH done AS (
    UPDATE screening_notscreened SET withdrawn_at = access_now(),
        withdrawn_by_id = access_actor()
    WHERE operation_id = %s AND number = 1 RETURNING 1) SELECT count(*) > 0 FROM done"""

OPERATION = MovedNoun(
    name="operation",
    steps=OperationStep,
    seats={"agency": "own"},
    begin=record_operation,
    moves={
        "correct": correct,
        "explain": explain,
        "take_back": take_back,
        "account_for_everybody": account_for_everybody,
        "find_a_gap": find_a_gap,
    },
    by_function={
        "correct": CHANGED,
        "explain": EXPLAINED.format(number=1, where=""),
        "take_back": TAKEN_BACK,
        "account_for_everybody": EXPLAINED.format(
            number=MET - 1,
            where="AND state = 'open'",
        ),
        "find_a_gap": MET_MORE,
    },
    follows={("explain", "settled"): "open", ("take_back", "settled"): "open"},
)

NOUNS = (OPERATION,)
