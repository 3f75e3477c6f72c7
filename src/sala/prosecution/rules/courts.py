"""Who tries a case, and which verdict may follow which: no Django here."""

from collections.abc import Sequence
from uuid import UUID

TRIES = frozenset({"prosecutor", "court_clerk"})
JUDGED = frozenset({"judged", "appealed", "final"})
AFTER_APPEAL = frozenset({"appeal", "cassation"})


def instance_fits(state: str, instance: str) -> bool:
    """Whether a court of this instance may judge a charge: after an appeal only a
    higher one.
    """
    return state != "appealed" or instance in AFTER_APPEAL


def tries_case(
    role: str,
    agency: UUID | None,
    sides: Sequence[UUID | None],
    *,
    overseen: bool,
) -> bool:
    """Whether somebody who sees a case prosecutes or tries it: in the agency that
    prosecutes or holds it; in a case in the compartment, whoever oversight assigned.
    """
    return role in TRIES and (overseen or (agency is not None and agency in sides))
