"""Which breakdowns are counted together."""

from sala.figures.counting import COUNTS, group_breakdowns
from sala.figures.definitions import FIGURES
from sala.figures.dimensions import parts_of


def test_every_breakdown_is_in_one_family_and_no_family_makes_too_many_counts():
    for figure in FIGURES.values():
        ways = {place: way for place, way in enumerate(figure.breakdowns) if way}
        found = group_breakdowns(ways)
        assert sorted(place for family in found for place in family) == sorted(ways)
        for family in found:
            assert (
                len(family) == 1
                or parts_of({d for w in family.values() for d in w}) <= COUNTS
            )


def test_what_follows_from_a_column_costs_nothing_beside_it():
    assert parts_of(["citizenship", "belonging"]) == parts_of(["citizenship"])


def test_breakdowns_that_share_columns_stand_together():
    ways = {
        1: ("sex",),
        2: ("age_group",),
        3: ("age_group", "sex"),
    }
    assert group_breakdowns(ways) == [ways]
