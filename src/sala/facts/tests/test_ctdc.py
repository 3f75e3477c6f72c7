"""Files of CTDC: what their blanks mean, and figures that pandas counts the same."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from sala.facts import importing
from sala.facts.folder import read_manifest
from sala.facts.sources import UnreadableError, ctdc
from sala.figures.answers import NUMBER
from sala.figures.engine import evaluate_figures

AT = datetime(2026, 1, 1, tzinfo=UTC)
BESIDE = [folder / "shared" / "data" / "ctdc" for folder in Path(__file__).parents]
DATA = next((folder for folder in BESIDE if folder.exists()), BESIDE[0])
CORE = DATA / "ctdc_global_kanon_2020_core.csv.gz"
# The published files are not ours to pass on: whoever has them beside the checkout tests with them.
published = pytest.mark.skipif(not CORE.exists(), reason="no copy of CTDC's files here")


def told(head, *rows):
    lines = [head, *rows]
    return ctdc.read_ctdc("\n".join(lines).encode())


HEAD = "yearOfRegistration,gender,ageBroad,citizenship,CountryOfExploitation,isForcedLabour,isSexualExploit"


def test_a_row_with_more_cells_than_headings_is_a_fault():
    read = told(
        HEAD,
        "2018,Female,18--20,LA,TH,0,1",
        "2018,Female,18--20,LA,TH,0,1,extra",
    )
    assert [(f.row, f.value) for f in read.faults] == [(3, "extra")]


def test_missing_no_and_nobody_asked_are_three_things():
    read = told(
        HEAD,
        "2018,Female,18--20,LA,TH,-99,0",
        "2018,,9--17,0,-99,0,0",
        "2018,-99,-99,-99,0,1,1",
    )
    first, second, third = (fact.values for fact in read.facts)
    assert first["form"] is None, (
        "one of two flags is not recorded: neither form nor its absence"
    )
    assert (second["sex"], third["sex"]) == ("not_asked", None)
    assert (second["citizenship"], third["citizenship"]) == ("not_known", None)
    assert (second["exploited_in"], third["exploited_in"]) == (None, "not_known")
    assert second["form"] == "not_known", "asked of both, and neither"
    assert third["form"] == "sex_and_labour"
    assert (first["age_group"], second["age_group"], third["age_group"]) == (
        "adult",
        "child",
        None,
    )


def test_without_any_99_a_blank_is_not_recorded():
    (fact,) = told(HEAD, "2018,,,LA,,1,").facts
    assert (fact.values["sex"], fact.values["exploited_in"]) == (None, None)


def test_a_column_that_is_not_there_nobody_asked_for():
    (fact,) = told("yearOfRegistration,gender,citizenship", "2018,Male,LA").facts
    said = fact.values
    assert said["form"] == said["age_group"] == said["exploited_in"] == "not_asked"
    assert said["means"] == ["not_asked"]


def test_namibia_is_a_country():
    (fact,) = told(HEAD, "2018,Female,48+,NA,NA,1,0").facts
    assert fact.values["citizenship"] == fact.values["exploited_in"] == "NA"


def test_the_synthetic_layout_writes_three_letters_and_no_zero():
    head = "yearOfRegistration,gender,ageBroad,citizenship,CountryOfExploitation,traffickMonths,meansThreats,isForcedLabour,isSexualExploit"
    read = told(head, "2020,Woman,09--17,LAO,THA,,1,,1", "2020,Man,,LAO,,,,0,")
    assert read.faults[0].field == "isForcedLabour", (
        "a 0 cannot stand where a blank is not recorded"
    )
    said = read.facts[0].values
    assert (said["citizenship"], said["exploited_in"]) == ("LA", "TH")
    assert (said["age_band"], said["age_group"], said["means"]) == (
        "9-17",
        "child",
        ["threats"],
    )
    assert said["form"] == "sexual_exploitation"


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ("18,Female,18--20,LA,TH,1,0", "yearOfRegistration", "18"),
        ("2018,Unicorn,18--20,LA,TH,1,0", "gender", "Unicorn"),
        ("2018,Female,21--99,LA,TH,1,0", "ageBroad", "21--99"),
        ("2018,Female,18--20,Laos,TH,1,0", "citizenship", "Laos"),
        ("2018,Female,18--20,LA,TH,7,0", "isForcedLabour", "7"),
    ],
)
def test_a_faulty_cell_is_named(row, field, value):
    read = told(HEAD, "2018,Female,18--20,LA,TH,1,0", row)
    assert [(f.row, f.field, f.value) for f in read.faults] == [(3, field, value)]
    assert read.faults[0].right


def test_another_table_is_no_file_of_ctdc():
    with pytest.raises(UnreadableError, match="yearOfRegistration"):
        ctdc.read_ctdc(b"name,age\nx,1\n")


@published
def test_the_published_63_columns_are_understood():
    read = ctdc.read_ctdc((DATA / "ctdc_kanon_raw_format_sample.csv").read_bytes())
    assert (len(read.facts), read.faults) == (6, ())
    assert {fact.values["form"] for fact in read.facts} <= {
        "sexual_exploitation",
        "forced_labour",
        None,
    }


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """The 48,773 rows as a folder of facts."""
    folder = tmp_path_factory.mktemp("ctdc") / "facts"
    shown = importing.preview_import(
        folder,
        CORE.read_bytes(),
        layout="ctdc",
        source="ctdc",
    )
    assert (shown.is_sound, len(shown.read.facts)) == (True, 48_773)
    assert "278 rows have no citizenship" in shown.read.notes[0]
    importing.import_facts(
        folder,
        shown,
        at=AT,
        country="LA",
        currency="LAK",
    )
    return folder


@pytest.fixture(scope="module")
def frame():
    """The same rows as pandas reads them, with what the columns say worked out by themselves."""
    with gzip.open(CORE) as opened:
        df = pd.read_csv(
            opened,
            dtype=str,
            keep_default_na=False,
        )
    labour, sexual = df["isForcedLabour"], df["isSexualExploit"]
    form = pd.Series("", index=df.index)
    form[(labour == "0") & (sexual == "0")] = "not_known"
    form[labour == "1"] = "forced_labour"
    form[sexual == "1"] = "sexual_exploitation"
    form[(labour == "1") & (sexual == "1")] = "sex_and_labour"
    age = df["ageBroad"].str.replace("--", "-")
    return pd.DataFrame(
        {
            "year": df["yearOfRegistration"].astype(int),
            "sex": df["gender"].str.lower(),
            "age_band": age,
            "age_group": age.map(
                lambda a: "" if not a else "child" if a in {"0-8", "9-17"} else "adult",
            ),
            "citizenship": df["citizenship"].replace("0", "not_known"),
            "exploited_in": df["CountryOfExploitation"].replace("0", "not_known"),
            "form": form,
        },
    )


@published
def test_figures_are_those_that_pandas_counts(imported, frame):
    years = sorted(frame["year"].unique().tolist())
    answers = evaluate_figures(
        imported,
        years=years,
        codes=["victims_identified", "foreign_victims_identified"],
    )
    by_year = frame.groupby("year").size()
    for year in years:
        total = answers.totals["victims_identified", year]
        assert (total.state, total.value) == (NUMBER, by_year[year])
        rows = frame[frame["year"] == year]
        for column in (
            "sex",
            "age_band",
            "age_group",
            "citizenship",
            "exploited_in",
            "form",
        ):
            cells = answers.parts["victims_identified", year, (column,)]
            found = {keys[0] or "": cell.value for keys, cell in cells.items()}
            assert found == rows[column].value_counts().to_dict(), (year, column)
        foreign = rows[~rows["citizenship"].isin(["", "not_known", "LA"])]
        assert (answers.totals["foreign_victims_identified", year].value or 0) == len(
            foreign,
        )
    crossed = answers.parts["victims_identified", 2016, ("form", "age_group", "sex")]
    by_hand = frame[frame["year"] == 2016].groupby(["form", "age_group", "sex"]).size()
    assert {
        tuple(k or "" for k in keys): c.value for keys, c in crossed.items()
    } == by_hand.to_dict()


@published
def test_the_same_file_twice_changes_nothing(imported):
    before = read_manifest(imported)
    shown = importing.preview_import(
        imported,
        CORE.read_bytes(),
        layout="ctdc",
        source="ctdc",
    )
    assert shown.replaced == 48_773
    after = importing.import_facts(
        imported,
        shown,
        at=AT,
        country="LA",
        currency="LAK",
    )
    assert (after.facts_hash, after.row_count) == (before.facts_hash, before.row_count)
