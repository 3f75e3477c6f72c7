"""What lies between two numbers, decided without a database."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sala.narrative import differences as d
from sala.narrative import labels
from sala.narrative.places import alpha2_of, alpha3_of, country_name
from sala_reader import known_country_codes, measure_units

numbers = st.integers(0, 10**9)
texts = st.sampled_from(["", "women", "FY2014", "2018-10"])
theirs = st.builds(
    d.StatedNumber,
    value=st.none() | st.integers(0, 10**9).map(Decimal),
    unit=st.sampled_from(["person", "case", "session", "money"]),
    currency=st.sampled_from(["", "LAK", "USD"]),
    qualifier=st.sampled_from(["", "at_least", "at_most", "approximately", "minimum"]),
    group=texts,
    period=texts,
    standing=st.booleans(),
    beside=st.lists(numbers.map(Decimal), max_size=3).map(tuple),
)
owns = st.builds(
    d.OwnNumber,
    state=st.sampled_from([d.NUMBER, "not_recorded", "not_asked", "none", d.UNDEFINED]),
    value=numbers,
    unit=st.sampled_from(["person", "case", "event", "money"]),
    currency=st.sampled_from(["", "LAK"]),
    at_least=st.booleans(),
)


def own(value, unit="person", **said):
    return d.OwnNumber(d.NUMBER, value, unit, **said)


def said(value, unit="person", **more):
    return d.StatedNumber(None if value is None else Decimal(value), unit, **more)


def found(ours, stated, others=None):
    made = d.compare_numbers(ours, stated, others)
    return made.state, made.ways, made.by


@given(owns, theirs)
def test_every_difference_has_a_name_and_sentences(ours, stated):
    made = d.compare_numbers(ours, stated)
    assert made.state in labels.DIFFERENCES
    assert {*made.ways} <= labels.WAYS.keys()


@given(owns, theirs)
def test_what_is_not_recorded_never_disagrees(ours, stated):
    made = d.compare_numbers(ours, stated)
    if ours.state != d.NUMBER or stated.value is None:
        assert made.state != d.DISAGREES
        assert made.by is None


@given(owns, theirs)
def test_a_disagreement_says_by_how_much_and_has_no_excuse(ours, stated):
    made = d.compare_numbers(ours, stated)
    if made.state == d.DISAGREES:
        assert made.ways == ()
        assert made.by == stated.value - ours.value != 0
    if made.state == d.COUNTED_DIFFERENTLY:
        assert made.ways


@given(theirs)
def test_nothing_of_a_withheld_number_is_told(stated):
    hidden = d.OwnNumber(d.WITHHELD, 3, "person")
    assert d.compare_numbers(hidden, stated) == d.NumberDifference(d.WITHHELD)


@given(numbers, st.integers(0, 7))
def test_a_number_rounds_to_itself_said_roughly(exact, places):
    rounded = round(exact, -places)
    assert not rounded or d.rounds_to(exact, Decimal(rounded))


def test_the_same_number_agrees():
    assert found(own(12), said(12)) == (d.AGREES, (), None)


def test_another_number_disagrees_by_so_many():
    assert found(own(12), said(14)) == (d.DISAGREES, (), 2)
    assert found(own(12), said(9)) == (d.DISAGREES, (), -3)


def test_cases_are_never_persons_even_where_the_numbers_are_alike():
    assert found(own(12, "case"), said(12)) == (d.COUNTED_DIFFERENTLY, ("unit",), None)


def test_another_currency_is_not_compared():
    ours, stated = (
        own(8200, "money", currency="LAK"),
        said(8200, "money", currency="USD"),
    )
    assert found(ours, stated) == (d.COUNTED_DIFFERENTLY, ("currency",), None)


def test_a_bound_holds_only_on_its_side():
    assert found(own(30), said(25, qualifier="at_least"))[1] == ("at_least",)
    assert found(own(20), said(25, qualifier="at_least"))[0] == d.DISAGREES
    assert found(own(20), said(25, qualifier="at_most"))[1] == ("at_most",)
    assert found(own(20, at_least=True), said(25))[1] == ("ours_at_least",)
    assert found(own(30, at_least=True), said(25))[0] == d.DISAGREES


def test_approximately_is_as_rough_as_it_was_said():
    assert found(own(2960), said(3000, qualifier="approximately"))[1] == ("rounded",)
    assert found(own(2960), said(3000))[0] == d.DISAGREES
    assert found(own(3612), said(3000, qualifier="approximately"))[0] == d.DISAGREES


def test_a_part_is_never_more_than_the_whole():
    assert found(own(30), said(12, group="women"))[1] == ("group",)
    assert found(own(10), said(12, group="women"))[0] == d.DISAGREES
    assert found(own(30), said(12, beside=(Decimal(40),)))[1] == ("smaller",)


def test_several_numbers_of_a_report_may_add_up_to_ours():
    beside = (Decimal(352), Decimal(3710))
    assert found(own(5142), said(1080, beside=beside))[:2] == (d.AGREES, ("together",))


def test_a_fiscal_year_and_part_of_a_year_are_named():
    assert found(own(30), said(35, period="FY2018"))[1] == ("fiscal_year",)
    assert found(own(30), said(25, period="2018-10"))[1] == ("part_of_year",)
    assert found(own(30), said(35, period="2018-10"))[0] == d.DISAGREES
    assert found(own(30), said(35, standing=True))[1] == ("standing",)


def test_our_number_of_another_measure_is_pointed_at_unless_it_may_be_chance():
    made = d.compare_numbers(own(12), said(26), {"cases_opened": 26})
    assert (made.state, made.ways, made.like) == (
        d.COUNTED_DIFFERENTLY,
        ("like",),
        "cases_opened",
    )
    assert d.compare_numbers(own(3), said(2), {"cases_opened": 2}).state == d.DISAGREES


def test_neither_has_a_number():
    nothing = d.OwnNumber("not_recorded", unit="person")
    assert found(nothing, said(None)) == (d.AGREES, ("neither",), None)
    assert found(nothing, said(4))[:2] == (d.NOT_RECORDED, ("not_recorded",))
    assert found(own(4), said(None))[:2] == (d.NOT_STATED, ("said",))
    assert d.compare_numbers(own(4), None).state == d.NOT_STATED


def test_kin_are_measures_or_figures_that_exist():
    from sala.figures.definitions import FIGURES

    known = {*measure_units(), *FIGURES}
    assert {code for group in d.KIN for code in group} <= known
    assert "prosecutions_persons" in d.kin_of("prosecutions_cases")


def test_every_country_of_the_reader_has_both_codes():
    names = known_country_codes()
    assert [code for code in names if alpha3_of(alpha2_of(code)) != code] == []
    assert [
        code for code in names if code != "ANT" and country_name(code) == code
    ] == []
