"""The simulated country reports on itself: figures frozen, and a report in each
language.

The demo's analyst and oversight do it, today, on the facts that were made of the
records.
"""

from uuid import UUID

from django.conf import settings

from sala.access.context import Actor
from sala.access.roles import Role
from sala.figures import actions as figures
from sala.figures import queries as facts
from sala.kit import clock
from sala.narrative import actions as narrative
from sala.narrative.queries.year_reports import year_report
from sala.simulation.staff import ActingMember, StaffRoster


def report_year(staff: StaffRoster) -> int:
    """Freeze the last year that has ended, and report it; that year.

    What whoever opens the demo finds: in the country's own languages the report is
    approved; in the first language it waits for its second approval.
    """
    analyst, oversight = (
        holder_of(staff, Role.ANALYST),
        holder_of(staff, Role.OVERSIGHT),
    )
    last = facts.year_at_hand()
    with analyst as by:
        frozen = figures.prepare_snapshot(
            by=by,
            at=clock.now(),
            year=last,
        )
    with oversight as by:
        figures.approve_snapshot(
            by=by,
            at=clock.now(),
            snapshot=frozen,
        )
    for code, _name in settings.LANGUAGES:
        with analyst as by:
            made = narrative.open_report(
                by=by,
                at=clock.now(),
                year=last,
                language=code,
            )
            approve_report(by, made)
        if code != settings.LANGUAGES[0][0]:
            with oversight as by:
                approve_report(by, made)
    staff.leave()
    return last


def holder_of(staff: StaffRoster, role: Role) -> ActingMember:
    """Whoever has a role, in whichever agency."""
    return ActingMember(
        staff,
        next(posts[0] for (_a, held), posts in staff.posts.items() if held == role),
    )


def approve_report(by: Actor, report: UUID) -> None:
    """Stand by the text as it is."""
    page = year_report(by=by, key=report)
    assert page is not None  # noqa: S101 it was opened a moment ago
    narrative.approve_report(
        by=by,
        at=clock.now(),
        report=report,
        seen=page.digest,
    )
