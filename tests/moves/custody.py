"""How a record comes to be kept by an agency, and by another."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from tests.moves.stage import MovedNoun, Stage

from sala.access.context import Actor
from sala.access.permissions import Decision, RefusedError
from sala.access.roles import Role
from sala.people import actions as people
from sala.people.models import CustodyStep, Person
from sala.people.rules import Identity
from sala.protection.actions import referrals
from sala.protection.models import Referral

NOT_SO = RefusedError(Decision(allowed=False))


def register(state: str) -> Callable[[Stage, Actor], UUID]:
    """How somebody is registered by whom they are then in this state with."""

    def begin(stage: Stage, by: Actor) -> UUID:
        made = people.register_person(by=by, at=stage.at, identity=Identity())
        if Person.objects.get(id=made.id).state != state:
            raise NOT_SO
        return made.id

    return begin


def ask_to_take_over(stage: Stage, key: UUID) -> None:
    """Ask the receiver to take the person over."""
    with stage.look(Role.CASE_WORKER, "third") as them:
        receiver = them.agency
    with stage.enter(Role.CASE_WORKER, "own") as by:
        asked = referrals.ReferralRequest(
            receiver, ["shelter"], "days", "vital_interest", "take_over"
        )
        referrals.send_referral(by=by, at=stage.at, person=key, asked=asked)


def take_over(by: Actor, at: datetime, key: UUID) -> None:
    """Accept what waits; whoever knows of no referral accepts nothing."""
    waiting = Referral.objects.filter(person_id=key, kind="take_over").get()
    referrals.accept_referral(by=by, at=at, referral=waiting.id)


CUSTODY = MovedNoun(
    name="custody",
    steps=CustodyStep,
    seats={"keeper": "own", "receiver": "third"},
    nobody="other",
    begin=register("registered"),
    beginnings={"admit": register("in_care")},
    settle=ask_to_take_over,
    moves={"take_over": take_over},
    by_function={
        "take_over": """SELECT coalesce(bool_or(protection_accept_referral(r.id)), false)
            FROM protection_referral r WHERE r.person_id = %s AND r.kind = 'take_over'""",
    },
)

NOUNS = (CUSTODY,)
