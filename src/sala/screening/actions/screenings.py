"""What is done with a screening once it is there: reading the answers, sending the
person on.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from sala.access.context import Actor, for_purpose
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.roles import Purpose
from sala.countries import queries as countries
from sala.countries.instruments import InstrumentForm
from sala.kit.database_functions import ask_database
from sala.people import actions as people
from sala.screening.models import Screening, ScreeningAnswers
from sala.screening.rules import grading
from sala.vault.sealed_columns import sealed_place


@dataclass(frozen=True)
class OpenedAnswers:
    """Answers in the open, for the length of one answer, with what they show."""

    form: InstrumentForm
    answers: dict[str, str]
    result: grading.ScreeningResult


@transaction.atomic
def open_answers(*, by: Actor, screening: UUID, purpose: Purpose) -> OpenedAnswers:
    """Open what somebody answered, for a purpose; the opening is in the ledger before
    it is read.

    Raises `Screening.DoesNotExist` or `PersonKey.DoesNotExist` for what the actor may
    not see.
    """
    require(may(by, "screening.answers.open"))
    row = Screening.objects.get(id=screening)
    with for_purpose(by, purpose.value) as purposeful:
        kept = ScreeningAnswers.objects.get(screening_id=screening)
        said = people.open_about(
            by=by,
            person=row.person_id,
            place=sealed_place(ScreeningAnswers, "sealed", screening),
            sealed=bytes(kept.sealed),
            purpose=purpose,
        )
        record(
            by=purposeful,
            action="screening.answers_opened",
            kind="screening",
            subject=screening,
            detail={"person": str(row.person_id)},
        )
    form = countries.instrument_form(row.instrument, row.instrument_version)
    assert form is not None  # noqa: S101 no version of an instrument is ever deleted
    result = grading.grade_answers(
        form.questions,
        said["answers"],
        age_group=row.age_group,
        exploitation=said["exploitation"],
    )
    return OpenedAnswers(form, said["answers"], result)


def send_on(*, by: Actor, person: UUID) -> int:
    """Note on a person's screenings that somebody is asked to act for them; on how
    many.

    For whatever asks: a request for identification here, a referral in a room above.
    Its own ledger entry says what was asked.
    """
    return int(ask_database("screening_send_on", person))
