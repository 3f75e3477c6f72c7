"""Several countries beside one another: from accepted readings, and from a folder that was read."""

import csv
import io
import json

import pytest
from click.testing import CliRunner
from django.urls import reverse

from sala.access.roles import Role
from sala.config.commands.compare import countries_command
from sala.narrative.commands import read_command
from sala.narrative.queries import peer_countries

from .test_comparison import accepted  # noqa: F401 a fixture

LAOS = "Laos (Tier 2 Watch List)\n\nCourts convicted 27 traffickers in 2018 and 4 women in 2018."
THAILAND = "Courts convicted 304 traffickers in 2018, compared with 466 in 2017."
MEASURE = "convictions_persons"
YEARS = {"first": 2017, "last": 2018}


@pytest.fixture
def two(request):
    keep = request.getfixturevalue("accepted")
    return keep(
        "LAOS (Tier 2 Watch List)\n\nCourts convicted 27 traffickers in 2018.",
    ), keep(THAILAND, "THA")


@pytest.mark.django_db
def test_a_measure_in_two_countries(two, actor):
    with actor(Role.ANALYST) as by:
        assert peer_countries.countries_told(by=by) == ["LAO", "THA"]
        found = peer_countries.compare_peers(
            by=by,
            measure=MEASURE,
            countries=["LAO", "THA"],
            **YEARS,
        )
        tiers = peer_countries.tiers_by_country(by=by, countries=["LAO", "THA"])
    numbers = {place: peer_countries.number_of(m) for place, m in found.cells.items()}
    assert numbers == {
        ("LAO", 2018): 27,
        ("THA", 2018): 304,
        ("THA", 2017): 466,
    }
    assert tiers["LAO"][2019].tier == "2WL"
    assert tiers["THA"] == {}


@pytest.mark.django_db
def test_the_whole_by_the_latest_report_is_drawn(actor, request):
    keep = request.getfixturevalue("accepted")
    keep("Courts convicted 30 traffickers in 2018.", "THA", 2019)
    keep("Courts convicted 31 traffickers and two women in 2018.", "THA", 2020)
    with actor(Role.ANALYST) as by:
        found = peer_countries.compare_peers(
            by=by,
            measure=MEASURE,
            countries=["THA"],
            **YEARS,
        )
    assert peer_countries.number_of(found.cells["THA", 2018]) == 31
    assert peer_countries.number_of(()) is None


@pytest.mark.django_db
def test_the_page_shows_table_picture_and_tiers(two, sign_in):
    client, address = sign_in(Role.ANALYST), reverse("compare_countries")
    page = client.get(address, {"measure": MEASURE, **YEARS}).content.decode()
    assert (
        f'href="{reverse("show_narrative", args=[two[1]])}#at-{THAILAND.index("304")}"'
        in page
    )
    assert page.count("<svg") >= 2
    assert "Tier 2 Watch List" in page
    only = client.get(
        address,
        {
            "measure": MEASURE,
            "country": "THA",
            **YEARS,
        },
    ).content.decode()
    assert "Tier 2 Watch List" not in only
    wrong = client.get(
        address,
        {
            "measure": "boats",
            "first": "2020",
            "last": "2010",
        },
    )
    assert "The last year is not before the first." in wrong.content.decode()


@pytest.mark.django_db
def test_without_reports_the_page_says_so(sign_in):
    page = sign_in(Role.ANALYST).get(reverse("compare_countries"))
    assert page.status_code == 200
    assert "No report says a tier." in page.content.decode()


@pytest.mark.django_db
def test_the_numbers_of_the_page_as_a_file(two, sign_in):
    client = sign_in(Role.ANALYST)
    address = reverse("download_countries", args=["csv"])
    text = (
        client.get(address, {"measure": MEASURE, **YEARS})
        .getvalue()
        .decode("utf-8-sig")
    )
    rows = [*csv.DictReader(io.StringIO(text))]
    assert {(r["country"], r["year"], r["value"]) for r in rows} == {
        ("LAO", "2018", "27.0"),
        ("THA", "2018", "304.0"),
        ("THA", "2017", "466.0"),
    }
    assert client.get(reverse("download_countries", args=["doc"])).status_code == 404


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "LAO-2019.txt").write_text(LAOS)
    (tmp_path / "THA-2019.txt").write_text(THAILAND)
    out = tmp_path / "facts.parquet"
    assert (
        CliRunner().invoke(read_command, [str(tmp_path), "--out", str(out)]).exit_code
        == 0
    )
    return out


def run(*arguments):
    return CliRunner().invoke(countries_command, [str(a) for a in arguments])


def test_the_command_compares_what_a_folder_says(folder, tmp_path):
    done = run(
        folder,
        "--measure",
        MEASURE,
        "--format",
        "json",
    )
    rows = json.loads(done.output)
    assert {(r["country"], r["year"], r["value"]) for r in rows} >= {
        ("LAO", 2018, 27.0),
        ("THA", 2017, 466.0),
    }
    picture = tmp_path / "picture.svg"
    done = run(
        folder,
        "--measure",
        MEASURE,
        "--country",
        "tha",
        "--picture",
        picture,
    )
    assert done.exit_code == 0
    assert "466" in done.output
    assert "Laos" not in done.output
    assert picture.read_text().startswith("<svg")


def test_no_cell_of_the_commands_table_is_run_by_a_spreadsheet(tmp_path):
    (tmp_path / "=HYPERLINK(1)-THA-2019.txt").write_text(THAILAND)
    out = tmp_path / "facts.parquet"
    CliRunner().invoke(read_command, [str(tmp_path), "--out", str(out)])
    rows = [
        *csv.DictReader(
            io.StringIO(
                run(
                    out,
                    "--measure",
                    MEASURE,
                    "--format",
                    "csv",
                ).output,
            ),
        ),
    ]
    assert {r["report"][:12] for r in rows} == {"'=HYPERLINK("}
    assert {r["value"] for r in rows} == {"304.0", "466.0"}, "numbers stay numbers"
    told = json.loads(
        run(
            out,
            "--measure",
            MEASURE,
            "--format",
            "json",
        ).output,
    )
    assert {r["report"][:11] for r in told} == {"=HYPERLINK("}, (
        "only a spreadsheet runs it"
    )


def test_the_command_says_what_would_be_right(folder, tmp_path):
    assert "none of: " in run(folder, "--measure", "boats").output
    assert (
        run(
            folder,
            "--measure",
            MEASURE,
            "--from",
            2019,
            "--to",
            2018,
        ).exit_code
        == 2
    )
    assert (
        run(
            folder,
            "--measure",
            MEASURE,
            "--country",
            "FRA",
        ).exit_code
        == 1
    )
    other = tmp_path / "other.parquet"
    other.write_text("no")
    assert "no Parquet file" in run(other, "--measure", MEASURE).output
