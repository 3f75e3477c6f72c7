"""A number typed by hand that disagrees with its figure is seen."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sala.narrative.writing.checking import typed_numbers, untraced_numbers
from sala.narrative.writing.words import sum_of

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


def test_a_year_is_no_number():
    assert list(typed_numbers("In 2018, as in 1999 and in ປີ 2017")) == []


@given(st.integers(2, 10**15), st.sampled_from(["en", "lo"]))
def test_what_is_written_is_read_again(value, language):
    (found,) = typed_numbers(f"About {sum_of(value, language)} kip", language) or [None]
    assert found.value == Decimal(value)


@given(st.text())
def test_no_text_is_too_strange(text):
    for number in typed_numbers(text):
        assert text[number.start : number.end] == number.text
