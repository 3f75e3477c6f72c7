"""How a licence is given and moved."""

from datetime import datetime, timedelta
from uuid import UUID

from tests.moves.stage import Move, MovedNoun, Stage

from sala.access.context import Actor
from sala.kit import clock
from sala.prevention import actions
from sala.prevention.models import LicenceStep
from sala.prevention.queries.recruitment import recruitment_agency

TAKES = {"suspend": "fees_charged", "revoke": "fees_charged"}  # the moves that say why


def license_recruiter(stage: Stage, by: Actor) -> UUID:
    """Register a recruitment agency, licensed a month ago."""
    day = stage.at.date() - timedelta(days=30)
    recruiter = actions.Recruiter("RA-MOVES", "Synthetic Recruitment", day)
    return actions.register_recruiter(by=by, at=stage.at, recruiter=recruiter)


def move_licence(move: str) -> Move:
    """How one move of a licence is recorded, after the last step there is."""

    def make(by: Actor, at: datetime, key: UUID) -> None:
        taken = LicenceStep.objects.filter(recruitment_agency_id=key)
        actions.move_licence(
            by=by,
            at=at,
            recruiter=key,
            move=move,
            happened_on=at.date(),
            step=taken.count(),
            reason=TAKES.get(move, ""),
        )

    return make


def offered_moves(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a recruitment agency offers."""
    row = recruitment_agency(by=by, key=key, on=clock.today())
    return {move.name for move in row.moves} if row else None


LICENCE = MovedNoun(
    name="licence",
    steps=LicenceStep,
    seats={"licenser": "own"},
    begin=license_recruiter,
    moves={
        move: move_licence(move)
        for move in ("renew", "suspend", "restore", "revoke", "license_anew")
    },
    reasons=TAKES,
    offered=offered_moves,
)

NOUNS = (LICENCE,)
