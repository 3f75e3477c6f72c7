"""What the pages of figures tell, and to whom."""

import csv
import io
from uuid import UUID

import pyarrow.parquet as pq
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from sala.access.roles import Role
from sala.facts import jobs
from sala.facts.folder import YearCoverage
from sala.facts.schema import WITHHELD
from sala.figures.tests.conftest import YEAR
from sala.figures.tests.countries import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(sign_in):
    return sign_in(Role.ANALYST)


@pytest.fixture
def supervisor(sign_in):
    return sign_in(Role.SUPERVISOR)


def read(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), {"year": YEAR, **query})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_year_at_a_glance_keeps_zero_blank_and_unasked_apart(country, analyst):
    page = read(analyst, "list_figures")
    rows = dict(_rows(page))
    assert rows["Victims identified"].split()[0] == "52"
    assert rows["Persons convicted"].split()[0] == "0"
    assert rows["People screened"].startswith("not recorded")
    assert rows["Border crossings"].startswith("nobody asked")


def _rows(page):
    for row in page.split("<tr>")[2:]:
        head = row.split("</th>")[0].split(">")[
            -2 if "</a>" in row.split("</th>")[0] else -1
        ]
        cells = [
            c.split("</td>")[0].split(">")[-1].strip() for c in row.split("<td")[1:]
        ]
        yield head.split("<")[0], " ".join(cells)


def test_a_figure_says_what_it_counts_and_shows_its_parts(country, analyst):
    page = read(analyst, "show_figure", "victims_identified")
    for text in (
        "52",
        "the day of the decision",
        "SDG 16.2.2",
        "Thailand",
        "Vientiane Capital",
    ):
        assert text in page
    assert page.count("<svg") > 5
    assert "style=" not in page


def test_without_a_right_to_small_groups_they_are_withheld_with_a_second_one(
    country,
    supervisor,
    analyst,
):
    told = read(analyst, "show_figure", "victims_identified")
    page = read(supervisor, "show_figure", "victims_identified")
    assert "withheld" not in told
    sexes = page.split(">Sex</h2>")[1].split("</table>")[0]
    assert sexes.count(">withheld<") == 2, (
        "three men, and the women, whom subtraction would tell"
    )
    abroad = page.split("Exploited at home or abroad</h2>")[1].split("</table>")[0]
    assert "withheld" not in abroad, "47 and 5 are told"


def test_a_small_whole_is_withheld_too(site_facts, supervisor):
    site_facts(
        [
            record(
                "identified",
                key=i,
                person_key=i,
                citizenship="VN",
            )
            for i in range(3)
        ],
    )
    page = read(supervisor, "list_figures")
    rows = dict(_rows(page))
    assert rows["Foreign victims identified"].startswith("withheld")


def identified(**citizens):
    said = [code for code, number in citizens.items() for _n in range(number)]
    return [
        record(
            "identified",
            key=i,
            person_key=i,
            citizenship=c,
        )
        for i, c in enumerate(said)
    ]


def test_a_whole_that_another_figure_is_subtracted_from_tells_of_nobody(
    site_facts,
    supervisor,
):
    site_facts(identified(LA=3, VN=11))
    rows = dict(_rows(read(supervisor, "list_figures")))
    assert rows["Victims identified"].startswith("14")
    assert rows["Foreign victims identified"].startswith("withheld"), (
        "or three are nationals"
    )


def test_one_breakdown_does_not_open_another(site_facts, supervisor):
    site_facts(
        identified(
            LA=6,
            VN=3,
            CN=30,
        ),
    )
    page = read(supervisor, "show_figure", "victims_identified")
    parts = {
        name: page.split(f">{name}</h2>")[1].split("</table>")[0]
        for name in ("Citizenship", "Nationals and foreigners")
    }
    assert "withheld" not in parts["Nationals and foreigners"]
    laos = parts["Citizenship"].split("Laos</th>")[1].split("</tr>")[0]
    assert ">6<" in laos, (
        "hidden behind nationals, of whom there are 6, it would open Vietnam"
    )


def test_what_one_person_got_is_a_small_group(site_facts, supervisor, analyst):
    given = [("LA01", 12), ("LA13", 1)]
    site_facts(
        record(
            "entitlement_given",
            key=10 * n + i,
            person_key=n,
            province=province,
        )
        for n, (province, times) in enumerate(given)
        for i in range(times)
    )
    told = {
        client: read(client, "show_figure", "entitlements_given").split(
            ">Province</h2>",
        )[1]
        for client in (supervisor, analyst)
    }
    assert [">withheld<" in told[client] for client in (supervisor, analyst)] == [
        True,
        False,
    ]


def test_a_part_of_a_year_without_a_number_is_no_zero_and_an_empty_part_of_one_with_it_is(
    site_facts,
    analyst,
):
    site_facts(
        [
            record(
                "identified",
                key=1,
                person_key=1,
                sex="female",
            ),
            record(
                "identified",
                key=2,
                person_key=2,
                sex="male",
                year=YEAR - 1,
            ),
        ],
        coverage=[YearCoverage("victims_identified", YEAR - 2, "not_asked")],
    )
    address = reverse("download_figure", args=["victims_identified", "csv"])
    text = analyst.get(address, {"year": YEAR}).content.decode("utf-8-sig")
    told = {
        r["year"]: (r["state"], r["value"])
        for r in csv.DictReader(io.StringIO(text))
        if (r["by"], r["code1"]) == ("sex", "female")
    }
    assert told == {
        "2018": ("number", "1"),
        "2017": ("number", "0"),
        "2016": ("not_asked", ""),
    }


def opened(*officials):
    """Six cases opened, and one more for each of the officials, as the door tells of them."""
    said = [
        {
            "agency": "ATD",
            "province": "LA01",
            "official": False,
        },
    ] * 6
    said += [
        {
            "agency": WITHHELD,
            "province": WITHHELD,
            "official": True,
        }
        for _ in officials
    ]
    return [
        record(
            event,
            key=i,
            case_key=i,
            **case,
        )
        for event in ("case_opened", "investigation_opened")
        for i, case in enumerate(said)
    ]


def test_nobody_without_a_right_to_small_numbers_learns_that_an_official_is_investigated(
    site_facts,
    supervisor,
    analyst,
):
    told = {}
    for officials in ((), ("one",)):
        site_facts(
            opened(*officials),
            coverage=[YearCoverage("investigation_opened", YEAR, "complete")],
        )
        rows = dict(_rows(read(supervisor, "list_figures")))
        told[officials] = rows["Cases investigated for the complicity of an official"]
    assert told[()] == told["one",]
    assert told["one",].startswith("withheld")
    pages = {c: read(c, "show_figure", "cases_opened") for c in (supervisor, analyst)}
    assert "Not said here" in pages[analyst]
    assert ">Agency</h2>" in pages[analyst]
    assert "Not said here" not in pages[supervisor]
    assert ">Agency</h2>" not in pages[supervisor], (
        "what is left of the whole would tell"
    )
    address = reverse("download_figure", args=["cases_opened", "csv"])
    assert WITHHELD in analyst.get(address, {"year": YEAR}).content.decode()
    assert WITHHELD not in supervisor.get(address, {"year": YEAR}).content.decode()


def test_many_officials_are_told_to_all_who_see_figures(site_facts, supervisor):
    site_facts(opened(*range(5)))
    rows = dict(_rows(read(supervisor, "list_figures")))
    assert (
        rows["Cases investigated for the complicity of an official"].split()[0] == "5"
    )


def test_events_open_for_those_who_may_and_point_at_nobody(
    country,
    analyst,
    supervisor,
):
    page = read(
        analyst,
        "list_events",
        "victims_identified",
        by="sex",
        key="male",
    )
    assert page.count('<th scope="row"') == 3
    address = reverse("list_events", args=["victims_identified"])
    assert supervisor.get(address).status_code == 404


def test_files_hold_codes_and_labels_and_no_more_than_the_page(
    country,
    analyst,
    supervisor,
):
    address = reverse("download_figure", args=["victims_identified", "csv"])
    for client, expected in ((analyst, "3"), (supervisor, "")):
        text = client.get(address, {"year": YEAR}).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        (male,) = [
            r
            for r in rows
            if (r["by"], r["code1"], r["year"]) == ("sex", "male", str(YEAR))
        ]
        assert (male["label1"], male["value"]) == ("Male", expected)
    book = analyst.get(
        reverse("download_figure", args=["victims_identified", "xlsx"]),
        {"year": YEAR},
    )
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert [cell.value for cell in sheet[2]][:3] == [
        "victims_identified",
        "Victims identified",
        YEAR,
    ]
    parquet = analyst.get(
        reverse("download_figure", args=["victims_identified", "parquet"]),
        {"year": YEAR},
    )
    assert pq.read_table(io.BytesIO(parquet.content)).num_rows > 20


def test_a_year_that_is_none_and_a_figure_that_is_none_are_not_found(analyst):
    assert analyst.get(reverse("list_figures"), {"year": "twenty"}).status_code == 404
    assert (
        analyst.get(reverse("show_figure", args=["no_such_figure"])).status_code == 404
    )


def test_without_facts_the_page_says_so(analyst, tmp_path, monkeypatch):
    from django.conf import settings

    monkeypatch.setattr(settings, "FACTS", tmp_path / "nothing")
    assert "Nobody has made figures from the record yet" in read(
        analyst,
        "list_figures",
    )


def test_the_analyst_makes_the_figures_anew(analyst, tmp_path, monkeypatch):
    from django.conf import settings

    monkeypatch.setattr(settings, "FACTS", tmp_path / "fresh")
    ordered = analyst.post(reverse("renew_facts"))
    assert "waits for its turn" in analyst.get(ordered.url).content.decode()
    jobs.export_facts(UUID(ordered.url.rstrip("/").rsplit("/", 1)[-1]))
    assert "as it is now" in analyst.get(ordered.url).content.decode()
    page = read(analyst, "list_figures")
    assert "Made from" in page


def test_who_sees_the_record_goes_on_to_it_and_the_analyst_does_not(
    actor,
    now,
    analyst,
    sign_in,
    tmp_path,
    monkeypatch,
):
    from django.conf import settings

    from sala.facts.actions import export_record
    from sala.prosecution import actions as prosecution

    monkeypatch.setattr(settings, "FACTS", tmp_path / "fresh")
    with actor(Role.INVESTIGATOR, "other") as by:
        facts = prosecution.CaseFindings(place_code="LA01")
        case = prosecution.open_case(
            by=by,
            at=now,
            facts=facts,
        )
        prosecution.take_over_case(
            by=by,
            at=now,
            case=case.id,
            reason="official",
            official_agency="BORDER",
        )
    with actor(Role.ANALYST) as by:
        export_record(
            by=by,
            at=now,
            folder=tmp_path / "fresh",
        )
    address = reverse("list_events", args=["cases_opened"])
    link = reverse("show_case", args=[case.code])
    pages = [
        client.get(address, {"year": now.year}).content.decode()
        for client in (analyst, sign_in(Role.OVERSIGHT))
    ]
    assert [link in page for page in pages] == [False, True]
    assert [page.count('<th scope="row"') for page in pages] == [1, 1]
