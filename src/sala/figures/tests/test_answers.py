"""Zero, "not recorded" and "nobody asked" are three answers, from the facts to the word."""

import csv
import io

import pytest
from click.testing import CliRunner

from sala.config.commands.figures import figures_command
from sala.facts.folder import YearCoverage
from sala.figures.answer_labels import answer_in_words
from sala.figures.definitions import RATES
from sala.figures.engine import evaluate_figures
from sala.figures.tests.countries import facts_in, record


@pytest.fixture
def answer(tmp_path):
    """The answer of one figure for 2018, from records and what is known of completeness."""

    def ask(code, records, **known):
        folder = facts_in(tmp_path / "facts", records, **known)
        return evaluate_figures(
            folder,
            years=[2018],
            codes=[code],
            whole=True,
        ).totals[code, 2018]

    return ask


def test_none_is_zero_only_where_somebody_said_that_all_is_recorded(answer):
    complete = [YearCoverage("verdict", 2018, "complete")]
    found = answer(
        "convictions_persons",
        [],
        events=["verdict"],
        coverage=complete,
    )
    assert (found.state, found.value, answer_in_words(found)) == ("number", 0, "0")


def test_none_without_a_word_on_completeness_is_not_recorded(answer):
    found = answer("convictions_persons", [], events=["verdict"])
    assert (found.state, found.value, answer_in_words(found)) == (
        "not_recorded",
        None,
        "not recorded",
    )


def test_what_no_source_records_nobody_asked(answer):
    found = answer("convictions_persons", [], events=["identified"])
    assert (found.state, answer_in_words(found)) == ("not_asked", "nobody asked")


def test_the_least_of_nothing_is_no_number(answer):
    complete = [YearCoverage("verdict", 2018, "complete")]
    found = answer(
        "sentence_min",
        [],
        events=["verdict"],
        coverage=complete,
    )
    assert (found.state, answer_in_words(found)) == ("none", "none")


def test_a_number_that_is_known_to_be_unclear_is_not_told(answer):
    unclear = [YearCoverage("victims_identified", 2018, "not_recorded")]
    found = answer(
        "victims_identified",
        [record("identified", person_key=1)],
        coverage=unclear,
    )
    assert (found.state, found.value, found.facts) == ("not_recorded", None, 1)


def test_what_is_said_of_the_figure_goes_before_what_is_said_of_its_event(answer):
    known = [
        YearCoverage("verdict", 2018, "complete"),
        YearCoverage("officials_convicted", 2018, "not_asked"),
    ]
    found = answer(
        "officials_convicted",
        [],
        events=["verdict"],
        coverage=known,
    )
    assert found.state == "not_asked"


def test_a_number_that_was_not_written_down_makes_the_sum_a_least(answer):
    rows = [
        record(
            "reached",
            key=1,
            number=40,
        ),
        record(
            "reached",
            key=2,
            number=None,
        ),
    ]
    found = answer("people_reached", rows)
    assert (found.value, found.unrecorded, answer_in_words(found)) == (
        40,
        1,
        "at least 40",
    )


def test_a_recorded_zero_is_a_zero(answer):
    found = answer("people_reached", [record("reached", number=0)])
    assert (found.state, found.value, answer_in_words(found)) == ("number", 0, "0")


def test_only_blanks_are_not_recorded(answer):
    found = answer("people_reached", [record("reached", number=None)])
    assert (found.state, found.value) == ("not_recorded", None)


def test_a_person_counts_once_in_the_country_and_once_in_each_province(tmp_path):
    rows = [
        record(
            "identified",
            key=1,
            person_key=7,
            province="P1",
        ),
        record(
            "identified",
            key=2,
            person_key=7,
            province="P2",
        ),
    ]
    answers = evaluate_figures(
        facts_in(tmp_path / "f", rows),
        years=[2018],
        codes=["victims_identified"],
    )
    parts = answers.parts["victims_identified", 2018, ("province",)]
    assert answers.totals["victims_identified", 2018].value == 1
    assert {keys: cell.value for keys, cell in parts.items()} == {
        ("P1",): 1,
        ("P2",): 1,
    }


def test_blank_nobody_asked_and_not_known_stay_apart_in_a_breakdown(tmp_path):
    sexes = [None, "not_asked", "not_known", "female"]
    rows = [
        record(
            "identified",
            key=i,
            person_key=i,
            sex=sex,
        )
        for i, sex in enumerate(sexes)
    ]
    answers = evaluate_figures(
        facts_in(tmp_path / "f", rows),
        years=[2018],
        codes=["victims_identified"],
    )
    parts = answers.parts["victims_identified", 2018, ("sex",)]
    assert {keys[0]: cell.value for keys, cell in parts.items()} == dict.fromkeys(
        sexes,
        1,
    )


def test_a_rate_of_what_is_not_recorded_is_not_recorded(tmp_path):
    rate = RATES["screened_of_met"]
    folder = facts_in(
        tmp_path / "f",
        [record("met", number=128)],
        events=["met", "screened"],
    )
    share = evaluate_figures(
        folder,
        years=[2018],
        whole=True,
    ).share_of_rate(rate, 2018)
    assert (share.state, share.value) == ("not_recorded", None)
    complete = [YearCoverage("screened", 2018, "complete")]
    folder = facts_in(tmp_path / "g", [record("met", number=128)], coverage=complete)
    share = evaluate_figures(
        folder,
        years=[2018],
        whole=True,
    ).share_of_rate(rate, 2018)
    assert (share.state, share.value, share.whole) == ("number", 0.0, 128)


def test_a_part_of_what_is_recorded_is_zero_where_there_is_none_of_it(answer):
    found = answer(
        "foreign_victims_identified",
        [
            record(
                "identified",
                person_key=1,
                citizenship="LA",
            ),
        ],
    )
    assert (found.state, found.value) == ("number", 0)


def test_another_kind_of_the_same_event_is_not_recorded_by_it(answer):
    found = answer(
        "hotline_calls",
        [
            record(
                "met",
                kind="police_operation",
                number=128,
            ),
        ],
    )
    assert found.state == "not_recorded"


def test_the_commands_table_says_what_a_number_is_of(tmp_path):
    verdict = record(
        "verdict",
        person_key=1,
        outcome="convicted",
        months=13,
        amount=2_000_000,
    )
    facts_in(tmp_path / "f", [verdict])
    told = CliRunner().invoke(
        figures_command,
        ["--year", "2018", "--facts", str(tmp_path / "f")],
    )
    assert "Shortest prison sentence, months" in told.output
    assert "Lowest fine, LAK" in told.output


def test_no_cell_of_the_commands_table_is_run_by_a_spreadsheet(tmp_path):
    facts_in(
        tmp_path / "f",
        [
            record(
                "identified",
                person_key=1,
                province="=1+1",
            ),
        ],
    )
    asked = ("--year", "2018", "--compare", "0", "--figure", "victims_identified")
    told = CliRunner().invoke(
        figures_command,
        [*asked, "--format", "csv", "--facts", str(tmp_path / "f")],
    )
    cells = {cell for row in csv.reader(io.StringIO(told.output)) for cell in row}
    assert ("'=1+1" in cells, "=1+1" in cells) == (True, False)
