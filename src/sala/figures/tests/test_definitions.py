"""Every figure against the same count made by hand, in random small countries."""

import shutil

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sala.figures.answers import NUMBER
from sala.figures.definitions import FIGURES
from sala.figures.engine import evaluate_figures
from sala.figures.tests import naive
from sala.figures.tests.countries import facts_in
from sala.figures.tests.strategies import YEARS, country


def test_every_figure_is_counted_by_hand_too():
    assert naive.FIGURES.keys() == FIGURES.keys()
    assert {c: f.event for c, f in FIGURES.items()} == {
        c: e for c, (e, _, _) in naive.FIGURES.items()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("facts")


def same(answers, records):
    """Compare every figure, year and breakdown with the count by hand."""
    for (code, year), answer in answers.totals.items():
        counted = naive.count(records, code, year)
        if counted is None and FIGURES[code].part and naive.others(records, code, year):
            counted = 0 if FIGURES[code].measure.adds_up else None
        assert answer.value == counted, (code, year, answer)
        assert (answer.state == NUMBER) == (counted is not None), (code, year, answer)
        for way in FIGURES[code].breakdowns[1:]:
            cells = answers.parts.get((code, year, way), {})
            found = {keys: cell.value for keys, cell in cells.items() if cell.value}
            by_hand = naive.breakdown(records, code, year, way) if counted else {}
            assert found == by_hand, (code, year, way)


@given(records=country())
@settings(
    max_examples=40,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_a_figure_is_what_a_clerk_would_count(folder, records):
    shutil.rmtree(folder)
    same(evaluate_figures(facts_in(folder, records), years=YEARS), records)
