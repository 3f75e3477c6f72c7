"""Which year the pages open, what waits in the room, and that no code stands raw on a page."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from sala.access.roles import Role
from sala.figures import actions, queries, worklist
from sala.figures.definitions import FIGURES
from sala.figures.labels import DIMENSION_LABELS, OF_EVENTS, labels_of_dimension
from sala.figures.tests.conftest import YEAR
from sala.figures.tests.countries import AT, record
from sala.kit import clock


def test_the_year_at_hand_is_the_last_that_has_ended_and_of_which_there_are_facts(
    site_facts,
):
    now = clock.today().year
    lived = [
        record(
            "identified",
            year=year,
            key=year,
        )
        for year in (2016, YEAR, now)
    ]
    site_facts(
        [
            *lived,
            record(
                "shelter",
                year=now - 1,
                key=1,
            ),
        ],
    )
    assert queries.years_held() == [now, YEAR, 2016]
    assert queries.year_at_hand() == YEAR


def test_where_only_the_running_year_has_facts_it_is_the_one(site_facts):
    site_facts([record("identified", year=clock.today().year)])
    assert queries.year_at_hand() == clock.today().year


def test_without_facts_it_is_the_last_calendar_year(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "FACTS", tmp_path / "nothing")
    assert queries.year_at_hand() == clock.today().year - 1


@pytest.mark.django_db
def test_pages_open_that_year_and_offer_the_others(country, sign_in):
    analyst = sign_in(Role.ANALYST)
    page = analyst.get(reverse("list_figures")).content.decode()
    assert f"Figures of {YEAR}" in page
    assert f'<option value="{YEAR}" selected>' in page
    start = analyst.get("/").content.decode()
    assert f"{YEAR} at a glance" in start
    assert f'href="/narratives/year/open/?year={YEAR}"' in start
    assert "at a glance" not in sign_in(Role.CASE_WORKER).get("/").content.decode()


@pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))
def test_every_code_of_a_figure_has_words(figure):
    told = [
        d for d in figure.by if d in OF_EVENTS or d in DIMENSION_LABELS or d == "form"
    ]
    for dimension in told:
        by_pack = dimension == "kind" and figure.event.startswith("entitlement")
        assert by_pack or labels_of_dimension(figure.event, dimension), dimension


@pytest.mark.django_db
def test_frozen_figures_wait_for_another_person_and_old_ones_for_the_analyst(
    country,
    actor,
    now,
):
    day = AT.date()
    with actor(Role.ANALYST) as by:
        actions.prepare_snapshot(
            by=by,
            at=now,
            year=YEAR,
        )
        assert (
            worklist.worklist_items(by=by, today=day + timedelta(days=worklist.OLD))
            == []
        )
        (old,) = worklist.worklist_items(
            by=by, today=day + timedelta(days=worklist.OLD + 1)
        )
        assert (old.number, old.url) == (worklist.OLD + 1, reverse("renew_facts"))
    with actor(Role.OVERSIGHT) as by:
        (frozen,) = worklist.worklist_items(by=by, today=day + timedelta(days=100))
        assert (frozen.number, frozen.url) == (1, reverse("list_snapshots"))
    with actor(Role.CASE_WORKER) as by:
        assert worklist.worklist_items(by=by, today=day) == []
