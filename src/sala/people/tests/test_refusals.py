"""Each refusal of each action of this room: who asks for what, and what they are told."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from sala.access.permissions import RefusedError
from sala.access.roles import Purpose, Role
from sala.kit.states import ChangedMeanwhileError
from sala.kit.tests.test_uploaded_files import PDF
from sala.kit.uploaded_files import SentFile
from sala.people import actions
from sala.people.models import Consent, ErasureRequest, Person, PersonAttachment
from sala.people.tests.conftest import KHAM

pytestmark = pytest.mark.django_db
WORKER, ANALYST = Role.CASE_WORKER, Role.ANALYST
OFFICER = Role.DATA_PROTECTION_OFFICER
FILE = SentFile("pdf", PDF)
NOBODY = uuid4()


def answer(w, **changes):
    said = actions.ConsentInput(
        w.other,
        Purpose.SERVICES,
        True,
        "spoken",
        "lo",
        w.now.date(),
    )
    return replace(said, **changes)


def consents(w, by, **changes):
    return actions.record_consent(
        by=by,
        at=w.now,
        person=w.kham.id,
        answer=answer(w, **changes),
    )


def registers(w, by, **more):
    return actions.register_person(by=by, at=w.now, identity=KHAM, **more)


def changes(w, by, version=1, **more):
    return actions.change_identity(
        by=by,
        at=w.now,
        person=w.kham.id,
        identity=KHAM,
        version=version,
        **more,
    )


def adds(w, by, **more):
    said = {"person": w.kham.id, "what": "letter", "file": FILE} | more
    return actions.add_attachment(by=by, at=w.now, **said)


def asks(w, by, person=None, ground="asked_by_person"):
    return actions.ask_erasure(
        by=by,
        at=w.now,
        person=person or w.kham.id,
        ground=ground,
    )


def declines(w, by, request=NOBODY):
    return actions.decline_erasure(by=by, at=w.now, request=request)


def shares(w, by, days=10, **changed):
    key = consents(w, by, **changed)
    until = w.now.date() + timedelta(days=days)
    return actions.share_on_consent(by=by, at=w.now, consent=key, until=until)


def shares_lawfully(w, by, basis="none", days=10):
    return actions.share_on_lawful_basis(
        by=by,
        at=w.now,
        person=w.kham.id,
        recipient=w.other,
        basis=basis,
        until=w.now.date() + timedelta(days=days),
    )


def opens(w, by, person=None):
    return actions.open_identity(
        by=by,
        person=person or w.kham.id,
        purpose=Purpose.SERVICES,
    )


def withdraws(w, by, consent=NOBODY):
    return actions.withdraw_consent(by=by, at=w.now, consent=consent)


def twice(first, second):
    def both(w, by):
        key = first(w, by)
        second(w, by, key)
        return second(w, by, key)

    return both


def tomorrow(w):
    return w.now.date() + timedelta(days=1)


def yesterday(w):
    return w.now.date() - timedelta(days=1)


# role; what they do; how it is refused, and at which field of a form
REFUSALS = {
    "register: not theirs": (ANALYST, registers, RefusedError, ""),
    "register: no picture": (
        WORKER,
        lambda w, by: registers(w, by, photo=b"no picture"),
        ValidationError,
        "photo",
    ),
    "search: not theirs": (
        ANALYST,
        lambda _w, by: actions.search_persons(by=by, kind="name", text="x"),
        RefusedError,
        "",
    ),
    "open: seen by nobody": (
        WORKER,
        lambda w, by: opens(w, by, NOBODY),
        Person.DoesNotExist,
        "",
    ),
    "open: not seen": (ANALYST, opens, Person.DoesNotExist, ""),
    "change: not seen": (ANALYST, changes, Person.DoesNotExist, ""),
    "change: not theirs": (Role.SUPERVISOR, changes, RefusedError, ""),
    "change: somebody was faster": (
        WORKER,
        lambda w, by: changes(w, by, 7),
        ChangedMeanwhileError,
        "",
    ),
    "change: no picture": (
        WORKER,
        lambda w, by: changes(w, by, photo=b"no picture"),
        ValidationError,
        "photo",
    ),
    "consent: not seen": (ANALYST, consents, Person.DoesNotExist, ""),
    "consent: not theirs": (Role.SUPERVISOR, consents, RefusedError, ""),
    "consent: a guardian without a name": (
        WORKER,
        lambda w, by: consents(w, by, manner="by_guardian"),
        ValidationError,
        "guardian",
    ),
    "consent: a relation of no list": (
        WORKER,
        lambda w, by: consents(w, by, guardian_relation="friend"),
        ValidationError,
        "guardian_relation",
    ),
    "consent: a day to come": (
        WORKER,
        lambda w, by: consents(w, by, answered_on=tomorrow(w)),
        ValidationError,
        "answered_on",
    ),
    "consent: over before it begins": (
        WORKER,
        lambda w, by: consents(w, by, valid_until=yesterday(w)),
        ValidationError,
        "valid_until",
    ),
    "consent: towards oneself": (
        WORKER,
        lambda w, by: consents(w, by, recipient=by.agency_id),
        ValidationError,
        "recipient",
    ),
    "withdraw: not theirs": (ANALYST, withdraws, RefusedError, ""),
    "withdraw: none": (WORKER, withdraws, Consent.DoesNotExist, ""),
    "withdraw: twice": (
        WORKER,
        twice(consents, withdraws),
        Consent.DoesNotExist,
        "",
    ),
    "share: refused by the person": (
        WORKER,
        lambda w, by: shares(w, by, given=False),
        ValidationError,
        "consent",
    ),
    "share: longer than agreed": (
        WORKER,
        lambda w, by: shares(w, by, valid_until=tomorrow(w)),
        ValidationError,
        "until",
    ),
    "share: for more than a year": (
        WORKER,
        lambda w, by: shares(w, by, 400),
        ValidationError,
        "until",
    ),
    "share: no basis of the law": (
        WORKER,
        shares_lawfully,
        ValidationError,
        "basis",
    ),
    "share by law: not seen": (ANALYST, shares_lawfully, Person.DoesNotExist, ""),
    "glass: not theirs": (
        ANALYST,
        lambda w, by: actions.break_glass(by=by, code=w.kham.code, reason="x" * 20),
        RefusedError,
        "",
    ),
    "glass: no reason": (
        WORKER,
        lambda w, by: actions.break_glass(by=by, code=w.kham.code, reason="now"),
        ValidationError,
        "reason",
    ),
    "erasure: not seen": (ANALYST, asks, Person.DoesNotExist, ""),
    "erasure: not theirs": (Role.SUPERVISOR, asks, RefusedError, ""),
    "erasure: no ground": (
        WORKER,
        lambda w, by: asks(w, by, ground="whim"),
        ValidationError,
        "ground",
    ),
    "erasure: asked already": (
        WORKER,
        lambda w, by: (asks(w, by), asks(w, by)),
        ValidationError,
        "ground",
    ),
    "erase: not theirs": (
        WORKER,
        lambda _w, by: actions.erase_person(by=by, request=NOBODY),
        RefusedError,
        "",
    ),
    "erase: no request": (
        OFFICER,
        lambda _w, by: actions.erase_person(by=by, request=NOBODY),
        ErasureRequest.DoesNotExist,
        "",
    ),
    "decline: not theirs": (WORKER, declines, RefusedError, ""),
    "decline: no request": (OFFICER, declines, ErasureRequest.DoesNotExist, ""),
    "paper: not seen": (ANALYST, adds, Person.DoesNotExist, ""),
    "paper: of no kind": (
        WORKER,
        lambda w, by: adds(w, by, what="poem"),
        ValidationError,
        "what",
    ),
    "paper: of a day to come": (
        WORKER,
        lambda w, by: adds(w, by, dated_on=tomorrow(w)),
        ValidationError,
        "dated_on",
    ),
    "paper: none to open": (
        WORKER,
        lambda _w, by: actions.open_attachment(
            by=by,
            attachment=NOBODY,
            purpose=Purpose.SERVICES,
        ),
        PersonAttachment.DoesNotExist,
        "",
    ),
    "paper: none to remove": (
        WORKER,
        lambda _w, by: actions.remove_attachment(by=by, attachment=NOBODY),
        PersonAttachment.DoesNotExist,
        "",
    ),
}


class RecordOfOne:
    """One person, another agency, and the time."""

    def __init__(self, kham, other, now):
        self.kham, self.other, self.now = kham, other, now


@pytest.mark.parametrize("case", REFUSALS)
def test_it_is_refused(actor, kham, other, now, case):
    role, does, refused, field = REFUSALS[case]
    with actor(role) as by, pytest.raises(refused) as told, transaction.atomic():
        does(RecordOfOne(kham, other, now), by)
    if field:
        assert field in told.value.message_dict
