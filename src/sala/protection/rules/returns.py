"""When somebody who returned is asked after, and what says that they are exploited
again.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

KINDS = ("home", "elsewhere", "abroad")
AGREED = ("person", "guardian")
RISKS = ("safe", "safe_with_support", "not_safe")
ACCOMPANIED = ("nobody", "case_worker", "family", "police", "organisation", "consular")
CANCELLED = (
    "changed_mind",
    "not_safe",
    "family_refuses",
    "no_papers",
    "no_money",
    "other",
)
MANNERS = ("visit", "phone", "village", "partner")
FOUND = ("well", "needs_help", "moved_on", "in_danger", "exploited_again")
MISSED = ("not_found", "does_not_want", "too_far", "no_money", "other")
INSISTS = "insists"
TOLD = ("nothing", "code", "identity")

ANEW = timedelta(
    days=180,
)  # between two decisions on what cannot be the same exploitation
FOLLOWED_FOR = 360  # days after a return: a year in whole quarters


def follow_up_days(returned_on: date, every: int) -> tuple[date, ...]:
    """The days on which to ask after somebody: every so many days of the pack, for a
    year.
    """
    return tuple(
        returned_on + timedelta(days=n) for n in range(every, FOLLOWED_FOR + 1, every)
    )


def may_go(risk: str, agreed: str, *, insists: bool) -> bool:
    """Whether somebody may be sent: they agreed, and it is safe or they insist on their
    own.
    """
    if agreed not in AGREED:
        return False
    return risk in {"safe", "safe_with_support"} or (risk == "not_safe" and insists)


def moves_of(kind: str, moves: Iterable[str]) -> tuple[str, ...]:
    """What can be done with a return: only one to another country is agreed with who
    receives, and nobody goes there before it is.
    """
    open_to = tuple(moves)
    if kind != "abroad":
        return tuple(move for move in open_to if move != "confirm")
    return tuple(move for move in open_to if move != "go" or "confirm" not in open_to)


def came_back(
    identified: Iterable[date],
    returned: Iterable[date],
    seen: Iterable[date],
) -> bool:
    """Whether somebody was exploited anew: found so after a return, or again long after
    the first.

    `identified` are days of decisions that stand, `returned` days of return, `seen`
    days of screenings that indicate exploitation. Two authorities may decide on the
    same exploitation, so that two decisions close to one another say nothing.
    """
    decided = sorted(identified)
    later = [*decided, *seen]
    after_return = any(day > end for end in returned for day in later)
    return after_return or any(b - a >= ANEW for a, b in pairwise(decided))
