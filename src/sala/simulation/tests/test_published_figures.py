"""The demo's figures and report are those that were published: from the records, by the facts."""

import pytest

from sala.access.roles import Role
from sala.config import testing
from sala.figures.answers import NOT_RECORDED, NUMBER
from sala.figures.definitions import FIGURES
from sala.figures.engine import evaluate_figures
from sala.figures.labels import CodeLabels
from sala.narrative.writing.reports import write_report

YEARS = (2018, 2017, 2016)
# As the narrative of 2019 has them; None is what it says nobody reported.
PUBLISHED = {
    "incidents_investigated": (39, 69),
    "cases_opened": (26, 44),
    "ongoing_investigations": (18, 29, 19),
    "prosecutions_cases": (12, 13, 11),
    "prosecutions_persons": (None,),
    "convictions_cases": (11, 8, 6),
    "convictions_persons": (27,),
    "cases_unclear_definition": (9,),
    "sentence_min": (13,),
    "sentence_max": (186,),
    "fine_imposed_min": (2_000_000,),
    "fine_imposed_max": (100_000_000,),
    "assets_forfeited": (70_000_000,),
    "restitution_cases": (6,),
    "restitution_min": (6_000_000,),
    "restitution_max": (110_250_000,),
    "child_sex_tourism_prosecutions": (None,),
    "officials_investigated": (None,),
    "victims_identified": (None, 86, 184),
    "foreign_victims_identified": (0,),
    "victims_assisted": (52,),
    "persons_detained": (128,),
    "recruitment_agencies": (24,),
    "budget_allocated": (None,),
}
PARTS = {
    ("cases_unclear_definition", "form", "fraudulent_marriage"): 8,
    ("victims_assisted", "abroad", "abroad"): 47,
    ("victims_assisted", "abroad", "at_home"): 5,
    ("persons_detained", "belonging", "foreign"): 35,
}


@pytest.fixture(scope="module")
def folder(demo_country, tmp_path_factory):
    """The facts of the demo country."""
    facts = tmp_path_factory.mktemp("demo") / "facts"
    testing.run_command("facts", "export", str(facts), name=demo_country.name)
    return facts


@pytest.fixture(scope="module")
def answers(folder):
    """Every figure of the three years."""
    return evaluate_figures(folder, years=YEARS)


@pytest.mark.parametrize("code", PUBLISHED)
def test_each_published_figure_is_counted(answers, code):
    for year, number in zip(YEARS, PUBLISHED[code], strict=False):
        found = answers.totals[code, year]
        assert (found.state, found.value) == (
            (NOT_RECORDED, None) if number is None else (NUMBER, number)
        ), (code, year)


@pytest.mark.parametrize(("code", "by", "key"), PARTS)
def test_each_published_part_is_counted(
    answers,
    code,
    by,
    key,
):
    assert answers.parts[code, 2018, (by,)][(key,)].value == PARTS[code, by, key]


def test_what_each_ministry_reached_is_counted(answers):
    reached = answers.parts["people_reached", 2018, ("agency",)]
    counted = {keys[0]: cell.value for keys, cell in reached.items()}
    assert counted["MLSW"] + counted.get("LWU", 0) == 1080
    assert counted["MOES"] == 3710


@pytest.mark.django_db
def test_no_code_of_the_demo_stands_without_words(answers, actor):
    with actor(Role.ANALYST):
        labels = CodeLabels()
    raw = {
        (FIGURES[code].event, dimension, key)
        for (code, _year, way), cells in answers.parts.items()
        for keys in cells
        for dimension, key in zip(way, keys, strict=True)
        if dimension != "age_band"
        and labels.label_of(FIGURES[code].event, dimension, key) == key
    }
    assert raw == set()


@pytest.mark.django_db
def test_the_report_says_what_was_published(folder, actor):
    with actor(Role.ANALYST):
        report = write_report(
            folder=folder,
            year=2018,
            language="en",
        )
    text = " ".join(s.text for section in report.sections for s in section.sentences)
    for said in (
        "39 incidents (69 in 2017)",
        "26 cases (44 in 2017)",
        "18 ongoing investigations (29 in 2017, 19 in 2016)",
        "12 cases (13 in 2017, 11 in 2016)",
        "an unknown number of suspects",
        "27 traffickers",
        "In nine cases",
        "from one year and one month to 15 years and six months",
        "from 2 million Lao kip ($234)",
        "70 million Lao kip ($8,200)",
        "six cases",
        "110.25 million Lao kip ($12,920)",
        "did not report a clear number of officially identified victims (86 in 2017, 184 in 2016)",
        "52 victims",
        "128 persons, including 35 foreigners",
        "24 recruitment agencies",
        "judges and assistant judges (2), police (2)",
        "Ministry of Education and Sports (3,710)",
    ):
        assert said in text, said
