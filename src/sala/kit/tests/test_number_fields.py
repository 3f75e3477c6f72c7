"""A number is read however people type it, or it is said why not."""

from contextlib import suppress
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from sala.kit.number_fields import (
    DecimalNumberField,
    NamingCodeField,
    TimeOfDayField,
    WholeNumberField,
    YearField,
)
from sala.kit.typed_figures import UnreadableNumberError, read_number

ZEROS = st.sampled_from("0໐๐٠۰၀០０")
GROUPING = st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009", ",", ".", "'", "’"])


def in_script(text, zero):
    """A text with its figures in the script of this zero."""
    return "".join(
        chr(ord(zero) + int(c)) if c.isascii() and c.isdigit() else c for c in text
    )


@given(st.integers(0, 10**15), ZEROS, GROUPING)
def test_a_whole_number_is_read_in_any_script_and_grouping(number, zero, sign):
    typed = in_script(f"{number:,}".replace(",", sign), zero)
    assert read_number(f" {typed} ") == number


@given(
    st.decimals(0, 10**12, places=2),
    st.sampled_from(
        [(",", "."), (".", ","), (" ", ","), (" ", "."), ("", ","), ("", ".")]
    ),
    ZEROS,
)
def test_decimals_are_read_after_a_point_or_a_comma(number, signs, zero):
    group, point = signs
    typed = f"{number:,.2f}".replace(",", "_").replace(".", point).replace("_", group)
    assert read_number(in_script(typed, zero), 2) == number


@pytest.mark.parametrize(
    ("typed", "places", "fault"),
    [
        ("1.234", 2, "ambiguous"),
        ("1,234", 2, "ambiguous"),
        ("12 34", 0, "groups"),
        ("1,234,56", 0, "groups"),
        ("1.2.3", 2, "groups"),
        ("1,234 567", 0, "groups"),
        ("12.50", 0, "parts"),
        ("1.500,5", 0, "parts"),
        ("0,500", 0, "parts"),
        ("1.239", 1, "ambiguous"),
        ("1.2345", 2, "parts"),
        ("10²", 0, "invalid"),  # the mark of a footnote is no figure
        ("①", 0, "invalid"),
        ("½", 2, "invalid"),
        ("12 kip", 0, "invalid"),
        ("", 0, "invalid"),
        ("1.", 0, "invalid"),
        ("--1", 0, "invalid"),
        ("1" * 41, 0, "invalid"),
    ],
)
def test_what_could_be_two_numbers_or_is_none_is_refused(typed, places, fault):
    with pytest.raises(UnreadableNumberError) as raised:
        read_number(typed, places)
    assert raised.value.fault == fault


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("500.-", 500),
        ("1000.00", 1000),
        ("-5", -5),
        ("−5", -5),
        ("+7", 7),
        ("1.234", 1234),
    ],
)
def test_signs_that_people_use(typed, read):
    assert read_number(typed) == read


@given(st.text(max_size=12), st.integers(0, 3))
def test_anything_is_a_number_or_refused(text, places):
    with suppress(UnreadableNumberError):
        assert isinstance(read_number(text, places), Decimal)


class CountingForm(forms.Form):
    many = WholeNumberField(required=False, min_value=1, max_value=2000)
    rate = DecimalNumberField(required=False, decimal_places=2)
    code = NamingCodeField(required=False)
    year = YearField(required=False, min_value=1990)
    opens_at = TimeOfDayField(required=False)


def shown(**typed):
    form = CountingForm(typed)
    form.is_valid()
    return form.as_div() + str(form)


def test_a_form_says_what_it_read():
    assert "Read as 1,500" in shown(many="໑.໕໐໐")
    assert "Read as 2.5" in shown(rate="2,50")
    assert "Read as RA-024" in shown(code="RA-໐໒໔")
    assert "Read as 08:30" in shown(opens_at="໘.໓໐")
    assert "Read as" not in shown(opens_at="8:30")
    assert "Read as" not in shown(many="1500", rate="2.5", code="RA-024")
    assert "Read as" not in shown(many="many", rate="1.234")


def test_a_number_outside_its_limits_is_told_the_limit():
    assert "Enter 2,000 or less." in shown(many="9 000")
    assert "Enter 1 or more." in shown(many="໐")
    assert "Enter a whole number." in shown(many="many")
    assert "groups of three" in shown(many="12 34")
    assert "without decimals" in shown(many="12.50")
    assert "two ways" in shown(rate="1.234")
    assert "fewer decimals" in shown(rate="1.2345")


def test_a_year_is_written_without_groups():
    assert "Enter 1990 or more." in shown(year="1989")
    assert "Read as 2018" in shown(year="໒໐໑໘")


def test_nothing_typed_is_no_number():
    form = CountingForm({"many": " ", "rate": ""})
    assert form.is_valid()
    assert form.cleaned_data["many"] is form.cleaned_data["rate"] is None
    with pytest.raises(ValidationError):
        WholeNumberField().clean(" ")


@pytest.mark.parametrize("typed", ["24:00", "8:60", "8", "8:3:0:1", "eight", "1250"])
def test_what_is_no_time_of_day_is_refused(typed):
    with pytest.raises(ValidationError):
        TimeOfDayField().clean(typed)
