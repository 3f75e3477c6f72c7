"""Recommendations over the years: recognised, answered, repeated or dropped."""

import csv
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.partnership import actions
from sala.partnership.models import Recommendation
from sala.partnership.queries import recommendations
from sala.partnership.queries import threads as queries
from sala.partnership.rules import threads as rules
from sala.partnership.rules.threads import AGAIN, DROPPED, NEW, ThreadedRecommendation
from sala.partnership.states import RECOMMENDATION

YEARS = st.sets(st.integers(2010, 2020), min_size=1)


def linked(drawn):
    """Recommendations of some years, each of which repeats an earlier one or none."""
    rows = []
    for key, (year, place) in enumerate(drawn):
        earlier = [None, *(row.key for row in rows if row.year < year)]
        rows.append(ThreadedRecommendation(key, year, earlier[place % len(earlier)]))
    return rows


LINKED = st.lists(
    st.tuples(st.integers(2010, 2020), st.integers(0, 30)),
    max_size=15,
).map(linked)


@given(LINKED)
def test_what_is_linked_is_one_thread_and_nothing_is_lost(rows):
    groups = rules.group_threads(rows)
    assert sorted(row.key for group in groups for row in group) == [
        row.key for row in rows
    ]
    place = {row.key: at for at, group in enumerate(groups) for row in group}
    assert all(place[r.key] == place[r.repeats] for r in rows if r.repeats is not None)
    for group in groups:
        assert [row.year for row in group] == sorted(row.year for row in group)
        assert sum(row.repeats is None for row in group) == 1, "one was the first"


@given(YEARS, st.integers(2008, 2022), st.sampled_from(RECOMMENDATION.all))
def test_a_year_says_new_once_and_dropped_only_without_an_answer(years, year, state):
    found = rules.in_year(years, year, state)
    assert (found == "") == (year < min(years))
    assert (found == NEW) == (year == min(years))
    assert (found == AGAIN) == (year in years and year != min(years))
    if found == DROPPED:
        assert state not in {"answered", "declined"}


@given(st.lists(st.sampled_from(["", *rules.CELLS])))
def test_that_it_is_asked_no_more_is_said_once(kinds):
    told = rules.told_once(kinds)
    assert [k for k in told if k in {NEW, AGAIN}] == [
        k for k in kinds if k in {NEW, AGAIN}
    ]
    said = [kind for kind in told if kind]
    assert not any(a == b for a, b in pairwise(said) if a in rules.GONE)
    assert rules.told_once(told) == told


@pytest.fixture
def three_years(in_the_past, now):
    """One asked in 2017 and 2018 and then dropped, one answered after 2017, one new in 2019."""
    at = datetime(
        2019,
        8,
        1,
        9,
        tzinfo=ZoneInfo("Asia/Vientiane"),
    )
    said = "TIP"
    ago = (now - at) / timedelta(days=1)
    with in_the_past(Role.ANALYST, days=ago) as (by, _at):
        screen, train = actions.take_over_recommendations(
            by=by,
            at=at,
            recommended=[
                actions.RecommendationInput(
                    said,
                    2017,
                    1,
                    {"en": "Screen migrants."},
                    "high",
                ),
                actions.RecommendationInput(said, 2017, 2, {"en": "Train officials."}),
            ],
        )
        owner = actions.OwnershipInput("LWU", "high", date(2018, 1, 1))
        actions.assign_recommendation(
            by=by,
            at=at,
            recommendation=screen,
            ownership=owner,
            version=1,
        )
        done = actions.RecommendationAnswer(
            "answer",
            date(2018, 5, 1),
            0,
            note="Trained.",
            evidence="Report 7",
        )
        actions.answer_recommendation(
            by=by,
            at=at,
            recommendation=train,
            answer=done,
        )
        (again,) = actions.take_over_recommendations(
            by=by,
            at=at,
            recommended=[
                actions.RecommendationInput(
                    said,
                    2018,
                    4,
                    {"en": "Screen all migrants."},
                    repeats=screen,
                ),
            ],
        )
        actions.take_over_recommendations(
            by=by,
            at=at,
            recommended=[
                actions.RecommendationInput(said, 2019, 1, {"en": "Publish figures."}),
            ],
        )
    return again


def test_each_year_says_what_became_of_each(actor, three_years):
    with actor(Role.CASE_WORKER, "other") as by:
        table = queries.thread_table(by=by)
    assert table.years == (2017, 2018, 2019)
    cells = {row.last.text: [cell.kind for cell in row.cells] for row in table.threads}
    assert cells == {
        "Publish figures.": ["", "", "new"],
        "Screen all migrants.": ["new", "again", "dropped"],
        "Train officials.": ["new", "answered", ""],
    }
    assert table.counted(2018) == {
        "new": 0,
        "again": 1,
        "answered": 1,
        "declined": 0,
        "dropped": 0,
    }


def test_what_is_repeated_stays_with_its_owner(actor, three_years):
    with actor(Role.ANALYST) as by:
        row = recommendations.load_recommendation(by=by, key=three_years)
        assert (row.agency_code, row.priority, row.due_on) == ("LWU", "high", None)
        before = queries.latest_before(by=by, year=2019)
        assert {r.number for r in before} == {4, 2}, "each as it was asked last"
        assert [r.year for r in queries.thread_of(by=by, key=three_years)] == [
            2017,
            2018,
        ]


@pytest.mark.django_db
def test_what_is_taken_over_is_taken_whole_or_not_at_all(actor, now):
    asked = [
        actions.RecommendationInput("TIP", 2019, n, {"en": "Screen."})
        for n in (1, 2, 1)
    ]
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValidationError):
            actions.take_over_recommendations(
                by=by,
                at=now,
                recommended=asked,
            )
        assert not Recommendation.objects.exists()
    with actor(Role.CASE_WORKER) as by, pytest.raises(RefusedError):
        actions.take_over_recommendations(
            by=by,
            at=now,
            recommended=asked[:1],
        )


def test_the_page_filters_and_is_a_file(
    sign_in,
    actor,
    three_years,
    now,
):
    client, page = sign_in(Role.COURT_CLERK, "other"), reverse("show_threads")

    def shown(**query):
        text = client.get(page, {**query, "format": "csv"}).content.decode("utf-8-sig")
        return {row["text"] for row in csv.DictReader(StringIO(text))}

    assert len(shown()) == 3
    assert shown(state="answered") == {"Train officials."}
    assert shown(owner="LWU") == {"Screen all migrants."}
    assert shown(owner="-") == {"Train officials.", "Publish figures."}
    assert shown(late="late") == set()
    assert len(shown(owner="nonsense")) == 3
    with actor(Role.ANALYST) as by:
        row = recommendations.load_recommendation(by=by, key=three_years)
        late = actions.OwnershipInput("LWU", "high", now.date() - timedelta(days=1))
        actions.assign_recommendation(
            by=by,
            at=now,
            recommendation=row.id,
            ownership=late,
            version=row.version,
        )
    assert shown(late="late") == {"Screen all migrants."}
    text = client.get(page).content.decode()
    assert "Dropped without an answer" in text
    assert text.count('role="rowheader"') == 3
