"""Screenings as the tests of this room send them."""

from uuid import uuid4

import pytest

from sala.access.roles import Role
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.screening.actions import envelopes, identification, operations
from sala.screening.actions.sealed_submissions import seal_submission
from sala.screening.rules.submission import Submission

TRIAGE = {"instrument": "triage", "version": "1.1.0"}
SIGNS = {
    "papers_kept": "yes",
    "not_free": "yes",
    "long_hours": "yes",
    "little_pay": "yes",
}
WOMAN = identification.DescriptionInput("female", "adult", "LA")
NAME = "Bounmee Synthetic"


def written(now, **changes):
    usual = {
        **TRIAGE,
        "written_at": now,
        "person": {
            "name": NAME,
            "phone": "020 5555 1234",
            "age": 30,
        },
        "sex": "female",
        "age_group": "adult",
        "citizenship": "LA",
        "alone": "yes",
        "interpreter": "not_needed",
        "answers": SIGNS,
        "outcome": "indicated",
    }
    return Submission.model_validate(usual | changes)


@pytest.fixture
def sent(actor, now):
    """Send a screening, of a frontline officer unless told otherwise; what became of it."""

    def send(*, role=Role.FRONTLINE_OFFICER, key=None, **changes):
        key = key or uuid4()
        with actor(role) as by:
            sealed = seal_submission(written(now, **changes), key)
            return envelopes.receive_envelope(
                by=by,
                at=now,
                key=key,
                sealed=sealed,
            )

    return send


@pytest.fixture
def raid(actor, now):
    with actor(Role.FRONTLINE_OFFICER) as by:
        met = [operations.MetAtOperation("female", "adult", True, 2)]
        occasion = operations.OperationInput(
            "police_operation",
            now.date(),
            place_code="LA01",
            met=met,
        )
        return operations.record_operation(
            by=by,
            at=now,
            occasion=occasion,
        )


@pytest.fixture
def person(actor, now):
    with actor(Role.CASE_WORKER) as by:
        return people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )


@pytest.fixture
def asked(actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        return identification.request_identification(
            by=by,
            at=now,
            person=person.id,
            described=WOMAN,
        )
