"""A year's report, of figures that two people froze."""

import pytest

from sala.access.roles import Role
from sala.figures import actions as figures
from sala.figures.tests.conftest import site_facts  # noqa: F401 a fixture
from sala.figures.tests.countries import record
from sala.narrative import actions
from sala.narrative.queries import year_reports as queries

YEAR = 2018
INCIDENTS = {2018: 39, 2017: 69}


def incidents(**counts):
    many = counts or {str(year): count for year, count in INCIDENTS.items()}
    return [
        record("incident", int(year), int(year) * 1000 + n)
        for year, count in many.items()
        for n in range(count)
    ]


@pytest.fixture
def facts(request):
    request.getfixturevalue("site_facts")(incidents())


@pytest.fixture
def frozen(facts, actor, now):
    """The figures of the year, frozen by two people."""
    with actor(Role.ANALYST) as by:
        snapshot = figures.prepare_snapshot(
            by=by,
            at=now,
            year=YEAR,
        )
    with actor(Role.OVERSIGHT) as by:
        figures.approve_snapshot(
            by=by,
            at=now,
            snapshot=snapshot,
        )
    return snapshot


@pytest.fixture
def opened(actor, now):
    def open_one(language="en", **said):
        with actor(Role.ANALYST) as by:
            return actions.open_report(
                by=by,
                at=now,
                year=YEAR,
                language=language,
                **said,
            )

    return open_one


@pytest.fixture
def edit(actor, now):
    """Edit the sentence on incidents."""

    def do(
        report,
        text,
        change="edited",
        seen=None,
    ):
        with actor(Role.ANALYST) as by:
            line = line_of(by, report)
            at = (line.edit.id if line.edit else 0) if seen is None else seen
            actions.edit_sentence(
                by=by, at=now, report=report, sentence="incidents", change=change,
                text=text, seen=at,
            )  # fmt: skip
            return line_of(by, report)

    return do


@pytest.fixture
def approve(actor, now):
    def do(
        report,
        role,
        agency="own",
        seen=None,
    ):
        with actor(role, agency) as by:
            digest = seen or queries.year_report(by=by, key=report).digest
            return actions.approve_report(
                by=by,
                at=now,
                report=report,
                seen=digest,
            )

    return do


def line_of(by, report, code="incidents"):
    page = queries.year_report(by=by, key=report)
    return next(line for line in page.draft or page.lines if line.code == code)
