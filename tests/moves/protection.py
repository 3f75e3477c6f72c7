"""How the nouns of `protection` are made and moved."""

from uuid import UUID

from tests.moves.stage import MovedNoun, Stage

from sala.access.actions import give_grant
from sala.access.context import Actor
from sala.access.permissions import may
from sala.access.queries import agency_by_code
from sala.access.roles import Role
from sala.people import actions as people
from sala.people.rules import Identity
from sala.protection.actions import referrals
from sala.protection.models import Referral, ReferralStep
from sala.protection.queries import referrals as queries


def send_referral(stage: Stage, by: Actor) -> UUID:
    """Refer somebody whom the actor, or else a colleague, registered."""
    person = _register(stage, by)
    return referrals.refer(
        by=by,
        at=stage.at,
        person=person,
        asked=referrals.Asked(
            receiver=agency_by_code("ATD").id,
            services=["shelter"],
            urgency="days",
            basis="vital_interest",
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
    row = queries.referral(by=by, key=key)
    return {move.name for move in row.moves} if row else None


REFERRAL = MovedNoun(
    name="referral",
    steps=ReferralStep,
    seats={"sender": "own", "receiver": "other"},
    begin=send_referral,
    settle=show_person,
    moves={
        "accept": lambda by, at, key: referrals.accept(by=by, at=at, referral=key),
        "decline": lambda by, at, key: referrals.move_referral(
            by=by,
            at=at,
            referral=key,
            move="decline",
            reason="no_place",
        ),
        "withdraw": lambda by, at, key: referrals.move_referral(
            by=by, at=at, referral=key, move="withdraw"
        ),
        "complete": lambda by, at, key: referrals.move_referral(
            by=by, at=at, referral=key, move="complete"
        ),
    },
    by_function={"accept": "SELECT protection_accept_referral(%s)"},
    reasons={"decline": "no_place"},
    offered=offered_answers,
)

NOUNS = (REFERRAL,)
