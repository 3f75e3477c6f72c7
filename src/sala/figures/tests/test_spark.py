"""The same expressions on Spark: every figure, every breakdown, the same answers."""

import random
from datetime import date

import pytest

from sala.facts.folder import YearCoverage
from sala.figures.definitions import FIGURES
from sala.figures.engine import SparkEngine, evaluate_figures, evaluate_on
from sala.figures.tests.countries import facts_in

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]

CODES = {
    "agency": ("A", "B"),
    "province": ("P1", "P2", "P3"),
    "sex": ("female", "male", "not_asked"),
    "age_group": ("adult", "child", "in_doubt"),
    "age_band": ("18-20", "9-17"),
    "citizenship": ("LA", "VN", "not_known"),
    "form": ("forced_labour", "forced_marriage"),
    "sector": ("fishing", "factory"),
    "exploited_in": ("LA", "TH"),
    "exploited_at": ("P1", "P2"),
    "origin": ("P1", "P2"),
    "kind": (
        "police_operation",
        "hotline_call",
        "home",
        "abroad",
        "victim_services",
        "international",
        "child_sex_tourism",
    ),
    "outcome": ("convicted", "acquitted", "indicated"),
    "reason": ("definition_unclear", "not_referred", "outgoing", "incoming"),
}


def a_country(seed):
    """Records of every event, with doubles, blanks, and rows that name nobody."""
    chance = random.Random(seed)

    def maybe(value):
        return value if chance.random() < 0.8 else None

    return [
        {
            "event": event,
            "year": chance.choice((2017, 2018)),
            "event_key": chance.randrange(30),
            "person_key": maybe(chance.randrange(8)),
            "case_key": maybe(chance.randrange(5)),
            "date": maybe(date(2018, 5, 1)),
            "means": maybe(chance.choice(([], ["threats"], ["deception", "threats"]))),
            "official": maybe(chance.random() < 0.5),
            "number": maybe(chance.randrange(100)),
            "amount": maybe(chance.randrange(10**9)),
            "months": maybe(chance.randrange(240)),
            "suspended": maybe(chance.randrange(12)),
            **{column: maybe(chance.choice(codes)) for column, codes in CODES.items()},
        }
        for event in sorted({f.event for f in FIGURES.values()})
        for _ in range(30)
    ]


@pytest.fixture(scope="module")
def session():
    """Spark on this machine, for as long as the module runs."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        # Compiling each of a thousand small plans would take longer than running it.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
    }.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    yield made
    made.stop()


def test_every_figure_is_the_same_on_spark(session, tmp_path):
    coverage = [
        YearCoverage(event, 2016, "complete") for event in ("verdict", "identified")
    ]
    folder = facts_in(tmp_path / "facts", a_country(7), coverage=coverage)
    years = (2018, 2017, 2016)
    there = evaluate_on(SparkEngine(folder, session), years=years)
    here = evaluate_figures(folder, years=years)
    assert there.totals == here.totals
    assert there.parts == here.parts
    assert {code for code, _year, _way in here.parts} >= {
        c for c, f in FIGURES.items() if f.by
    }
