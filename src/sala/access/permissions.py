"""The permission words of the whole house, and the one function that answers them.

Each room lists its words in `policy.py`; here they are collected. The same answer
guards the action, the URL and the button.
"""

from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.roles import Role


@dataclass(frozen=True)
class Permission:
    """One thing a role may do: a word for the program, a sentence for a director."""

    word: str
    sentence: str | Promise
    roles: frozenset[Role]


@dataclass(frozen=True)
class Decision:
    """Allowed or not, and why: a code for the program, a sentence for the person."""

    allowed: bool
    reason: str = ""
    sentence: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)


class RefusedError(Exception):
    """The actor may not do this. Shown as "not found", so that nothing is revealed."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reason)
        self.decision = decision


_known: dict[str, Permission] = {}


def collect_permissions() -> None:
    """Read the policy of every room; a word used twice or without its room's name is an
    error.
    """
    for room in apps.get_app_configs():
        if not room.name.startswith("sala.") or not module_has_submodule(
            room.module,
            "policy",
        ):
            continue
        for permission in import_module(f"{room.name}.policy").PERMISSIONS:
            if permission.word in _known or not permission.word.startswith(
                f"{room.label}.",
            ):
                raise ValueError(
                    f"permission word {permission.word!r} is taken or misplaced",
                )
            _known[permission.word] = permission


def all_permissions() -> list[Permission]:
    """Every permission of the house, sorted by word."""
    return [_known[word] for word in sorted(_known)]


def may(by: Actor, word: str) -> Decision:
    """Whether a role includes a permission; an unknown word is a programming error."""
    if by.role in _known[word].roles:
        return ALLOWED
    return Decision(False, "role", _("Your role does not include this."))


def role_includes(role: Role, word: str) -> bool:
    """Whether a role that somebody has, or is to be given, includes a permission."""
    return role in _known[word].roles


def require(decision: Decision) -> None:
    """Stop unless the decision allows it."""
    if not decision:
        raise RefusedError(decision)
