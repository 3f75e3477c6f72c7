"""What the actions of this room share: entering a thing in the ledger and in the case's
history.

Every entry about a case names it, as its subject or as `case` in its detail: that is
how the database finds and hides the entries of a case about an official
(`law/case_visibility.py`).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from sala.access.context import Actor
from sala.access.ledger import record
from sala.kit.states import ChangedMeanwhileError, States
from sala.people import codes
from sala.prosecution.models import Case, CaseEvent, Complaint
from sala.prosecution.rules.courts import tries
from sala.vault.sealed_places import SealedPlace
from sala.vault.sealed_text import open_text, seal_text

TRIES = 5


def new_code(rows: QuerySet[Any]) -> str:
    """A fresh random code that says nothing of how many came before it.

    It need not be seen to be taken: the unique constraint decides, and a clash is one
    in a billion.
    """
    for _try in range(TRIES):
        code = codes.new_code()
        if not rows.filter(code=code).exists():
            return code
    raise RuntimeError("no free code was found")


def seen_case(case: UUID) -> Case:
    """The case, if the session sees it; `Case.DoesNotExist` where there is none for it."""
    return Case.objects.get(id=case)


def tried_case(by: Actor, case: UUID) -> Case:
    """The case, if the actor prosecutes or tries it; `Case.DoesNotExist` where they do
    not.
    """
    found = seen_case(case)
    if not tried_by(by, found):
        raise Case.DoesNotExist
    return found


def tried_by(by: Actor, case: Case) -> bool:
    """Whether the actor, who sees a case, prosecutes or tries it."""
    sides = (case.held_by_id, case.prosecuted_by_id)
    return tries(by.role, by.agency_id, sides, official=case.concerns_official)


def enter(
    *,
    by: Actor,
    action: str,
    case: UUID,
    kind: str = "case",
    subject: UUID | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Enter in the ledger what was done in a case."""
    named = {**(detail or {}), "case": str(case)}
    record(
        by=by,
        action=f"prosecution.{action}",
        kind=kind,
        subject=subject or case,
        detail=named,
    )


def happened(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    kind: str,
    on: date | None = None,
    about: UUID | None = None,
) -> None:
    """Put one thing on the timeline of a case; `on` is the day it happened, today if
    not said.
    """
    CaseEvent.objects.create(
        case_id=case,
        kind=kind,
        happened_on=on or timezone.localdate(at),
        agency_id=by.agency,
        recorded_by_id=by.user,
        recorded_at=at,
        record_id=about,
    )


def move(rows: QuerySet[Any], table: States, name: str, **changes: object) -> str:
    """Make a move of the state table on one row, if it is still where it was; the new
    state.

    Raises `ObjectDoesNotExist`, `NotAllowedError`, and `ChangedMeanwhileError` where
    somebody else was faster.
    """
    before = rows.values_list("state", flat=True).get()
    after = table.after(before, name)
    if not rows.filter(state=before).update(state=after, **changes):
        raise ChangedMeanwhileError
    return after


def ask_database(function: str, *arguments: str | UUID | datetime | None) -> Any:
    """What one of this room's own functions of the database answers."""
    places = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({places})", arguments)
        (answer,) = cursor.fetchone()
    return answer


def choose(
    field: str,
    value: str,
    known: object,
    problem: object,
) -> None:
    """Refuse a code that is in no list, at its field."""
    if value not in known:  # type: ignore[operator]
        raise ValidationError({field: problem})


def seal(text: str, place: SealedPlace) -> bytes | None:
    """A text as it is stored at its place; None where there is none."""
    return seal_text(text.strip(), place).encode() if text.strip() else None


def unseal(kept: bytes | memoryview | None, place: SealedPlace) -> str:
    """The text that was sealed for this place."""
    return open_text(bytes(kept).decode(), place) if kept else ""


def account_place(noun: type[Complaint | Case], key: UUID) -> SealedPlace:
    """Where what was told stands, of a complaint or of a case."""
    name = noun._meta.db_table  # noqa: SLF001 Django's own door
    return SealedPlace(name, "account", key, "account")


def name_place(defendant: UUID) -> SealedPlace:
    """Where the name of a defendant stands."""
    return SealedPlace("prosecution_defendant", "name", defendant, "defendant")


def forfeited_place(forfeiture: UUID) -> SealedPlace:
    """Where it stands what was taken."""
    return SealedPlace("prosecution_forfeiture", "what", forfeiture, "forfeiture")
