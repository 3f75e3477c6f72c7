"""What is put right stays its sender's: the original is kept, and who put it right is told."""

import pytest
from django.db import ProgrammingError, transaction

from sala.access.roles import Role
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.screening.models import Envelope, Screening
from sala.screening.tests.conftest import TRIAGE

NOBODY = {"person": {"code": "0000000000"}}


@pytest.mark.django_db
def test_nothing_is_emptied_that_was_not_taken_in_as_its_senders(actor, now, sent):
    left = sent(**NOBODY)
    emptied = {"state": "processed", "fault": "", "body": b""}
    for role in (Role.FRONTLINE_OFFICER, Role.CASE_WORKER):
        with actor(role), pytest.raises(ProgrammingError), transaction.atomic():
            Envelope.objects.filter(id=left.id).update(**emptied)
    with actor(Role.CASE_WORKER) as by:
        person = people.register_person(by=by, at=now, identity=people_rules.Identity())
        Screening.objects.create(
            id=left.id,
            receipt="X",
            person_id=person.id,
            agency_id=by.agency,
            screened_by_id=by.user,
            instrument=TRIAGE["instrument"],
            instrument_version=TRIAGE["version"],
            written_at=now,
            received_at=now,
            outcome="not_known",
        )
        with pytest.raises(ProgrammingError), transaction.atomic():
            Envelope.objects.filter(id=left.id).update(**emptied)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Envelope.objects.create(
                id=person.id,
                agency_id=by.agency,
                sent_by_id=by.user,
                received_at=now,
                state="processed",
            )
    with actor(Role.SUPERVISOR):
        assert Envelope.objects.get().body, "somebody's only record"
