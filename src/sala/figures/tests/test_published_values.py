"""What the country says of its years: as approved, else as the facts are, and as much as one may see."""

import pytest

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.figures import actions
from sala.figures.published_values import published_values
from sala.figures.tests.countries import record

CODES = ["victims_identified", "incidents_investigated"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def three(site_facts):
    site_facts([record("identified", 2018, n, person_key=n) for n in range(3)])


def test_a_small_number_is_told_to_those_with_a_right_to_it(three, actor):
    with actor(Role.ANALYST) as by:
        assert (
            published_values(
                by=by,
                years=[2018],
                codes=CODES,
            )[2018]
            .answers["victims_identified"]
            .value
            == 3
        )
    with actor(Role.SUPERVISOR) as by:
        assert (
            published_values(
                by=by,
                years=[2018],
                codes=CODES,
            )[2018].answers["victims_identified"]
            is None
        )
    with actor(Role.CASE_WORKER) as by, pytest.raises(RefusedError):
        published_values(
            by=by,
            years=[2018],
            codes=CODES,
        )


def test_approved_figures_go_before_the_facts_year_by_year(
    three,
    site_facts,
    actor,
    now,
):
    with actor(Role.ANALYST) as by:
        snapshot = actions.prepare_snapshot(
            by=by,
            at=now,
            year=2018,
        )
        assert (
            published_values(
                by=by,
                years=[2018],
                codes=CODES,
            )[2018].snapshot
            is None
        )
    with actor(Role.OVERSIGHT) as by:
        actions.approve_snapshot(
            by=by,
            at=now,
            snapshot=snapshot,
        )
    site_facts([record("identified", 2018, n, person_key=n) for n in range(9)])
    with actor(Role.ANALYST) as by:
        said = published_values(
            by=by,
            years=[2018, 2017],
            codes=CODES,
        )
    assert (said[2018].snapshot, said[2017].snapshot) == (snapshot, None)
    assert said[2018].answers["victims_identified"].value == 3
    assert said[2017].answers["victims_identified"].state == "not_recorded"
