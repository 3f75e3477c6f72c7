"""Figures as evidence of the country's assessment: chosen by what the law asks, told by right."""

import pytest
from django.urls import reverse

from sala.access.roles import Role
from sala.figures import actions as figures
from sala.figures.definitions import FIGURES
from sala.figures.indicia import EVIDENCE
from sala.figures.tests.conftest import YEAR
from sala.partnership import actions
from sala.partnership.queries import assessments
from sala.partnership.queries.items import codes


def test_what_the_law_asks_data_on_is_figures_that_there_are():
    assert set(EVIDENCE) <= set(codes())
    assert {code for each in EVIDENCE.values() for code in each} <= set(FIGURES)
    assert all(len(set(each)) == len(each) for each in EVIDENCE.values())


@pytest.fixture
def draft(country, actor, now):
    with actor(Role.ANALYST) as by:
        return actions.open_assessment(by=by, at=now, year=YEAR)


def piece(client, name, draft):
    return client.get(reverse(name, args=[draft, "I02"])).content.decode()


@pytest.mark.django_db
def test_figures_are_given_with_their_numbers_and_taken_from_frozen_ones(
    sign_in, actor, now, draft
):
    client, page = sign_in(Role.ANALYST), reverse("cite_figures", args=[draft, "I02"])
    shown = client.get(page).content.decode()
    assert "Victims identified: 52" in shown
    assert "Nobody froze the figures of this year" in shown
    item = reverse("judge_item", args=[draft, "I02"])
    assert "Choose a figure" in client.post(page, {"year": str(YEAR)}).content.decode()
    sent = {"year": str(YEAR), "codes": ["victims_identified"], "other": "border_crossings"}
    assert client.post(page, sent | {"other": "nonsense"}).status_code == 200
    assert client.post(page, sent).url == item
    told = piece(client, "cited_figures", draft)
    assert ("52" in told, "as the facts are now" in told) == (True, True)
    assert reverse("show_figure", args=["victims_identified"]) in client.get(item).content.decode()
    with actor(Role.ANALYST) as by:
        snapshot = figures.prepare_snapshot(by=by, at=now, year=YEAR)
    with actor(Role.OVERSIGHT) as by:
        figures.approve_snapshot(by=by, at=now, snapshot=snapshot)
    assert "Two people stand by" in client.get(page).content.decode()
    client.post(page, sent)
    with actor(Role.ANALYST) as by:
        evidence = assessments.assessment(by=by, key=draft).item("I02").evidence
        assert [e.snapshot for e in evidence] == [snapshot, snapshot]
    assert "frozen" in piece(client, "cited_figures", draft)


@pytest.mark.django_db
def test_who_may_not_see_small_groups_sees_none_of_them_as_evidence(sign_in, actor, now, draft):
    with actor(Role.ANALYST) as by:
        said = {"by": by, "at": now, "assessment": draft}
        for code in codes():
            cited = actions.CitedDocument("Decree 1")
            actions.cite_document(item=code, cited=cited, **said)
            judged = actions.Judgement("met", "So it is.", 0)
            actions.judge_item(item=code, judgement=judged, **said)
        snapshot = figures.prepare_snapshot(by=by, at=now, year=YEAR)
    with actor(Role.OVERSIGHT) as by:
        figures.approve_snapshot(by=by, at=now, snapshot=snapshot)
    with actor(Role.ANALYST) as by:
        few = actions.CitedFigure("officials_convicted", YEAR, snapshot)
        actions.cite_figures(by=by, at=now, assessment=draft, item="I02", figures=[few])
    with actor(Role.ANALYST, "other") as by:
        approve(by, now, draft)
    with actor(Role.OVERSIGHT) as by:
        approve(by, now, draft)
    assert "withheld" in piece(sign_in(Role.SUPERVISOR), "cited_figures", draft)
    page = sign_in(Role.CASE_WORKER).get(reverse("show_assessment", args=[draft]))
    assert page.status_code == 200
    assert reverse("show_figure", args=["officials_convicted"]) not in page.content.decode()
    address = reverse("change_cited_figures", args=[draft, "I02"])
    assert sign_in(Role.ANALYST).get(address).status_code == 404, "it is approved"


def approve(by, now, draft):
    digest = assessments.assessment(by=by, key=draft).digest
    actions.approve_assessment(by=by, at=now, assessment=draft, seen=digest)


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["1", "2199", "x"])
def test_a_year_without_figures_is_not_there(year, sign_in, draft):
    page = reverse("cite_figures", args=[draft, "I02"])
    assert sign_in(Role.ANALYST).get(page, {"year": year}).status_code == 404
    assert sign_in(Role.ANALYST, "other").get(page).status_code == 404
    gone = reverse("cite_figures", args=[draft, "I13"])
    assert sign_in(Role.ANALYST).get(gone).status_code == 404
