"""`sala read`: one report shown, many in one table, and a clear end where there is nothing to read."""

import json

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from sala.narrative.commands import read_command
from sala_reader.tests.annotated import DATA, NAMES


def run(*arguments: object):
    return CliRunner().invoke(read_command, [str(a) for a in arguments])


def test_one_report_as_json_is_of_the_schema():
    done = run(DATA / "LAO-2019.txt", "--format", "json")
    row = json.loads(done.output)
    assert done.exit_code == 0
    assert (row["country"], row["report_year"], row["tier"]) == ("LAO", 2019, "2WL")
    assert len(row["recommendations"]) == 10
    assert {"Lao Women’s Union", "Anti-Trafficking Department"} <= {
        i["name"] for i in row["institutions"]
    }
    assert "THA" in {c["name"] for c in row["countries"]["destination"]}
    assert "sex trafficking" in {f["name"] for f in row["forms_of_exploitation"]}
    assert "foreign workers" in {g["name"] for g in row["vulnerable_groups"]}
    text = (DATA / "LAO-2019.txt").read_text()
    for kind in ("institutions", "forms_of_exploitation", "vulnerable_groups"):
        assert all(text[n["start"] : n["end"]] == n["quote"] for n in row[kind])


def test_one_report_as_a_table():
    done = run(DATA / "CPV-2023.prosecution.txt")
    assert done.exit_code == 0
    assert "CPV 2023, tier not said" in done.output
    assert "not reported" in done.output


def test_many_reports_in_one_table(tmp_path):
    out = tmp_path / "figures.parquet"
    done = run(DATA, "--out", out)
    # SOURCES.md is a text too, without a country
    assert (done.exit_code, f"{len(NAMES) + 1} reports" in done.output) == (0, True)
    rows = pq.read_table(out).to_pylist()
    assert {r["report"].split(".")[0] for r in rows} >= {
        "LAO-2019",
        "TUR-2019",
        "NLD-2019",
    }
    assert [r["value"] for r in rows if r["report"] == "ALB-2001.txt"] == [144.0]
    assert [p.name for p in tmp_path.iterdir()] == ["figures.parquet"]


def test_what_cannot_be_read_is_left_out_and_named(tmp_path):
    (tmp_path / "good.txt").write_text("Courts convicted 12 traffickers.")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 no")
    done = run(tmp_path, "--out", tmp_path / "out.parquet")
    assert done.exit_code == 2
    assert "left out: bad.pdf is a broken PDF" in done.stderr
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 1


def test_a_report_in_a_subfolder_is_named_by_its_place(tmp_path):
    (tmp_path / "2019").mkdir()
    (tmp_path / "2019" / "good.txt").write_text("Courts convicted 12 traffickers.")
    run(tmp_path, "--out", tmp_path / "out.parquet")
    assert [
        r["report"] for r in pq.read_table(tmp_path / "out.parquet").to_pylist()
    ] == ["2019/good.txt"]


def test_one_report_is_written_as_a_table_too(tmp_path):
    done = run(DATA / "LAO-2019.txt", "--out", tmp_path / "one.parquet")
    assert done.exit_code == 0
    assert pq.read_table(tmp_path / "one.parquet").num_rows > 50


def test_where_nothing_can_be_written_it_says_so(tmp_path):
    done = run(DATA, "--out", tmp_path / "none" / "out.parquet")
    assert (done.exit_code, "cannot be written: " in done.output) == (2, True)


def test_what_holds_for_one_report_is_refused_for_a_folder(tmp_path):
    done = run(
        DATA,
        "--out",
        tmp_path / "out.parquet",
        "--country",
        "LAO",
    )
    assert (done.exit_code, "not for DIR" in done.output) == (2, True)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02" * 999, b"%PDF-", b"<div>" * 9999],
)
def test_a_broken_file_ends_with_two_and_a_reason(tmp_path, content):
    file = tmp_path / "broken.html"
    file.write_bytes(content)
    done = run(file, "--format", "json")
    assert done.exit_code == 2
    assert "Error: broken.html" in done.stderr
    assert "Traceback" not in done.output


def test_a_path_without_anything(tmp_path):
    assert run(tmp_path / "none.txt").exit_code == 2
    assert run(tmp_path).exit_code == 2
    assert run(tmp_path, "--out", tmp_path / "x.parquet").exit_code == 2


def test_a_report_that_says_neither_country_nor_year_is_read_with_what_the_caller_says(
    tmp_path,
):
    file = tmp_path / "part.txt"
    file.write_text("Courts convicted 12 traffickers (9 the previous year).")
    bare = json.loads(run(file, "--format", "json").output)
    assert (bare["country"], bare["report_year"]) == (None, None)
    assert [f["year"] for f in bare["figures"]] == [None, None]
    said = run(
        file,
        "--format",
        "json",
        "--country",
        "lao",
        "--year",
        "2019",
    )
    assert [f["year"] for f in json.loads(said.output)["figures"]] == [2018, 2017]
