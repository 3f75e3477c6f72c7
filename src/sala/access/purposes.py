"""What an identity may be opened for: a purpose of the actor's own work, or the
emergency whose glass they broke.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.permissions import ALLOWED, Decision, may
from sala.access.roles import Purpose

OTHER_PURPOSE = Decision(
    False,
    "purpose",
    _(
        "You cannot open this for that purpose. If the work is yours, ask the agency"
        " that keeps the record.",
    ),
)


def may_pursue(by: Actor, purpose: Purpose, *, glass: bool) -> Decision:
    """Whether a purpose is of the actor's own work; the emergency is nobody's who did
    not break the glass. The database says the same (`law/context.py`).
    """
    if purpose is Purpose.EMERGENCY and not glass:
        return OTHER_PURPOSE
    return ALLOWED if may(by, purpose.word) else OTHER_PURPOSE


def check_purpose(by: Actor, purpose: Purpose, *, glass: bool = False) -> None:
    """Refuse a purpose that is not of the actor's own work: `ValidationError`."""
    if not may_pursue(by, purpose, glass=glass):
        raise ValidationError({"purpose": OTHER_PURPOSE.sentence})


def purposes_of(by: Actor, *, glass: bool) -> list[Purpose]:
    """What a form offers: the purposes of the actor's own work but correcting, which
    has its own page; through broken glass the emergency alone.
    """
    if glass:
        return [Purpose.EMERGENCY]
    usual = (p for p in Purpose if p is not Purpose.CORRECTION)
    return [p for p in usual if may_pursue(by, p, glass=False)]
