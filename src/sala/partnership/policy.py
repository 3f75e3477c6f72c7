"""Who may do what in `partnership`.

How agencies work together is open to every role.
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.permissions import ALLOWED, Decision, Permission, may
from sala.access.roles import Role

Words = str | Promise
ASSESS, APPROVE = "partnership.assessment.write", "partnership.assessment.approve"

# Who watches or administers records no work.
WORKS = frozenset(Role) - {
    Role.OVERSIGHT,
    Role.DATA_PROTECTION_OFFICER,
    Role.ADMINISTRATOR,
}

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "partnership.work.view",
        _(
            "See committees, the action plan, its budget, and recommendations with"
            " their answers; open the documents that are evidence.",
        ),
        frozenset(Role),
    ),
    Permission(
        "partnership.work.record",
        _("Record meetings, progress, spending and answers for the own agency."),
        WORKS,
    ),
    Permission(
        "partnership.plan.edit",
        _("Keep the committees, the action plan, the budget and the recommendations."),
        frozenset({Role.ANALYST}),
    ),
    Permission(
        ASSESS,
        _("Open the country’s assessment of a year, judge and give evidence."),
        frozenset({Role.ANALYST}),
    ),
    Permission(
        APPROVE,
        _("Approve the country’s assessment of a year, one of two people who do."),
        frozenset({Role.ANALYST, Role.OVERSIGHT}),
    ),
)


@dataclass(frozen=True)
class AssessmentStanding:
    """What an approval depends on: how far the assessment is, who did what in it."""

    state: str
    gaps: int  # standards and indicia that nobody judged, or met with nothing to check
    unfrozen: int  # figures that are not of frozen ones
    first_by: UUID | None
    worked: frozenset[UUID]  # who opened it, judged or gave evidence


NOT_FROZEN = Decision(
    False,
    "not_frozen",
    _(
        "What is approved rests on frozen figures: freeze the year, and give them"
        " again.",
    ),
)


def may_approve(by: Actor, standing: AssessmentStanding) -> Decision:
    """Whether the actor may give the next approval, and why not."""
    allowed = may(by, APPROVE)
    if not allowed:
        return allowed
    half = standing.state == "half_approved"
    refused: tuple[tuple[bool, str, Words], ...] = (
        (standing.state == "approved", "approved", _("Two people approved it.")),
        (
            standing.gaps > 0,
            "gaps",
            _(
                "Judge every standard and indicium; what is met or partly met needs"
                " evidence.",
            ),
        ),
        (standing.unfrozen > 0, NOT_FROZEN.reason, NOT_FROZEN.sentence),
        (
            half and standing.first_by == by.user_id,
            "same",
            _("You approved it; somebody else who did not work on it is the second."),
        ),
        (
            half and by.user_id in standing.worked,
            "worked",
            _("You worked on it; the second approval is somebody else’s."),
        ),
    )
    for refuse, reason, sentence in refused:
        if refuse:
            return Decision(False, reason, sentence)
    return ALLOWED
