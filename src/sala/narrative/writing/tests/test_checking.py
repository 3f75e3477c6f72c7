"""A number typed by hand that disagrees with its figure is seen."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sala.narrative.writing.checking import typed_numbers, untraced_numbers
from sala.narrative.writing.words import ReportMoney, money_with_dollars, sum_of

SENTENCE = "Courts convicted 27 traffickers in 11 cases (eight in 2017), and fined 2 million kip."


def test_a_sentence_that_keeps_its_numbers_agrees():
    better = "In 11 cases (eight in 2017) 27 traffickers were convicted; the fine was 2,000,000."
    assert untraced_numbers(better, [SENTENCE]) == ()


def test_a_number_of_no_figure_is_named_with_its_place():
    text = "Courts convicted 28 traffickers in nine cases."
    wrong = untraced_numbers(text, [SENTENCE])
    assert [(w.text, w.value) for w in wrong] == [("28", 28), ("nine", 9)]
    assert [text[w.start : w.end] for w in wrong] == ["28", "nine"]


def test_numbers_in_words_are_numbers():
    text = "Twelve of twenty-one, forty, a dozen; one of them, and nobody in the seventies."
    assert [n.value for n in typed_numbers(text)] == [12, 21, 40, 12]


def test_lao_marks_are_read_as_lao():
    assert [
        n.value for n in typed_numbers("ເຂົ້າເຖິງ 5.142 ຄົນ ແລະ 110,25 ລ້ານ ກີບ", "lo")
    ] == [
        5142,
        110_250_000,
    ]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2 ຕື້ກີບ", 2 * 10**9),
        ("3.228 ຕື້ກີບ", 3228 * 10**9),
        ("1,5 ຕື້ກີບ", 15 * 10**8),
        ("40 ລ້ານກີບ", 40 * 10**6),
        ("3 ແສນກີບ", 300_000),
        ("5 ໝື່ນ ຄົນ", 50_000),
        ("5 ຫມື່ນ ຄົນ", 50_000),
        ("2 ພັນ ຄົນ", 2_000),
        ("໕ ໝື່ນ ຄົນ", 50_000),
    ],
)
def test_large_numbers_are_read_as_lao_says_them(typed, value):
    assert [n.value for n in typed_numbers(typed, "lo")] == [value]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (70_000_000, "70 ລ້ານ"),
        (3_228_000_000_000, "3.228 ຕື້"),
        (1_500_000_000, "1.500 ລ້ານ"),
        (110_250_000, "110.250.000"),
        (5_142, "5.142"),
        (0, "0"),
    ],
)
def test_a_sum_is_written_as_lao_texts_have_it(value, said):
    """No part of a million, a word only where it is whole."""
    assert sum_of(value, "lo") == said


def test_a_year_is_no_number():
    assert list(typed_numbers("In 2018, as in 1999 and in ປີ 2017 ຫຼື ໒໐໑໘")) == []


@given(st.integers(2, 10**15), st.sampled_from(["en", "lo"]))
def test_what_is_written_is_read_again(value, language):
    (found,) = typed_numbers(f"About {sum_of(value, language)} kip", language) or [None]
    assert found.value == Decimal(value)


@given(st.text())
def test_no_text_is_too_strange(text):
    for number in typed_numbers(text):
        assert text[number.start : number.end] == number.text


@pytest.mark.parametrize(
    ("value", "name", "said"),
    [
        (70_000_000, "ກີບ", "70 ລ້ານກີບ"),
        (5_000_000_000, "ກີບ", "5 ຕື້ກີບ"),
        (5_142, "ກີບ", "5.142 ກີບ"),
        (70_000_000, "Baht", "70 ລ້ານ Baht"),
    ],
)
def test_a_word_of_lao_is_followed_by_the_next_without_a_space(value, name, said):
    currency = ReportMoney(name=name, code="LAK", a_dollar=None)
    assert money_with_dollars(value, "lo", currency) == said
