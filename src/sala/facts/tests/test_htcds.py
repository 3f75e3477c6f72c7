"""Files of HTCDS as facts: who is a victim of what, and nobody's name."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sala.facts import folder as facts
from sala.facts import importing
from sala.facts.schema import NOT_ASKED, NOT_KNOWN
from sala.facts.sources import UnreadableError, htcds
from sala.standards import queries as standards
from sala.standards.htcds import meanings

AT = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = (
    "prs_FirstName,prs_IdentityNumber,prs_Birthdate,prs_Gender,prs_Citizenship,"
    "vic_TraffickingStatus,vic_TypeOfExploitation,vic_MethodsOfControl"
)
VICTIM = "Invented,P-77,1999-05-01,Feminine,LAO,ActualVictimOfTrafficking,ForcedLabour,DebtBondage"
OTHER = "Another,,2001-02-03,NonSpecifiedUnknown,,PossibleVictimOfTrafficking,,"


def told(*rows, head=HEAD, year=2018):
    return htcds.read_htcds("\n".join([head, *rows]).encode(), year=year)


def test_each_row_is_an_event_of_the_year_and_keeps_no_identity():
    victim, possible = told(VICTIM, OTHER).facts
    assert victim.values == {
        "event": "identified",
        "year": 2018,
        "sex": "female",
        "age_group": "adult",
        "citizenship": "LA",
        "form": "forced_labour",
        "means": ["debt_bondage"],
        "sector": NOT_ASKED,
    }
    assert (possible.values["event"], possible.values["outcome"]) == (
        "screened",
        "indicated",
    )
    assert (
        possible.values["sex"],
        possible.values["form"],
        possible.values["means"],
    ) == (
        NOT_KNOWN,
        None,
        None,
    )


def test_several_forms_are_two_that_go_together_or_several():
    assert (
        htcds.exploitation_form(("ForcedLabour", "SexualExploitation"))
        == "sex_and_labour"
    )
    assert htcds.exploitation_form(("ForcedLabour", "ForcedMarriage")) == "several"
    assert htcds.exploitation_form(("Surrogacy",)) == "surrogacy"


@given(
    st.dates(date(1950, 1, 1), date(2018, 12, 31)),
    st.dates(date(2018, 1, 1), date(2018, 12, 31)),
)
def test_an_age_is_in_doubt_only_where_the_day_would_decide(born, day):
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    group = htcds.age_group_in(born, 2018)
    assert group == "in_doubt" or (group == "child") == (age < 18)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (VICTIM.replace("Feminine", "Woman"), "prs_Gender"),
        (VICTIM.replace("ActualVictimOfTrafficking", ""), "vic_TraffickingStatus"),
        (VICTIM.replace("ActualVictimOfTrafficking", "yes"), "vic_TraffickingStatus"),
        (VICTIM.replace("1999-05-01", "1.5.1999"), "prs_Birthdate"),
    ],
)
def test_a_faulty_cell_is_named_with_what_would_be_right(row, field):
    read = told(OTHER, row)
    assert [(f.row, f.field) for f in read.faults] == [(3, field)]
    assert read.faults[0].right


@pytest.mark.parametrize(
    ("head", "year"),
    [(HEAD, None), ("prs_FirstName", 2018), ("a,b", 2018)],
)
def test_a_file_without_a_status_or_a_year_is_none(head, year):
    with pytest.raises(UnreadableError):
        told(
            VICTIM,
            head=head,
            year=year,
        )


def test_every_word_of_the_standard_has_its_meaning():
    assert set(meanings.MEANS) == set(
        standards.htcds_picklist("vic_MethodsOfControl").codes
    )
    forms = set(standards.htcds_picklist("vic_TypeOfExploitation").codes)
    assert forms - set(meanings.FORMS.values()) == {"Other"}
    assert set(meanings.SECTORS) <= set(
        standards.htcds_picklist("vic_ForcedLabourIndustry").codes,
    )
    assert set(htcds.EVENTS) == set(
        standards.htcds_picklist("vic_TraffickingStatus").codes
    )
    assert set(htcds.SEX) == set(standards.htcds_picklist("prs_Gender").codes)


def test_the_same_file_twice_is_the_same_facts_and_no_name_is_among_them(tmp_path):
    def bring(*rows):
        data = "\n".join([HEAD, *rows]).encode()
        shown = importing.preview_import(
            tmp_path,
            data,
            layout="htcds",
            source="ngo",
            year=2018,
        )
        return importing.import_facts(
            tmp_path,
            shown,
            at=AT,
            country="LA",
            currency="LAK",
        )

    first = bring(VICTIM, OTHER)
    assert bring(VICTIM, OTHER).facts_hash == first.facts_hash
    with pytest.raises(UnreadableError):
        bring(VICTIM, OTHER.replace("2001-02-03", "2001"))
    assert facts.read_manifest(tmp_path).facts_hash == first.facts_hash
    written = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    for secret in (b"Invented", b"P-77", b"1999-05-01"):
        assert secret not in written


@given(st.binary(max_size=200))
def test_anything_is_read_or_refused(data):
    with suppress(UnreadableError):
        htcds.read_htcds(data, year=2018)
