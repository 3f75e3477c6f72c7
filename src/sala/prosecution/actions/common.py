"""What the actions of this room share: entering a thing in the ledger and in the case's
history.

Every entry about a case names it, as its subject or as `case` in its detail: that is
how the database finds and hides the entries of a case in the compartment
(`law/case_visibility.py`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from sala.access.closed_words import read_words
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.ledger.entries import EntryPlace
from sala.access.steps import StepEntry
from sala.people import codes
from sala.prosecution.models import Case, CaseEvent
from sala.prosecution.rules.courts import tries_case
from sala.vault.sealed_places import SealedPlace
from sala.vault.sealed_text import seal_text

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
    """The case, if the session sees it; `Case.DoesNotExist` where it sees none."""
    return Case.objects.get(id=case)


def worked_case(case: UUID) -> Case:
    """The case, if the session sees it and the central office did not take it over."""
    found = seen_case(case)
    if found.is_frozen:
        raise Case.DoesNotExist
    return found


def held_case(by: Actor, case: UUID) -> Case:
    """The case, if the actor's agency holds it, or oversight gave it to the actor;
    `Case.DoesNotExist` where not.
    """
    found = worked_case(case)
    if not found.in_compartment and found.held_by_id != by.agency_id:
        raise Case.DoesNotExist
    return found


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
    return not case.is_frozen and tries_case(
        by.role, by.agency_id, sides, overseen=case.in_compartment
    )


def enter_in_ledger(
    *,
    by: Actor,
    action: str,
    case: UUID,
    kind: str = "case",
    subject: UUID | None = None,
    detail: Mapping[str, object] | None = None,
) -> EntryPlace:
    """Enter in the ledger what was done in a case; where the entry stands."""
    named = {**(detail or {}), "case": str(case)}
    return record(
        by=by,
        action=f"prosecution.{action}",
        kind=kind,
        subject=subject or case,
        detail=named,
    )


def record_event(
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


def case_entry(
    action: str,
    case: UUID,
    detail: Mapping[str, object] | None = None,
) -> StepEntry:
    """What the ledger says of a step in a case, which it names."""
    return StepEntry(
        action=f"prosecution.{action}",
        detail={**(detail or {}), "case": str(case)},
    )


@contextmanager
def naming_day(field: str) -> Iterator[None]:
    """Refuse a day on which no step can have happened at the field that gave it."""
    try:
        yield
    except ValidationError as error:
        said = getattr(error, "error_dict", {}).get("happened_on")
        if said is None:
            raise
        raise ValidationError({field: said}) from error


def require_choice(
    field: str,
    value: str,
    known: object,
    problem: object,
) -> None:
    """Refuse a code that is in no list, at its field."""
    if value not in known:  # type: ignore[operator]
        raise ValidationError({field: problem})


def seal_words(text: str, place: SealedPlace) -> bytes | None:
    """A text as it is stored at its place; None where there is none."""
    return seal_text(text.strip(), place).encode() if text.strip() else None


def unseal_words(kept: bytes | memoryview | None, place: SealedPlace) -> str:
    """The text that was sealed for this place, or that it cannot be opened now."""
    return read_words([(kept, place)])[0]
