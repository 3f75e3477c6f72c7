"""The rules on the Watch List, by the worked example and by whatever else a history may be."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sala.partnership.rules import tiers
from sala.partnership.rules.tiers import CLOSED, LOWEST, OPEN, WAIVER, WATCH, PlacedYear
from sala.standards import queries as standards

LAW = standards.watch_list_law()
EXAMPLE = standards.worked_example()
KNOWN = [PlacedYear(y.report, y.tier, y.waiver, y.auto_downgrade) for y in EXAMPLE]
BARE = [PlacedYear(y.report, y.tier) for y in EXAMPLE]
FLAGS = st.none() | st.booleans()
TIERS = st.sampled_from(tiers.TIERS)
HISTORIES = st.dictionaries(
    st.integers(2005, 2035),
    st.tuples(TIERS, FLAGS, FLAGS),
    max_size=24,
).map(lambda years: [PlacedYear(year, *said) for year, said in years.items()])
# What a government could really see: each year as the rules allow it.
LAWFUL = st.lists(
    TIERS,
    min_size=1,
    max_size=24,
).map(lambda chosen: lawful(chosen, 2012))


def lawful(chosen, first):
    """A history in which nobody is on the Watch List who may not be."""
    history = []
    for year, tier in enumerate(chosen, start=first):
        closed = (
            tier == WATCH
            and tiers.watch_list_standing(history, year, LAW).way == CLOSED
        )
        history.append(PlacedYear(year, LOWEST if closed else tier))
    return history


@pytest.mark.parametrize("year", EXAMPLE, ids=lambda year: str(year.report))
@pytest.mark.parametrize("history", [KNOWN, BARE], ids=["as recorded", "tiers only"])
def test_every_year_of_the_worked_example_is_told_as_it_was(year, history):
    told = {each.placed.year: each for each in tiers.follow_history(history, LAW)}[
        year.report
    ]
    assert told.consecutive == year.consecutive
    assert (told.standing.way == WAIVER) == bool(year.waiver)
    assert told.automatic == bool(year.auto_downgrade)
    expected = ("waiver_not_recorded",) if year.waiver and history is BARE else ()
    assert told.warnings == expected


def test_what_the_worked_example_expects():
    of = {each.placed.year: each for each in tiers.follow_history(BARE, LAW)}
    assert (of[2018].automatic, of[2018].standing.regime) == (True, "R2008")
    after = tiers.tier_outlook([p for p in BARE if p.year < 2019], 2019, LAW)
    assert (after.standing.way, after.standing.most, after.standing.returned) == (
        OPEN,
        1,
        True,
    )
    assert (after.last_open, after.last_waiver, after.automatic_in) == (
        2019,
        None,
        2020,
    )
    assert of[2025].automatic is False
    assert [y for y, told in of.items() if told.moved == "up"] == [2019, 2020]
    assert [y for y, told in of.items() if told.moved == "down"] == [2018, 2024, 2025]


def test_what_may_come_after_the_worked_example():
    found = tiers.tier_outlook(BARE, 2026, LAW)
    assert (found.standing.way, found.standing.run, found.standing.returned) == (
        OPEN,
        0,
        False,
    )
    assert (found.last_open, found.last_waiver, found.automatic_in) == (
        2027,
        2028,
        2029,
    )


def test_what_a_record_says_against_the_rules_is_told():
    years = [PlacedYear(2013, "2"), *(PlacedYear(y, WATCH) for y in range(2014, 2020))]
    of = {each.placed.year: each.warnings for each in tiers.follow_history(years, LAW)}
    assert of[2016] == of[2017] == ("waiver_not_recorded",)
    assert of[2018] == of[2019] == ("not_open",)
    odd = [
        PlacedYear(2019, "2"),
        PlacedYear(2020, WATCH, waiver=True),
        PlacedYear(2021, LOWEST, automatic=True),
        PlacedYear(2022, WATCH),
        PlacedYear(2023, WATCH),
        PlacedYear(2024, LOWEST, automatic=False),
    ]
    told = tiers.follow_history(odd, LAW)
    assert [each.warnings for each in told] == [
        (),
        ("needless_waiver",),
        ("not_automatic",),
        (),
        ("not_open",),
        ("automatic",),
    ]


def test_before_the_law_nobody_was_downgraded_by_itself():
    years = [PlacedYear(y, WATCH) for y in range(2005, 2013)]
    assert {each.standing.way for each in tiers.follow_history(years, LAW)} == {OPEN}
    assert tiers.watch_list_standing(years, 2013, LAW).way == CLOSED


@given(HISTORIES, st.integers(2005, 2036))
def test_only_the_years_in_a_row_just_before_count(history, year):
    found = tiers.watch_list_standing(history, year, LAW)
    tier = {placed.year: placed.tier for placed in history}
    assert all(tier[y] == WATCH for y in range(year - found.run, year))
    assert tier.get(year - found.run - 1) != WATCH
    assert found.at_least == (year - found.run - 1 not in tier)
    later = [*history, PlacedYear(year, WATCH)] if year not in tier else history
    assert tiers.watch_list_standing(later, year, LAW) == found, (
        "what comes later changes nothing"
    )


@given(HISTORIES, st.integers(2013, 2036))
def test_the_way_narrows_with_the_years_and_never_past_the_most(history, year):
    found = tiers.watch_list_standing(history, year, LAW)
    assert (found.way == CLOSED) == (found.run >= found.most)
    if found.way == WAIVER:
        assert not found.returned
        assert found.run >= tiers.regime_of(year, LAW).without_waiver


@given(LAWFUL)
def test_a_lawful_history_is_never_longer_on_the_list_than_its_law_allows(history):
    for told in tiers.follow_history(history, LAW):
        assert "not_open" not in told.warnings
        if told.consecutive and told.standing.most is not None:
            assert told.consecutive <= told.standing.most <= 4
        if told.automatic:
            assert told.placed.tier == LOWEST
            assert told.standing.way == CLOSED


@given(LAWFUL)
def test_who_comes_back_from_an_automatic_downgrade_has_one_year(history):
    told = tiers.follow_history(history, LAW)
    for fallen, back, then in zip(told, told[1:], told[2:], strict=False):
        if fallen.automatic and back.placed.tier == WATCH and then.placed.year > 2019:
            assert then.placed.tier != WATCH
            assert then.automatic == (then.placed.tier == LOWEST)


@given(HISTORIES, st.integers(2013, 2030))
def test_an_outlook_is_what_staying_on_the_list_really_brings(history, year):
    found = tiers.tier_outlook(history, year, LAW)
    stays = [placed for placed in history if placed.year < year]
    stays += [
        PlacedYear(y, WATCH, waiver=True) for y in range(year, found.automatic_in)
    ]
    stays.append(PlacedYear(found.automatic_in, LOWEST))
    told = {each.placed.year: each for each in tiers.follow_history(stays, LAW)}
    assert all(
        "not_open" not in told[y].warnings for y in range(year, found.automatic_in)
    )
    if found.automatic_in > year or found.standing.run:
        assert told[found.automatic_in].automatic
    for last, way in ((found.last_open, OPEN), (found.last_waiver, WAIVER)):
        assert last is None or told[last].standing.way == way


@given(HISTORIES)
def test_a_move_up_and_a_move_down_are_each_others_mirror(history):
    for one, two in pairwise(tiers.follow_history(history, LAW)):
        if one.placed.year + 1 == two.placed.year and two.moved:
            back = tiers.follow_history(
                [PlacedYear(2000, two.placed.tier), PlacedYear(2001, one.placed.tier)],
                LAW,
            )
            assert (
                back[1].moved
                == {
                    "up": "down",
                    "down": "up",
                    "same": "same",
                }[two.moved]
            )
