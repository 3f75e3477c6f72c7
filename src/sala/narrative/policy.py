"""Who may do what in `narrative`."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.permissions import ALLOWED, Decision, Permission, may
from sala.access.roles import Role

READS = frozenset({Role.ANALYST})
WRITES = frozenset({Role.ANALYST})
APPROVES = frozenset({Role.ANALYST, Role.OVERSIGHT})

EXPLAIN = "narrative.difference.explain"

Words = str | Promise
VIEW, WRITE, APPROVE = (
    "narrative.year_report.view",
    "narrative.year_report.write",
    "narrative.year_report.approve",
)

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "narrative.report.view",
        _("See published reports about countries and the figures read in them."),
        READS,
    ),
    Permission(
        "narrative.report.read",
        _("Read a published report, and say which of its figures were read rightly."),
        READS,
    ),
    Permission(
        EXPLAIN,
        _(
            "Say why a published report has another number than the country’s own"
            " figures.",
        ),
        READS,
    ),
    Permission(
        VIEW,
        _("See the country’s report of a year, also before it is approved."),
        APPROVES,
    ),
    Permission(WRITE, _("Open and edit the country’s report of a year."), WRITES),
    Permission(
        APPROVE,
        _("Approve the country’s report of a year, one of two people who do."),
        APPROVES,
    ),
)


@dataclass(frozen=True)
class ApprovalStanding:
    """What an approval depends on: how far the report is, and who did what in it."""

    state: str
    frozen: bool  # it rests on figures that two people froze
    unexplained: int  # numbers of no figure that nobody acknowledged
    first_by: UUID | None
    worked: frozenset[UUID]  # who opened or edited this version


def may_approve(by: Actor, standing: ApprovalStanding) -> Decision:
    """Whether the actor may give the next approval, and why not."""
    allowed = may(by, APPROVE)
    if not allowed:
        return allowed
    refused: tuple[tuple[bool, str, Words], ...] = (
        (standing.state == "approved", "approved", _("Two people approved it.")),
        (
            not standing.frozen,
            "not_frozen",
            _("What is approved rests on frozen figures: choose them first."),
        ),
        (
            standing.unexplained > 0,
            "unexplained",
            _(
                "Some numbers disagree with their figures: acknowledge each with a"
                " reason first.",
            ),
        ),
        (
            standing.state == "half_approved" and standing.first_by == by.user_id,
            "same",
            _("You approved it; somebody else who did not work on it is the second."),
        ),
        (
            standing.state == "half_approved" and by.user_id in standing.worked,
            "worked",
            _("You worked on this text; the second approval is somebody else’s."),
        ),
    )
    for refuse, reason, sentence in refused:
        if refuse:
            return Decision(False, reason, sentence)
    return ALLOWED


def may_edit(by: Actor, *, agency: UUID, state: str) -> Decision:
    """Whether the actor may change the text: of the own agency, before two people
    approved it.
    """
    allowed = may(by, WRITE)
    if not allowed:
        return allowed
    if agency != by.agency_id:
        return Decision(
            False,
            "agency",
            _("The agency that opened the report writes it."),
        )
    if state == "approved":
        return Decision(False, "approved", _("Two people approved it."))
    return ALLOWED
