"""How the nouns of `screening` are made and moved."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from tests.moves.stage import Move, MovedNoun, Stage, find_member

from sala.access.context import Actor
from sala.access.permissions import may
from sala.access.roles import Role
from sala.kit import clock
from sala.people import actions as people
from sala.people.rules import Identity
from sala.screening.actions import envelopes, identification, quarantine
from sala.screening.actions.sealed_submissions import seal_submission
from sala.screening.models import (
    EnvelopeStep,
    IdentificationStep,
    Screening,
)
from sala.screening.queries import envelopes as envelope_queries
from sala.screening.queries import identification as identification_queries
from sala.screening.rules.identification import MOVES
from sala.screening.rules.submission import AHEAD, NewPerson, Submission

MOMENT = timedelta(seconds=5)
WOMAN = identification.DescriptionInput("female", "adult", "LA")
FINDINGS = {
    "identify": identification.Finding(
        "identified",
        act="recruitment",
        means=["threat"],
        form="forced_labour",
        act_evidence=["statement"],
        means_evidence=["statement"],
        form_evidence=["statement"],
        described=WOMAN,
    ),
    "not_identify": identification.Finding("not_identified", described=WOMAN),
    "ask_for_more": identification.Finding("more_information", described=WOMAN),
}


def ask_authority(stage: Stage, by: Actor) -> UUID:
    """Ask about somebody whom the actor, or else a colleague, registered."""
    person = register_person(stage, by)
    return identification.request_identification(
        by=by, at=stage.at, person=person, described=WOMAN
    )


def register_person(stage: Stage, by: Actor, agency: str = "own") -> UUID:
    """Somebody whom the actor, or else a colleague who may, registered."""
    if may(by, "people.person.register"):
        return people.register_person(by=by, at=stage.at, identity=Identity()).id
    with stage.enter(Role.CASE_WORKER, agency) as worker:
        return people.register_person(by=worker, at=stage.at, identity=Identity()).id


def decide(move: str) -> Move:
    """How the authority answers."""

    def make(by: Actor, at: datetime, key: UUID) -> None:
        identification.record_decision(
            by=by, at=at, request=key, finding=FINDINGS[move]
        )

    return make


def offered_of_request(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a request offers: every outcome, until it is decided."""
    if not may(by, "screening.identification.decide"):
        return None
    row = identification_queries.load_request(by=by, key=key)
    return set(MOVES.values()) if row and row.state != "decided" else None


def receive(stage: Stage, by: Actor, written_at: datetime) -> UUID:
    """Send a screening of somebody new, who shows signs of exploitation."""
    key = uuid4()
    said = Submission(
        instrument="triage",
        version="1.1.0",
        written_at=written_at,
        place_code="LA01",
        person=NewPerson(name="Synthetic"),
        outcome="indicated",
    )
    sealed = seal_submission(said, key)
    return envelopes.receive_envelope(by=by, at=stage.at, key=key, sealed=sealed).id


def receive_good(stage: Stage, by: Actor) -> UUID:
    """Send a screening that is taken in."""
    return receive(stage, by, stage.at)


def receive_faulty(stage: Stage, by: Actor) -> UUID:
    """Send one from a phone whose clock is a little too far ahead."""
    return receive(stage, by, stage.at + AHEAD + MOMENT)


def try_again(by: Actor, at: datetime, key: UUID) -> None:
    """Try to take it in as it is."""
    envelopes.try_again(by=by, at=at, key=key)


def take_in(by: Actor, at: datetime, key: UUID) -> None:
    """Try again when the clock of the phone is not too far ahead any more."""
    envelopes.try_again(by=by, at=at + MOMENT, key=key)


def hand_over(by: Actor, at: datetime, key: UUID) -> None:
    """Hand it to the identification officer."""
    to = colleague(by, at)
    quarantine.hand_over(by=by, at=at, key=key, to=to, reason="away")


def close(by: Actor, at: datetime, key: UUID) -> None:
    """Close it without taking it in."""
    quarantine.close_quarantined(by=by, at=at, key=key, reason="cannot_be_opened")


def open_again(by: Actor, at: datetime, key: UUID) -> None:
    """Take up again what was closed."""
    quarantine.open_again(by=by, at=at, key=key)


def colleague(_by: Actor, _at: datetime) -> UUID:
    """Who gets it."""
    return find_member(Role.IDENTIFICATION_OFFICER, "own")[0]


def acting_user(by: Actor, _at: datetime) -> UUID | None:
    """Whoever makes the move."""
    return by.user_id


def this_moment(_by: Actor, at: datetime) -> datetime:
    """The moment of the move."""
    return at


def record_screening(by: Actor, at: datetime, key: UUID) -> None:
    """Write the screening that the envelope holds, of somebody whom the actor registers."""
    if not may(by, "people.person.register"):
        return
    sender = find_member(Role.FRONTLINE_OFFICER, "own")[0]
    person = people.register_person(by=by, at=at, identity=Identity()).id
    Screening.objects.create(
        id=key,
        receipt="4829137064",
        person_id=person,
        agency_id=by.agency,
        screened_by_id=sender,
        instrument="triage",
        instrument_version="1.1.0",
        written_at=at,
        received_at=at,
        outcome="not_indicated",
    )


def offered_of_envelope(by: Actor, key: UUID) -> set[str] | None:
    """What the page of an envelope offers: to try again is both to take in and to fail."""
    if not may(by, "screening.outbox.see"):
        return None
    row = envelope_queries.load_envelope(by=by, key=key, at=clock.now())
    if row is None:
        return None
    moves = {"hand_over", "close"} if row.state == "set_aside" else {"open_again"}
    tries = {"take_in", "find_a_fault"} if row.may_try else set()
    moves = moves if row.may_move and row.state != "processed" else set()
    return tries | moves


MOVED = {"moved_by_id": acting_user, "moved_at": this_moment}
REQUEST = MovedNoun(
    name="identification_request",
    steps=IdentificationStep,
    seats={"asker": "own", "authority": "other"},
    begin=ask_authority,
    moves={move: decide(move) for move in FINDINGS},
    offered=offered_of_request,
)
ENVELOPE = MovedNoun(
    name="envelope",
    steps=EnvelopeStep,
    seats={"sender": "own"},
    begin=receive_faulty,
    beginnings={"take_in": receive_good},
    moves={
        "find_a_fault": try_again,
        "take_in": take_in,
        "hand_over": hand_over,
        "close": close,
        "open_again": open_again,
    },
    reasons={"hand_over": "away", "close": "cannot_be_opened"},
    columns={
        "take_in": {"fault": "", "body": b""},
        "hand_over": MOVED | {"holder_id": colleague, "moved_reason": "away"},
        "close": MOVED | {"moved_reason": "cannot_be_opened"},
        "open_again": MOVED | {"moved_reason": ""},
    },
    action_tells=True,
    prepare={"take_in": record_screening},
    offered=offered_of_envelope,
)

NOUNS = (REQUEST, ENVELOPE)
