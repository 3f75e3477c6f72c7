"""Facts by the million have the statistics of the country that acted."""

import pytest

from sala.config import testing
from sala.facts.folder import damaged_files, read_manifest
from sala.figures.definitions import FIGURES
from sala.figures.engine import evaluate_figures
from sala.kit import clock
from sala.simulation.facts import NothingToMultiplyError, multiply_facts

YEARS = (2016, 2017, 2018)
COPIES = 3
ENDS = {"least", "most", "least_of_a_case", "most_of_a_case"}


@pytest.fixture(scope="module")
def acted(demo_country, tmp_path_factory):
    """The facts of the demo country, through their one door."""
    folder = tmp_path_factory.mktemp("acted")
    testing.run_command("facts", "export", str(folder), name=demo_country.name)
    return folder


@pytest.fixture(scope="module")
def many(acted, tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    wanted = (COPIES - 1) * read_manifest(acted).row_count + 1
    multiply_facts(
        source=acted,
        target=folder,
        events=wanted,
        at=clock.now(),
    )
    return folder


def test_every_figure_is_so_many_times_as_large(acted, many):
    one, other = (evaluate_figures(folder, years=YEARS) for folder in (acted, many))
    assert one.totals.keys() == other.totals.keys()
    for (code, year), answer in one.totals.items():
        found = other.totals[code, year]
        times = 1 if FIGURES[code].measure.code in ENDS else COPIES
        assert found.state == answer.state, code
        assert found.value == (
            None if answer.value is None else times * answer.value
        ), code
        assert found.unrecorded == COPIES * answer.unrecorded, code
    for key, cells in one.parts.items():
        for part, cell in cells.items():
            found = other.parts[key][part]
            assert found.value == (
                None if cell.value is None else COPIES * cell.value
            ), key


def test_nobody_in_one_copy_is_somebody_in_another(acted, many):
    assert read_manifest(many).row_count == COPIES * read_manifest(acted).row_count
    assert damaged_files(many) == []


def test_a_folder_that_holds_facts_is_not_written_over(acted, many):
    with pytest.raises(NothingToMultiplyError):
        multiply_facts(
            source=acted,
            target=many,
            events=1,
            at=clock.now(),
        )
