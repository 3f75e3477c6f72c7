"""The standards are read whole, and nothing unknown is made up."""

import json
from collections import Counter
from pathlib import Path

import pytest

from sala.standards import queries

DATA = Path(queries.__file__).parent / "data"
ALL_INDICATORS = [
    i for x in queries.indicator_lists() for i in queries.indicators_of_list(x.id)
]


def raw(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def test_htcds_is_read_whole():
    counts = raw("htcds")["meta"]["counts"]
    counts.pop("definitions")  # kept in the file, not read by any room
    fields, lists = queries.htcds_fields(), queries.htcds_picklists()
    assert counts == {
        "sections": len(queries.htcds_sections()),
        "fields": len(fields),
        "core_fields": sum(f.core for f in fields),
        "deprecated_fields": sum(f.deprecated for f in fields),
        "picklists": len(lists),
        "picklist_values": sum(len(p.values) for p in lists),
    }


def test_htcds_codes_are_unique():
    written = [f["full_name"] for f in raw("htcds")["fields"]]
    assert len(written) == len(set(written)) == len(queries.htcds_fields())
    assert all(len(p.codes) == len(set(p.codes)) for p in queries.htcds_picklists())
    names = [s.name for s in queries.htcds_sections()]
    assert len(names) == len(set(names))


def test_every_field_is_in_a_section_and_is_found_by_its_code():
    by_section = [
        f for s in queries.htcds_sections() for f in queries.htcds_fields(s.name)
    ]
    assert {f.code for f in by_section} == {f.code for f in queries.htcds_fields()}
    assert all(queries.htcds_field(f.code) is f for f in by_section)


def test_every_picklist_referenced_exists():
    """Here, in a standard outside, or as text where HTCDS allows it."""
    asking = [f for f in queries.htcds_fields() if "Picklist" in f.kind]
    without = [f.code for f in asking if not f.picklist and not f.value_standard]
    assert without == ["org_ShippingState"]
    assert queries.htcds_field("org_ShippingState").kind == "Picklist or Text"
    assert [queries.htcds_picklist(p.code) for p in queries.htcds_picklists()] == list(
        queries.htcds_picklists(),
    )


def test_a_field_without_a_picklist_or_an_unknown_code_is_an_error():
    for code in ["prs_FirstName", "prs_Citizenship", "vic_Nothing"]:
        with pytest.raises(KeyError):
            queries.htcds_picklist(code)
    with pytest.raises(KeyError):
        queries.htcds_field("vic_Nothing")


def test_published_misspellings_are_kept():
    assert "Unaquainted" in queries.htcds_picklist("vic_RelationshipToTrafficker").codes


def test_what_a_field_says():
    found = queries.htcds_field("vic_MethodsOfControl")
    assert found.section == "Person - Victim Context"
    assert found.core
    assert found.multiple
    assert not found.deprecated
    assert "DebtBondage" in queries.htcds_picklist(found.code).codes
    assert not queries.htcds_field("vic_TraffickingStatus").multiple
    assert "ISO 3166" in queries.htcds_field("prs_Citizenship").value_standard


def test_indicators_are_read_whole():
    counts = raw("indicators")["meta"]["counts"]
    assert counts.pop("total") == len(ALL_INDICATORS)
    assert counts == Counter(i.instrument for i in ALL_INDICATORS)


def test_indicator_and_instrument_ids_are_unique():
    data = raw("indicators")
    for written in (data["items"], data["instruments"]):
        assert len({x["id"] for x in written}) == len(written)
    assert all(queries.indicator_by_id(i.id) is i for i in ALL_INDICATORS)


def test_an_instrument_without_items_is_listed_and_empty():
    empty = [
        x.id for x in queries.indicator_lists() if not queries.indicators_of_list(x.id)
    ]
    assert empty == ["commit_common_2016"]


def test_dimensions_of_the_delphi_list_have_their_published_sizes():
    delphi = queries.indicator_list("ilo_delphi_2009")
    sizes = {
        d: len(queries.indicators_of_list(delphi.id, d)) for d in delphi.dimensions
    }
    assert sizes == {
        "deceptive_recruitment": 10,
        "coercive_recruitment": 10,
        "recruitment_by_abuse_of_vulnerability": 16,
        "exploitation": 9,
        "coercion_at_destination": 15,
        "abuse_of_vulnerability_at_destination": 7,
    }


@pytest.mark.parametrize(
    "asked",
    [("nothing",), ("ilo_delphi_2009", "purpose"), ("ilo_forced_labour_11", "general")],
)
def test_an_unknown_instrument_or_dimension_is_an_error(asked):
    with pytest.raises(KeyError):
        queries.indicators_of_list(*asked)


def test_an_unknown_strength_stays_none():
    for written in raw("indicators")["items"]:
        read = queries.indicator_by_id(written["id"]).strength
        if written["strength"] is None:
            assert read is None
        else:
            assert {p: read.of(p) for p in written["strength"]} == written["strength"]


def test_the_profile_of_children_lacks_two_indicators_and_sexual_exploitation_nearly_all():
    graded = queries.indicators_of_list("ilo_delphi_2009")
    unknown = {
        p: sum(i.strength.of(p) is None for i in graded)
        for p in vars(graded[0].strength)
    }
    assert unknown == {
        "adult_labour": 0,
        "child_labour": 67 - 65,
        "adult_sexual": 67 - 1,
        "child_sexual": 67 - 2,
    }


def test_only_a_graded_instrument_has_thresholds_and_strengths():
    for found in queries.indicator_lists():
        graded = found.kind == "graded"
        assert bool(found.thresholds) is graded
        assert all(
            (i.strength is not None) is graded
            for i in queries.indicators_of_list(found.id)
        )


def test_thresholds_of_the_delphi_list():
    assert queries.indicator_list("ilo_delphi_2009").thresholds == (
        queries.IndicatorThreshold(strong=2),
        queries.IndicatorThreshold(strong=1, medium_or_weak=1),
        queries.IndicatorThreshold(medium=3),
        queries.IndicatorThreshold(medium=2, weak=1),
    )


def test_minimum_standards_and_indicia():
    assert [s.id for s in queries.minimum_standards()] == ["MS1", "MS2", "MS3", "MS4"]
    assert [i.id for i in queries.tvpa_indicia()] == [f"I{n:02}" for n in range(1, 13)]
    assert [i.reference for i in queries.tvpa_indicia()] == [
        f"7106(b)({n})" for n in range(1, 13)
    ]
    assert all(i.data_needed for i in queries.tvpa_indicia())


def test_the_standards_and_tiers_have_words_in_both_languages():
    texts = [
        each.texts for each in (*queries.minimum_standards(), *queries.tvpa_indicia())
    ]
    texts += [tier.rules for tier in queries.tip_tiers()]
    texts += [each.practices for each in queries.minimum_standards() if each.practice]
    assert all(set(each) == {"en", "lo"} and all(each.values()) for each in texts)
    rules = [each.rules_in for each in queries.tvpa_indicia()]
    rules.append(queries.watch_list_law().waiver_conditions)
    assert all(len(each["en"]) == len(each["lo"]) for each in rules)


def test_the_law_of_the_watch_list_changed_with_the_report_of_2019():
    law = queries.watch_list_law()
    assert [(r.since, r.until, r.most) for r in law.regimes] == [
        (2013, 2018, 4),
        (2019, None, 3),
    ]
    assert (law.returned_since, law.returned_most) == (2019, 1)
    assert [year.report for year in queries.worked_example()] == [*range(2014, 2026)]


def test_glotip_questions_and_forms():
    ids = [q.id for q in queries.glotip_questions()]
    assert len(ids) == len(set(ids))
    assert set(ids) == {f"Q{n}" for n in range(10)}
    assert len(set(queries.glotip_forms())) == len(queries.glotip_forms()) == 11


def test_answers_are_read_once_and_cannot_be_changed():
    assert queries.htcds_field("prs_Gender") is queries.htcds_field("prs_Gender")
    everything = [
        *queries.htcds_fields(),
        *queries.indicator_lists(),
        *ALL_INDICATORS,
        *queries.tvpa_indicia(),
    ]
    assert len({hash(x) for x in everything}) == len(everything)


def test_every_data_file_has_its_source_and_licence():
    card = (DATA / "README.md").read_text(encoding="utf-8")
    assert [f.name for f in DATA.glob("*.json") if f.name not in card] == []
    for needed in (
        "CC BY 4.0",
        "reformatted",
        "endorse",
        "logo",
        raw("htcds")["meta"]["source_commit"],
    ):
        assert needed in card
