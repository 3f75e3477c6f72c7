"""The first pack against what its sources say."""

from collections import Counter
from datetime import date

import pytest

from sala.countries.reading import HERE, read_pack

PACKS = {
    pack.code: pack
    for p in HERE.glob("*/pack.toml")
    if (pack := read_pack(p.parent).pack)
}


@pytest.fixture
def first():
    return PACKS["LA"]


def by_code(pack, table):
    return {row.code: row for row in pack.tables[table]}


def test_all_provinces_and_districts_have_an_outline(first):
    places = first.tables["places"]
    assert Counter(p.level for p in places) == {1: 18, 2: 148}
    assert set(first.outlines) == {p.code for p in places}


def test_the_capital_and_the_province_of_its_name_are_told_apart(first):
    capital, province = (by_code(first, "places")[code] for code in ("LA01", "LA10"))
    assert (capital.kind, province.kind) == ("prefecture", "province")
    for language in first.head.languages:
        assert capital.names[language] != province.names[language]
        assert province.names[language] not in capital.names[language]


def test_names_are_in_their_script(first):
    for table in ("places", "agencies", "crossings", "kinds"):
        for row in first.tables[table]:
            assert any("\u0e80" <= c <= "\u0eff" for c in row.names["lo"]), row
            assert not any("a" <= c <= "z" for c in row.names["lo"]), row
            assert row.names["en"].isascii(), row


def test_one_agency_identifies(first):
    assert [a.code for a in first.agencies if a.identifies] == ["ATD"]
    above = {a.code: a.parent_code for a in first.agencies}
    assert (above["ATD"], above["BORDER"], above["LWU-SHELTER"]) == (
        "MOPS",
        "IMMIGRATION",
        "LWU",
    )


def test_crossings_and_their_neighbours(first):
    crossings = first.tables["crossings"]
    assert len(crossings) == 33
    assert Counter(c.kind for c in crossings)["airport"] == 5
    assert {c.neighbour for c in crossings} == {"TH", "VN", "CN", "KH", "MM", None}


def test_the_old_article_ends_where_the_new_code_begins(first):
    articles = {a.article: a for a in first.tables["articles"]}
    assert articles["134"].to_on == date(2018, 10, 31)
    assert articles["215"].from_on == date(2018, 11, 1)


def test_penalties_are_as_reported_and_no_more(first):
    found = {(p.article, p.case): p for p in first.tables["penalties"]}
    basic, child = found["215", "basic"], found["215", "child_victim"]
    assert (basic.prison_months_min, basic.prison_months_max) == (5 * 12, 15 * 12)
    assert (basic.fine_min, basic.fine_max) == (10_000_000, 100_000_000)
    assert (child.fine_min, child.fine_max) == (100_000_000, 500_000_000)
    # The report does not say.
    assert (child.prison_months_min, child.prison_months_max, child.life) == (
        None,
        None,
        None,
    )
    assert (basic.confiscation, child.confiscation) == (None, None)


@pytest.mark.parametrize(
    ("kip", "dollars"),
    [(10**7, 1_170), (7 * 10**7, 8_200), (10**8, 11_720), (5 * 10**8, 58_580)],
)
def test_the_rate_gives_the_amounts_of_the_report(first, kip, dollars):
    (rate,) = first.tables["rates"]
    assert round(kip / rate.units, -1) == dollars


def test_what_was_not_checked_in_a_source_is_not_called_verified(first):
    for table, rows in first.tables.items():
        if table != "sources":
            assert not [
                r for r in rows if r.verified and r.source in {"general", "sala"}
            ]


def test_only_places_whose_code_was_seen_in_the_dataset_are_called_verified(first):
    verified = Counter(p.source for p in first.tables["places"] if p.verified)
    assert verified == {"cod_ab": 88}
