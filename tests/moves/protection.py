"""How the nouns of `protection` are made and moved."""

from datetime import datetime
from uuid import UUID

from tests.moves.stage import Move, MovedNoun, Stage

from sala.access.actions import give_grant
from sala.access.context import Actor
from sala.access.permissions import may
from sala.access.queries import agency_by_code
from sala.access.roles import Role
from sala.people import actions as people
from sala.people.rules import Identity
from sala.protection import states
from sala.protection.actions import referrals
from sala.protection.models import Referral, ReferralStep
from sala.protection.queries import referrals as queries


def send_referral(stage: Stage, by: Actor) -> UUID:
    """Refer somebody whom the actor, or else a colleague, registered."""
    person = _register(stage, by)
    return referrals.send_referral(
        by=by,
        at=stage.at,
        person=person,
        asked=referrals.ReferralRequest(
            receiver=agency_by_code("ATD").id,
            services=["shelter"],
            urgency="days",
            basis="vital_interest",
            kind="help",
            sex="male",
        ),
    )


def _register(stage: Stage, by: Actor) -> UUID:
    if may(by, "people.person.register"):
        return people.register_person(by=by, at=stage.at, identity=Identity()).id
    with stage.enter(Role.CASE_WORKER, "own") as worker:
        return people.register_person(by=worker, at=stage.at, identity=Identity()).id


def show_person(stage: Stage, key: UUID) -> None:
    """Let the agency without a part in it see the person, and so the referral."""
    with stage.look(Role.CASE_WORKER, "third") as by:
        third = by.agency
    with stage.enter(Role.CASE_WORKER, "own") as by:
        give_grant(
            by=by,
            at=stage.at,
            record_kind="person",
            record_id=Referral.objects.get(id=key).person_id,
            agency=third,
            until=stage.at.replace(year=stage.at.year + 1, day=1),
            basis="court_order",
        )


def offered_answers(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a referral offers; nothing where there is no page."""
    if not may(by, "protection.referral.view"):
        return None
    row = queries.load_referral(by=by, key=key)
    return {move.name for move in row.moves} if row else None


def answer(move: str) -> Move:
    """How one move of a referral is made, with a reason where one is asked for."""
    reasons = states.REFERRAL.terms[move].reasons

    def make(by: Actor, at: datetime, key: UUID) -> None:
        referrals.answer_referral(
            by=by,
            at=at,
            referral=key,
            move=move,
            reason=reasons[-1] if reasons else "",
        )

    return make


REFERRAL = MovedNoun(
    name="referral",
    steps=ReferralStep,
    seats={"sender": "own", "receiver": "other"},
    begin=send_referral,
    settle=show_person,
    moves={move: answer(move) for move in states.REFERRAL.terms if move != "send"},
    by_function={"accept": "SELECT protection_accept_referral(%s)"},
    reasons={
        move: terms.reasons[-1]
        for move, terms in states.REFERRAL.terms.items()
        if terms.reasons
    },
    offered=offered_answers,
)

NOUNS = (REFERRAL,)
