"""Who administers."""

from sala.access.context import Actor
from sala.access.permissions import ALLOWED, Decision, may
from sala.access.roles import OPERATOR


def may_administer(by: Actor, word: str) -> Decision:
    """Whether the actor administers: an administrator, or the server's operator."""
    return ALLOWED if by.role == OPERATOR else may(by, word)
