"""From what an envelope holds to the record: the screening, the person, their
answers.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.ledger.entries import EntryPlace
from sala.countries import queries as countries
from sala.countries.instruments import InstrumentForm
from sala.people import actions as people
from sala.people import codes
from sala.people import queries as people_queries
from sala.screening import signals
from sala.screening.actions.sealed_submissions import FaultError
from sala.screening.models import Operation, Screening, ScreeningAnswers
from sala.screening.rules.frame import FRAME, described_fields
from sala.screening.rules.submission import (
    KnownPerson,
    Submission,
    grade_submission,
    identity_of,
    submission_fault,
)
from sala.vault.sealed_columns import sealed_place

# What the frame asks is a column of the screening, but what its answers are sealed
# with.
RECORDED = tuple(
    field.name
    for page in FRAME
    for field in described_fields(page)
    if field.name != "exploitation"
)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RecordedScreening:
    """A screening that was just recorded, and where the ledger says so."""

    screening: Screening
    entry: EntryPlace


def record_submission(
    *,
    by: Actor,
    at: datetime,
    key: UUID,
    content: Submission,
    officer: UUID,
    corrected: bool = False,
) -> RecordedScreening:
    """Record the screening that an envelope holds, of the officer who sent it.

    Raises `FaultError` and leaves nothing half-written.
    """
    try:
        with transaction.atomic():
            form = instrument_of(content)
            _refuse_fault(by, at, form, content)
            person = _person_of(by, at, content)
            made = _build_row(by, at, key, content, officer)
            made.person_id, made.operation_id = person, content.operation
            made.corrected_by_id = by.user if corrected else None
            made.dimensions = list(grade_submission(form.questions, content).positive)
            return _persist_screening(by, at, made, content)
    except (FaultError, OperationalError, IntegrityError):
        raise
    except Exception as error:
        # What nobody foresaw is no reason to lose somebody's answers. The kind of error
        # is logged, and not its text, which may hold them.
        log.warning("envelope %s was set aside: %s", key, type(error).__name__)
        raise FaultError("failed") from error


def instrument_of(content: Submission) -> InstrumentForm:
    """The questions a screening answers; raises `FaultError` where the country has them
    not.
    """
    form = countries.instrument_form(content.instrument, content.version)
    if form is None:
        raise FaultError("unknown_instrument")
    return form


def known_person(who: KnownPerson) -> UUID:
    """Somebody who is registered, by their code; raises `FaultError` where whoever acts
    does not see them.
    """
    key = people_queries.person_key(who.code)
    if key is None:
        raise FaultError("unknown_person")
    return key


def sees_operation(by: Actor, operation: UUID) -> bool:
    """Whether an operation is one of the actor's agency."""
    return Operation.objects.filter(id=operation, agency_id=by.agency).exists()


def _refuse_fault(
    by: Actor,
    at: datetime,
    form: InstrumentForm,
    content: Submission,
) -> None:
    fault = submission_fault(content, {q.name for q in form.questions}, at)
    if not fault and content.operation and not sees_operation(by, content.operation):
        fault = "unknown_operation"
    if fault:
        raise FaultError(fault)


def _person_of(by: Actor, at: datetime, content: Submission) -> UUID:
    if isinstance(content.person, KnownPerson):
        return known_person(content.person)
    identity = identity_of(content)
    return people.register_person(by=by, at=at, identity=identity).id


def _build_row(
    by: Actor,
    at: datetime,
    key: UUID,
    content: Submission,
    officer: UUID,
) -> Screening:
    said = {name: getattr(content, name) for name in RECORDED}
    return Screening(
        id=key,
        receipt=codes.new_code(),
        agency_id=by.agency,
        screened_by_id=officer,
        instrument=content.instrument,
        instrument_version=content.version,
        written_at=content.written_at,
        received_at=at,
        place_code=content.place_code,
        **{n: list(v) if isinstance(v, tuple) else v for n, v in said.items()},
    )


def _persist_screening(
    by: Actor,
    at: datetime,
    made: Screening,
    content: Submission,
) -> RecordedScreening:
    made.save(force_insert=True)
    said: dict[str, Any] = {
        "answers": content.answers,
        "exploitation": content.exploitation,
    }
    if content.later:  # what a newer form said stays with them, for who can read it
        said |= {"form": content.form, "later": content.later}
    ScreeningAnswers.objects.create(
        screening_id=made.id,
        sealed=people.seal_about(
            by=by,
            person=made.person_id,
            place=sealed_place(ScreeningAnswers, "sealed", made.id),
            value=said,
        ),
    )
    entry = record(
        by=by,
        action="screening.recorded",
        kind="screening",
        subject=made.id,
        detail={"person": str(made.person_id), "outcome": made.outcome},
    )
    _announce_presumed(by, at, made)
    return RecordedScreening(made, entry)


def _announce_presumed(by: Actor, at: datetime, made: Screening) -> None:
    """Somebody with signs counts as a victim until it is decided: rights open with the
    record.
    """
    if made.outcome == "indicated":
        signals.presumed.send(
            sender=Screening,
            by=by,
            at=at,
            person=made.person_id,
            screening=made,
            described={
                name: getattr(made, name)
                for name in ("sex", "age_group", "citizenship")
            },
        )
