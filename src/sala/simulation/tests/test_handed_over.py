"""The demo's hand-overs to the central office say nothing of officials."""

from types import SimpleNamespace

import pytest

from sala.access.roles import Role
from sala.prosecution import actions
from sala.prosecution.models import Case
from sala.simulation.open_work import hand_over_cases


@pytest.mark.django_db
def test_two_cases_that_go_on_are_taken_over_for_other_reasons(actor, now):
    with actor(Role.INVESTIGATOR, "other") as by:
        for _ in range(3):
            actions.open_case(by=by, at=now, facts=actions.CaseFindings())
    world = SimpleNamespace(
        acting=lambda agency, role: actor(role, agency),
        scenario=SimpleNamespace(agencies=SimpleNamespace(investigates="other")),
        now=now,
    )
    hand_over_cases(world)
    with actor(Role.INVESTIGATOR, "other"):
        assert sorted(case.is_frozen for case in Case.objects.all()) == [
            False,
            True,
            True,
        ]
    with actor(Role.OVERSIGHT):
        going_on = Case.objects.filter(in_compartment=True)
        assert {case.taken_reason for case in going_on} == {
            "several_provinces",
            "other_countries",
        }
        assert not any(case.concerns_official for case in going_on)
