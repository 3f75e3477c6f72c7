"""How the nouns of `people` are made and moved.

A request to erase is decided by the data protection officer of whichever agency; a consent is
taken back where the person says so: with who keeps the record, or with whom it was opened to.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from tests.moves.screening import register_person
from tests.moves.stage import MovedNoun, Stage
from tests.moves.support import acting_user, open_person, this_moment

from sala.access.context import Actor
from sala.access.permissions import may
from sala.access.roles import Purpose, Role
from sala.kit import clock
from sala.people import actions, queries
from sala.people.models import Consent, ConsentStep, ErasureStep
from sala.people.views import presenters

VIEW, DECIDE = "people.person.view", "people.erasure.decide"


def ask_erasure(stage: Stage, by: Actor) -> UUID:
    """Ask that somebody be erased whom the actor, or else a colleague, registered."""
    told = {"person": register_person(stage, by), "ground": "asked_by_person"}
    return actions.ask_erasure(by=by, at=stage.at, **told)


def erase(by: Actor, _at: datetime, key: UUID) -> None:
    """Erase who the person is."""
    actions.erase_person(by=by, request=key)


def decline(by: Actor, at: datetime, key: UUID) -> None:
    """Leave the identity sealed as it is."""
    actions.decline_erasure(by=by, at=at, request=key)


def offered_of_request(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a request offers: both decisions, or none."""
    if not may(by, DECIDE):
        return None
    rows = [row for row in queries.erasure_requests(by=by) if row.id == key]
    return {"erase", "decline"} if rows and rows[0].decidable else set()


def record_answer(*, given: bool) -> Callable[[Stage, Actor], UUID]:
    """How it is recorded what somebody said of sharing with the agency `other`."""

    def record(stage: Stage, by: Actor) -> UUID:
        with stage.look(Role.CASE_WORKER, "other") as them:
            recipient = them.agency
        person, today = register_person(stage, by), stage.at.date()
        answer = actions.ConsentInput(
            recipient, Purpose.SERVICES, given, "spoken", "lo", today
        )
        return actions.record_consent(by=by, at=stage.at, person=person, answer=answer)

    return record


def open_everywhere(stage: Stage, key: UUID) -> None:
    """Let recipient and an agency without a part see the person, whatever was answered."""
    with stage.look(Role.CASE_WORKER, "own"):
        person = Consent.objects.get(id=key).person_id
    open_person(stage, person, "other")
    open_person(stage, person, "third")


def withdraw(by: Actor, at: datetime, key: UUID) -> None:
    """Note that they no longer agree."""
    actions.withdraw_consent(by=by, at=at, consent=key)


def offered_of_consent(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a person offers on one consent."""
    found = Consent.objects.filter(id=key).first()
    if found is None or not may(by, VIEW):
        return None
    rows = queries.load_consents(by=by, person_id=found.person_id)
    (row,) = [row for row in rows if row.id == key]
    line = presenters.present_consent(by, row, clock.today())
    return {"withdraw"} if line.may_withdraw else set()


ERASURE = MovedNoun(
    name="erasure_request",
    steps=ErasureStep,
    seats={"keeper": "own", "elsewhere": "other"},
    nobody="",
    begin=ask_erasure,
    moves={"erase": erase, "decline": decline},
    by_function={"erase": "SELECT people_erase(%s) IS NOT NULL"},
    columns={"decline": {"decided_by_id": acting_user, "decided_at": this_moment}},
    offered=offered_of_request,
)
CONSENT = MovedNoun(
    name="consent",
    steps=ConsentStep,
    seats={"keeper": "own", "recipient": "other"},
    begin=record_answer(given=True),
    beginnings={"refuse": record_answer(given=False)},
    settle=open_everywhere,
    moves={"withdraw": withdraw},
    by_function={
        "withdraw": """WITH done AS (
            UPDATE people_consent SET state = 'withdrawn',
                withdrawn_at = access_now(), withdrawn_by_id = access_actor()
            WHERE id = %s RETURNING 1) SELECT count(*) > 0 FROM done""",
    },
    offered=offered_of_consent,
)

NOUNS = (ERASURE, CONSENT)
