"""Every fault of a pack is found and named with what would be right; none is a traceback."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sala.countries.reading import HERE, PackError, find_pack, read_pack
from sala.countries.tests.conftest import MORVANIA

FILES = sorted(p.name for p in MORVANIA.iterdir())
TOLD = {f for f in FILES if f.endswith((".csv", ".toml"))} - {"first_talk.csv"}
SHIPPED = sorted(p.parent for p in HERE.glob("*/pack.toml"))


def test_a_second_country_is_sound_in_its_own_shape():
    pack = read_pack(MORVANIA).pack
    assert (pack.code, pack.head.languages, pack.head.age_of_majority) == (
        "ZZ",
        ("fr", "pt-br"),
        21,
    )
    assert [(a.code, a.identifies) for a in pack.agencies] == [
        ("COURT-1", True),
        ("GUILD", False),
    ]
    assert pack.agencies[1].names == {
        "fr": "Guilde des passeurs",
        "pt-br": "Guilda dos barqueiros",
    }
    assert set(pack.outlines) == {"Z1"}


def test_what_is_not_written_is_not_recorded():
    first, second = read_pack(MORVANIA).pack.tables["penalties"]
    assert (first.fine_min, first.life, first.confiscation) == (0, False, None)
    assert (second.fine_min, second.fine_max, second.life, second.confiscation) == (
        None,
        None,
        None,
        True,
    )


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda p: p.name)
def test_the_packs_that_come_along_are_sound(folder):
    assert read_pack(folder).problems == ()
    assert (folder / "README.md").is_file()


# file, what is written, what is written instead; where the fault is found, and what would be right
BROKEN = [
    ("pack.toml", 'code = "ZZ"', 'code = "zz"', None, "code", "two capital letters"),
    ("pack.toml", "[names]", "[names", None, "", "TOML"),
    ("pack.toml", ", verified = true", "", None, "origins.names.verified", "a value"),
    ("pack.toml", "= true", '= "yes"', None, "origins.names.verified", "true or false"),
    (
        "pack.toml",
        "currency = {",
        "coin = {",
        None,
        "origins.currency",
        "this value's origin",
    ),
    ("pack.toml", "currency = {", "coin = {", None, "origins.coin", "one of names"),
    ("pack.toml", "= 21", "= 21\ncolour = 1", None, "colour", "no such field"),
    (
        "pack.toml",
        "Atlantic/Azores",
        "Atlantic/Atlantis",
        None,
        "time_zone",
        "a time zone",
    ),
    ("pack.toml", '"PT"', '"ZZ"', None, "phone_region", "telephone"),
    ("pack.toml", '"COURT-1"', '"COURT-2"', None, "identifying_agency", "agencies.csv"),
    ("pack.toml", '"book"', '"film"', None, "origins.names.source", "sources.csv"),
    (
        "pack.toml",
        '"pt-br"]',
        '"pt-br", "fr"]',
        None,
        "languages",
        "each language once",
    ),
    ("pack.toml", "pt-br = ", "pt = ", None, "names.pt-br", "in this language"),
    ("pack.toml", "Morvanie", r"Mor\u0000vanie", None, "names.fr", "null"),
    ("pack.toml", '"2.3.0"', '"2.3"', None, "version", "1.0.0"),
    ("pack.toml", "= 21", "= 99", None, "age_of_majority", "30"),
    ("places.csv", ",kind,", ",sort,", 1, "kind", "this column"),
    ("places.csv", ",kind,", ",sort,", 1, "sort", "does not belong"),
    (
        "places.csv",
        "name_pt-br",
        "name_de",
        1,
        "name_pt-br",
        "pack.toml names the language",
    ),
    (
        "places.csv",
        "name_pt-br",
        "name_de",
        1,
        "name_de",
        "a language that pack.toml names",
    ),
    ("places.csv", "latitude", "longitude", 1, "longitude", "each column once"),
    ("places.csv", "code,parent", "line,parent", 1, "line", "does not belong"),
    ("places.csv", ",book,no", ",book,no,no", 3, "", "10 cells"),
    ("places.csv", ",book,no", ",book,maybe", 3, "verified", "yes or no"),
    ("places.csv", ",book,no", ",book,1", 3, "verified", "yes or no"),
    ("places.csv", ",book,no", ",film,no", 3, "source", "sources.csv"),
    ("places.csv", ",book,no", ",,no", 3, "source", "a value"),
    ("places.csv", "40.5", "140.5", 2, "latitude", "90"),
    ("places.csv", "40.5", "nan", 2, "latitude", "90"),
    ("places.csv", "40.5", "north", 2, "latitude", "a number"),
    ("places.csv", "Z2,,1", "Z2,Z9,2", 3, "parent", "a code of places.csv"),
    ("places.csv", "Z2,,1", "Z2,,2", 3, "parent", "the level above"),
    ("places.csv", "Z2,,1", "Z2,Z1,3", 3, "level", "2: one more"),
    ("places.csv", "Z2,,1", "Z2,Z2,1", 3, "parent", "a tree"),
    ("places.csv", "Z2,,1", "Z1,,1", 3, "code", "row 2 has it too"),
    ("places.csv", "Z2,,1,canton", "Z2,,1,duchy", 3, "kind", "kinds.csv"),
    (
        "places.csv",
        "Basseville",
        "HAUTEVILLE",
        3,
        "name_fr",
        "tells it apart from row 2",
    ),
    ("places.csv", "Basseville", " ", 3, "name_fr", "a name in this language"),
    (
        "agencies.csv",
        "GUILD,COURT-1",
        "GUILD,COURT-9",
        3,
        "parent_code",
        "agencies.csv",
    ),
    ("agencies.csv", "COURT-1,,", "COURT-1,GUILD,", 2, "parent_code", "a tree"),
    ("agencies.csv", "province,Z1", "province,Z9", 3, "place_code", "places.csv"),
    ("agencies.csv", "province,Z1", "county,Z1", 3, "level", "'province'"),
    ("agencies.csv", "GUILD,", "guild,", 3, "code", "capital letters"),
    ("crossings.csv", "P1,sea", "P1,moon", 2, "kind", "'airport'"),
    ("crossings.csv", ",Z2,", ",Z3,", 2, "place", "places.csv"),
    ("laws.csv", "1990-02-01", "1/2/1990", 2, "enacted_on", "YYYY-MM-DD"),
    ("laws.csv", "1990-02-01", "0", 2, "enacted_on", "YYYY-MM-DD"),
    ("laws.csv", "1990-02-01", "1990-02-30", 2, "enacted_on", "YYYY-MM-DD"),
    ("articles.csv", "charter,7", "statute,7", 2, "law", "laws.csv"),
    ("penalties.csv", "charter,7", "charter,8", 2, "article", "articles.csv"),
    ("penalties.csv", ",12,36,", ",48,36,", 2, "prison_months_max", "not less than"),
    ("penalties.csv", ",12,36,", ",one,36,", 2, "prison_months_min", "a whole number"),
    ("penalties.csv", ",12,36,", ",-1,36,", 2, "prison_months_min", "0"),
    ("penalties.csv", ",12,36,", f",{'9' * 30},36,", 2, "prison_months_min", "1200"),
    (
        "penalties.csv",
        ",0,500,",
        ",600,500,",
        2,
        "fine_max",
        "not less than fine_min (600)",
    ),
    ("penalties.csv", "1999-12-31", "2000-01-01", 3, "from_on", "row 2 ends"),
    ("penalties.csv", "1999-12-31", "", 3, "from_on", "row 2 ends"),
    (
        "penalties.csv",
        "1990-03-01,1999",
        "1980-03-01,1999",
        2,
        "from_on",
        "not before 1990-03-01",
    ),
    (
        "entitlements.csv",
        "2005-06-30",
        "1989-01-01",
        2,
        "to_on",
        "not less than from_on",
    ),
    ("rates.csv", "2.5", "0", 2, "units", "greater than 0"),
    ("rates.csv", "2.5", "inf", 2, "units", "a number"),
    ("rates.csv", "2.5", "", 2, "units", "a value"),
    ("rates.csv", "2020-01-01,,", "2020-01-01,2021-02-01,", 3, "from_on", "row 2 ends"),
    ("deadlines.csv", ",5,", ",0,", 2, "days", "greater than 0"),
    ("lawful_bases.csv", "interest,,", "interest,statute,", 2, "law", "laws.csv"),
    ("instruments.csv", "first_talk.csv", "no.xml", 2, "file", "the pack's folder"),
    ("instruments.csv", "first_talk.csv", "../x.xml", 2, "file", "the pack's folder"),
    ("cantons.geojson", '"Z1"', '"Z7"', None, "code", "places.csv"),
    (
        "cantons.geojson",
        '"Z1"',
        "5",
        None,
        "features[0].properties.code",
        "a place's code",
    ),
    (
        "cantons.geojson",
        '"Polygon"',
        '"Point"',
        None,
        "features[0].geometry",
        "closed rings",
    ),
    (
        "cantons.geojson",
        "[[[-28.6, 40.4]",
        "[[[-28.7, 40.4]",
        None,
        "features[0].geometry",
        "closed",
    ),
    ("cantons.geojson", "-28.4", "-281.4", None, "features[0].geometry", "longitude"),
    ("cantons.geojson", "-28.4", "NaN", None, "features[0].geometry", "longitude"),
    ("cantons.geojson", '"features"', '"f"', None, "features", "FeatureCollection"),
    ("cantons.geojson", '{"type"', '"type"', None, "", "FeatureCollection"),
]


@pytest.mark.parametrize("fault", BROKEN, ids=lambda b: f"{b[0]}: {b[2][:30]}")
def test_a_fault_is_named_with_file_row_field_and_what_would_be_right(folder, fault):
    file, old, new, line, field, right = fault
    folder.change(file, old, new)
    places = [
        (f, n, column)
        for f, n, column, _value, said in folder.problems()
        if right in said
    ]
    assert (file, line, field) in places


def test_all_faults_are_told_at_once_those_across_files_too(folder):
    folder.change("pack.toml", "= 21", "= 99")
    folder.change("places.csv", "40.5", "north")
    folder.change("crossings.csv", ",Z2,", ",Z3,")
    folder.change("rates.csv", "2.5", "-1")
    found = {
        (file, line, field) for file, line, field, _value, _right in folder.problems()
    }
    assert found == {
        ("pack.toml", None, "age_of_majority"),
        ("places.csv", 2, "latitude"),
        ("crossings.csv", 2, "place"),
        ("rates.csv", 2, "units"),
    }


def test_a_faulty_row_is_no_missing_row(folder):
    """What points at a row with a fault is not at fault."""
    folder.change("places.csv", "Z1,,1,canton", "Z1,,one,canton")
    assert [p[:3] for p in folder.problems()] == [("places.csv", 2, "level")]


def test_a_column_that_is_missing_is_told_once(folder):
    folder.change("places.csv", ",kind,", ",sort,")
    assert {p[1] for p in folder.problems()} == {1}


@pytest.mark.parametrize("file", [f for f in FILES if f in TOLD])
def test_a_file_that_is_missing_is_told_once(folder, file):
    (folder.path / file).unlink()
    assert [p[:3] for p in folder.problems()] == [(file, None, "")]


@pytest.mark.parametrize(
    "file",
    [f for f in FILES if f.endswith((".csv", ".toml", ".geojson"))],
)
@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00n", b"a\x00b"],
    ids=["not utf-8", "null"],
)
def test_a_file_in_another_encoding_is_told(folder, file, content):
    folder.write(file, content)
    assert (file, None, "") in {p[:3] for p in folder.problems()}


def test_an_empty_file_misses_its_columns(folder):
    folder.write("sources.csv", "")
    assert ("sources.csv", 1, "licence") in {p[:3] for p in folder.problems()}


def test_an_empty_folder_is_told_file_by_file(tmp_path):
    told = {p.file for p in read_pack(tmp_path).problems}
    assert told == {f for f in FILES if f in TOLD}
    assert read_pack(tmp_path / "nothing").pack is None


def test_rows_are_counted_as_a_spreadsheet_shows_them(folder):
    """Empty rows count, a cell of several lines is one row, a spreadsheet's mark is no text."""
    text = (folder.path / "laws.csv").read_text(encoding="utf-8")
    folder.write("laws.csv", "\ufeff" + text.replace("\n", "\r\n"))
    folder.add("laws.csv", ",,,,,,,,")
    folder.add("laws.csv", 'decree,"one\ntwo",,,,Décret,Decreto,book,yes')
    assert folder.problems() == []
    folder.add("laws.csv", "order,,,,,Ordre,Ordem,film,yes")
    assert [p[:4] for p in folder.problems()] == [("laws.csv", 5, "source", "film")]


def test_one_outline_a_place_in_one_file_or_two(folder):
    shutil.copy(folder.path / "cantons.geojson", folder.path / "again.geojson")
    assert [p[0] for p in folder.problems()] == ["cantons.geojson"]


def test_a_pack_is_found_by_folder_and_by_name(folder):
    shipped = SHIPPED[0]
    assert find_pack(str(folder.path)) == folder.path
    assert find_pack(shipped.name) == find_pack(f"countries/{shipped.name}") == shipped


def test_a_mistyped_path_is_not_taken_for_a_pack_that_comes_along():
    with pytest.raises(PackError, match=r"a folder with a pack\.toml"):
        find_pack(f"/somewhere/{SHIPPED[0].name}")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file=st.sampled_from([f for f in FILES if not f.endswith(".xml")]),
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    junk=st.one_of(
        st.binary(max_size=12),
        st.text(max_size=12).map(lambda t: t.encode("utf-8", "replace")),
        st.sampled_from(
            [b"[[[[", b'"', b"\\ud800", b"1e999", b"null", b"{}", b",,,", b"9" * 5000],
        ),
    ),
)
def test_no_damage_to_a_pack_is_a_traceback(
    file,
    at,
    length,
    junk,
):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(MORVANIA, Path(name) / "pack"))
        data = (folder / file).read_bytes()
        cut = int(at * len(data))
        (folder / file).write_bytes(data[:cut] + junk + data[cut + length :])
        reading = read_pack(folder)
        assert (reading.pack is None) is bool(reading.problems)
        assert "\n".join(map(str, reading.problems)).encode() is not None
